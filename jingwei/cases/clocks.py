"""The clocks of a case: what each step does to them, and the deadlines that follow from what was recorded."""

from dataclasses import dataclass
from datetime import datetime

from jingwei.core import clock
from jingwei.terms import worktime
from jingwei.terms.queries import office_calendar
from jingwei.terms.worktime import Clock, Event, Mark

from .flow import INFO_WITHIN
from .models import Case, ClockEvent, State

Kind = ClockEvent.Clock
Reason = ClockEvent.Reason
ACCEPT, SIGN, HANDLE, CHECK = Kind.ACCEPT, Kind.SIGN, Kind.HANDLE, Kind.CHECK
START, PAUSE, RESUME, STOP = Mark.START, Mark.PAUSE, Mark.RESUME, Mark.STOP


@dataclass(frozen=True)
class Limit:
    amount: float
    clock: Clock


LIMITS = {ACCEPT: Limit(4, Clock.WORK_HOUR), SIGN: Limit(1, Clock.WORK_DAY), CHECK: Limit(1, Clock.WORK_DAY)}
URGENT_LIMITS = {kind: Limit(1, Clock.URGENT_HOUR) for kind in (ACCEPT, SIGN, CHECK)}
# How long a state may wait where no clock of its own runs: after that the ladder of reminders begins.
WAITS = {
    State.VERIFYING: Limit(4, Clock.WORK_HOUR),
    State.FILED: Limit(4, Clock.WORK_HOUR),
    State.RETURNED: Limit(4, Clock.WORK_HOUR),
    State.REOPEN_WANTED: Limit(1, Clock.WORK_DAY),
}
# The clock against which whoever must act now is measured.
ACTING = {
    State.REPORTED: ACCEPT,
    State.DISPATCHED: SIGN,
    State.HANDLING: HANDLE,
    State.SCHEDULED: HANDLE,
    State.REWORK: HANDLE,
    State.DONE_CLAIMED: CHECK,
}
EVERY = (ACCEPT, SIGN, HANDLE, CHECK)
# step → what it does: (clock, mark), and the reason that stands on the line
EFFECTS: dict[str, tuple[str, tuple[tuple[str, Mark], ...]]] = {
    "report": (Reason.REPORTED, ((ACCEPT, START),)),
    "verify": (Reason.VERIFYING, ((ACCEPT, PAUSE),)),
    "ask_info": (Reason.INFO_WANTED, ((ACCEPT, PAUSE),)),
    "give_info": (Reason.INFO_GIVEN, ((ACCEPT, RESUME),)),
    "info_late": (Reason.INFO_LATE, ((ACCEPT, RESUME),)),
    "file": (Reason.FILED, ((ACCEPT, STOP), (HANDLE, START))),
    "confirm": (Reason.FILED, ((ACCEPT, STOP), (HANDLE, START))),
    "refute": (Reason.ENDED, tuple((kind, STOP) for kind in EVERY)),
    "merge": (Reason.ENDED, tuple((kind, STOP) for kind in EVERY)),
    "void": (Reason.ENDED, tuple((kind, STOP) for kind in EVERY)),
    "dispatch": (Reason.DISPATCHED, ((SIGN, START), (HANDLE, RESUME))),
    "take": (Reason.ACCEPTED, ()),
    "accept": (Reason.ACCEPTED, ((SIGN, STOP), (HANDLE, RESUME))),
    "return": (Reason.RETURNED, ((SIGN, STOP), (HANDLE, PAUSE))),
    "pass_on": (Reason.PASSED_ON, ((SIGN, START),)),
    "schedule": (Reason.ACCEPTED, ()),
    "begin": (Reason.ACCEPTED, ()),
    "pause": (Reason.PAUSED, ((HANDLE, PAUSE),)),
    "resume": (Reason.RESUMED, ((HANDLE, RESUME),)),
    "resume_due": (Reason.RESUMED, ((HANDLE, RESUME),)),
    "claim": (Reason.CLAIMED, ((HANDLE, PAUSE), (CHECK, START))),
    "close": (Reason.CLOSED, ((CHECK, STOP), (HANDLE, STOP))),
    "send_back": (Reason.REWORK, ((CHECK, STOP), (HANDLE, RESUME))),
    "rework": (Reason.REWORK, ()),
    "want_reopen": (Reason.REOPENED, ()),
    "grant_reopen": (Reason.REOPENED, ((HANDLE, START),)),
    "refuse_reopen": (Reason.CLOSED, ()),
    "restore": (Reason.RESTORED, ((ACCEPT, START),)),
    # Whoever comes next has the whole time for taking it up; what the handling clock does goes on, running or paused.
    "hand_over": (Reason.HANDED_OVER, ((SIGN, START),)),
    "replace_checker": (Reason.HANDED_OVER, ((CHECK, START),)),
    "replace_filer": (Reason.HANDED_OVER, ((ACCEPT, START),)),
    "replace_dispatcher": (Reason.HANDED_OVER, ()),
}


def turn(case: Case, step: str) -> None:
    """Do to the clocks what the step does, and set the case's dates from them. `case.state` is already the new one."""
    reason, effects = EFFECTS[step]
    events = list(case.clock_events.all())
    at = clock.now()
    new = [event for kind, mark in effects if (event := _event(case, events, kind, mark, reason, at))]
    ClockEvent.objects.bulk_create(new)
    _set_dates(case, [*events, *new])


def refresh(case: Case) -> None:
    """Set the case's dates from its recorded events, after its limit has changed."""
    _set_dates(case, list(case.clock_events.all()))


def limit_of(case: Case, kind: str) -> Limit:
    if kind == HANDLE:
        return Limit(
            case.limit_amount or case.category.limit_amount, Clock(case.limit_clock or case.category.limit_clock)
        )
    return (URGENT_LIMITS if case.urgent else LIMITS)[kind]


def accounts(case: Case) -> dict[str, worktime.Account]:
    """Each clock that ever ran, its latest run told line by line until now."""
    calendar, events = office_calendar(), list(case.clock_events.all())
    found = {}
    for kind in EVERY:
        if run := _latest_run(events, kind):
            limit = limit_of(case, kind)
            found[kind] = worktime.replay(
                _marks(run), limit.amount, limit.clock, calendar, until=max(clock.now(), run[-1].at)
            )
    return found


def deadline(start: datetime, *limits: Limit) -> datetime:
    """The moment when the limits, one after the other, are up."""
    calendar = office_calendar()
    for limit in limits:
        start = worktime.add(start, limit.amount, limit.clock, calendar).at
    return start


def _event(case, events, kind, mark, reason, at) -> ClockEvent | None:
    """The event, or None where the clock does that already: a stopped one is not stopped, a running one not resumed."""
    run = _latest_run(events, kind)
    last = Mark(run[-1].mark) if run else None
    if mark is not START and mark not in worktime.NEXT[last]:
        return None
    number = 1 if not run else run[-1].run + (mark is START)
    return ClockEvent(case=case, clock=kind, run=number, mark=mark, reason=reason, at=at)


def _latest_run(events: list[ClockEvent], kind: str) -> list[ClockEvent]:
    own = [event for event in events if event.clock == kind]
    return [event for event in own if event.run == own[-1].run]


def _marks(run: list[ClockEvent]) -> list[Event]:
    return [Event(event.at, Mark(event.mark)) for event in run]


def _set_dates(case: Case, events: list[ClockEvent]) -> None:
    calendar = office_calendar()

    def due(kind: str) -> datetime | None:
        run, limit = _latest_run(events, kind), limit_of(case, kind)
        return worktime.due(_marks(run), limit.amount, limit.clock, calendar).at if run else None

    case.due_at = due(HANDLE)
    if case.state in ACTING:
        case.act_by = due(ACTING[case.state])
    elif case.state in WAITS:
        wait = URGENT_LIMITS[SIGN] if case.urgent else WAITS[case.state]
        case.act_by = worktime.add(case.state_since, wait.amount, wait.clock, calendar).at
    else:
        case.act_by = case.state_since + INFO_WITHIN if case.state == State.INFO_WANTED else None
    case.reminder_level = 0
    case.next_reminder_at = None if case.state == State.INFO_WANTED else case.act_by
