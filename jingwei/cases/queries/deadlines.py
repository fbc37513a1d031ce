"""«为什么是这时候？»: each clock of a case, line by line, and how far it has run."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.cases import clocks
from jingwei.cases.models import Case, ClockEvent
from jingwei.terms import worktime


@dataclass(frozen=True)
class Line:
    start: datetime
    end: datetime
    what: str  # 计时, 周末，不计时 …
    counts: bool
    used: timedelta  # counted until the end of this line
    provisional: bool


@dataclass(frozen=True)
class Told:
    """One clock: what it is, its limit in words, its lines and the deadline they give."""

    clock: str
    label: str
    amount: int
    unit: str
    limit: str  # both, as they are said
    lines: list[Line]
    due_at: datetime
    used: timedelta
    left: timedelta
    over: timedelta
    paused: bool
    provisional: bool


@dataclass(frozen=True)
class Progress:
    """How much of the handling time is used: percent (at most 100), and whether it is over or stands still."""

    percent: int
    used: timedelta
    late: bool
    paused: bool


def deadline_lines(case: Case) -> list[Told]:
    """Every clock that ever ran on the case, in the order of the loop."""
    return [_told(case, kind, account) for kind, account in clocks.accounts(case).items()]


def progress(case: Case) -> Progress | None:
    """Of the handling clock; None before the case is filed and once it is over."""
    if case.filed_at is None or not case.is_open:
        return None
    account = clocks.accounts(case).get(clocks.HANDLE)
    if account is None:
        return None
    percent = min(100, round(100 * account.used / account.limit))
    return Progress(percent, account.used, bool(account.over), account.deadline.paused)


def _told(case: Case, kind: str, account: worktime.Account) -> Told:
    limit = clocks.limit_of(case, kind)
    return Told(
        clock=kind,
        label=ClockEvent.Clock(kind).label,
        amount=limit.amount,
        unit=limit.clock.label,
        limit=limit.clock.words(limit.amount),
        lines=[
            Line(
                line.segment.start,
                line.segment.end,
                worktime.describe(line.segment),
                bool(line.segment.counted),
                line.used,
                line.segment.provisional,
            )
            for line in account.lines
        ],
        due_at=account.deadline.at,
        used=account.used,
        left=account.left,
        over=account.over,
        paused=account.deadline.paused,
        provisional=account.deadline.provisional,
    )
