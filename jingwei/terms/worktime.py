"""Business-time arithmetic: when is it due, how much of a span counts, and why.

Four clocks. `urgent_hour` and `natural_day` run through; `work_hour` and `work_day` run in office hours only, and one
work day is one full day of office hours (8 h by default: from Monday 16:00 to Tuesday 16:00). Every answer is computed
from the same tiles, so a deadline, the time used and the line-by-line account cannot disagree. Moments are aware
datetimes; answers are in the calendar's zone. The sums are done in UTC, so that a zone with summer time would be right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .office_hours import DAY, KIND_LABELS, ZERO, Day, DayKind, Kind, OfficeCalendar, Segment, statutory

__all__ = [
    "NEXT",
    "Account",
    "Clock",
    "Day",
    "DayKind",
    "Deadline",
    "Event",
    "Kind",
    "Line",
    "Mark",
    "OfficeCalendar",
    "Segment",
    "add",
    "describe",
    "due",
    "measure",
    "replay",
    "segments",
    "span",
    "statutory",
]  # fmt: skip

HORIZON = 3660  # days looked ahead for office hours before giving up


class Clock(StrEnum):
    URGENT_HOUR = "urgent_hour"
    NATURAL_DAY = "natural_day"
    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"

    @property
    def runs_through(self) -> bool:
        return self in (Clock.URGENT_HOUR, Clock.NATURAL_DAY)

    @property
    def label(self):
        return CLOCK_LABELS[self]

    def words(self, amount: int) -> str:
        """An amount of it, as it is said: 2 工作日, 1 workday."""
        said = {
            Clock.URGENT_HOUR: ngettext("%(n)s 紧急小时", "%(n)s 紧急小时", amount),
            Clock.NATURAL_DAY: ngettext("%(n)s 自然日", "%(n)s 自然日", amount),
            Clock.WORK_HOUR: ngettext("%(n)s 工作小时", "%(n)s 工作小时", amount),
            Clock.WORK_DAY: ngettext("%(n)s 工作日", "%(n)s 工作日", amount),
        }
        return said[self] % {"n": amount}

    @classmethod
    def choices(cls) -> list[tuple[str, object]]:
        """For a model field: `choices=Clock.choices`."""
        return [(clock.value, clock.label) for clock in cls]


CLOCK_LABELS = {
    Clock.URGENT_HOUR: _("紧急小时"),
    Clock.NATURAL_DAY: _("自然日"),
    Clock.WORK_HOUR: _("工作小时"),
    Clock.WORK_DAY: _("工作日"),
}


@dataclass(frozen=True)
class Deadline:
    """`at`: due at this moment. `paused`: the clock stands now, so this is the earliest that it can become."""

    at: datetime
    provisional: bool = False
    paused: bool = False


class Mark(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class Event(NamedTuple):
    at: datetime
    mark: Mark


def span(amount: float, clock: Clock, calendar: OfficeCalendar) -> timedelta:
    """How much counted time an amount of a clock is."""
    if amount < 0:
        raise ValueError("an amount of time cannot be negative")
    units = {
        Clock.URGENT_HOUR: timedelta(hours=1),
        Clock.NATURAL_DAY: DAY,
        Clock.WORK_HOUR: timedelta(hours=1),
        Clock.WORK_DAY: calendar.day_length,
    }
    return units[Clock(clock)] * amount


def add(start: datetime, amount: float, clock: Clock, calendar: OfficeCalendar) -> Deadline:
    """The first moment at which `amount` has counted: four work hours from 8:00 are up at 12:00, not at 14:00."""
    return _advance(start, span(amount, clock, calendar), clock, calendar)


def measure(start: datetime, end: datetime, clock: Clock, calendar: OfficeCalendar) -> timedelta:
    """How much of the span counts. A span that runs backwards counts nothing."""
    return sum((tile.counted for tile in _walk(start, end, clock, calendar)), ZERO)


def segments(
    events: Iterable[Event], clock: Clock, calendar: OfficeCalendar, *, until: datetime | None = None
) -> list[Segment]:
    """What the clock did from its start to its stop (or to `until` while it is open), without gap or overlap."""
    return _merged(_tiles(_stretches(events, until), clock, calendar), calendar)


def due(events: Iterable[Event], limit: float, clock: Clock, calendar: OfficeCalendar) -> Deadline:
    """The deadline of a clock with pauses. A stop does not move it: it stays what had been promised."""
    left, provisional = span(limit, clock, calendar), False
    events = _orderly(events)
    for (begin, mark), (end, _next) in pairwise(events):
        if mark is Mark.PAUSE:
            continue
        reached = _advance(begin, left, clock, calendar)
        if reached.at <= end:
            return Deadline(reached.at, provisional or reached.provisional)
        for tile in _walk(begin, end, clock, calendar):
            left -= tile.counted
            provisional |= tile.provisional
    at, mark = events[-1]
    reached = _advance(at, left, clock, calendar)
    standing = mark is Mark.PAUSE or (mark is Mark.STOP and len(events) > 1 and events[-2].mark is Mark.PAUSE)
    return Deadline(reached.at, provisional or reached.provisional, paused=standing)


@dataclass(frozen=True)
class Line:
    """One line of the account: a segment and the time used when it ended."""

    segment: Segment
    used: timedelta


@dataclass(frozen=True)
class Account:
    """The clock worked through once more, line by line."""

    lines: tuple[Line, ...]
    limit: timedelta
    deadline: Deadline

    @property
    def used(self) -> timedelta:
        return self.lines[-1].used if self.lines else ZERO

    @property
    def left(self) -> timedelta:
        return max(self.limit - self.used, ZERO)

    @property
    def over(self) -> timedelta:
        """Counted time beyond the limit."""
        return max(self.used - self.limit, ZERO)


def replay(
    events: Iterable[Event], limit: float, clock: Clock, calendar: OfficeCalendar, *, until: datetime | None = None
) -> Account:
    """The account of a clock from its recorded events: the same events always give the same account."""
    events = list(events)
    lines, used = [], ZERO
    for segment in segments(events, clock, calendar, until=until):
        used += segment.counted
        lines.append(Line(segment, used))
    return Account(tuple(lines), span(limit, clock, calendar), due(events, limit, clock, calendar))


def describe(segment: Segment):
    """The segment's kind in words (lazy)."""
    return KIND_LABELS[segment.kind]


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


def _walk(start: datetime, end: datetime | None, clock: Clock, calendar: OfficeCalendar) -> Iterator[Segment]:
    """Tiles from `start` to `end` in UTC; without an end they go on, for as far as the horizon."""
    start, end = _utc(start), end and _utc(end)
    if end is not None and start >= end:
        return
    if Clock(clock).runs_through:
        yield Segment(start, end or start + HORIZON * DAY, Kind.COUNTED)
        return
    day = calendar.local_day(start)
    last = calendar.local_day(end) if end else day + HORIZON * DAY
    while day <= last:
        for tile in calendar.tiles(day):
            begin, finish = max(tile.start, start), min(tile.end, end) if end else tile.end
            if begin < finish:
                yield Segment(begin, finish, tile.kind, tile.provisional)
        day += DAY


def _advance(start: datetime, left: timedelta, clock: Clock, calendar: OfficeCalendar) -> Deadline:
    if left <= ZERO:
        return Deadline(_utc(start).astimezone(calendar.zone))
    if Clock(clock).runs_through:
        return Deadline((_utc(start) + left).astimezone(calendar.zone))
    provisional = False
    for tile in _walk(start, None, clock, calendar):
        provisional |= tile.provisional
        if tile.counted >= left:
            return Deadline((tile.start + left).astimezone(calendar.zone), provisional)
        left -= tile.counted
    raise ValueError(f"no deadline within {HORIZON} days: the calendar has too few office hours")


NEXT = {  # which mark may follow which
    None: {Mark.START},
    Mark.START: {Mark.PAUSE, Mark.STOP},
    Mark.PAUSE: {Mark.RESUME, Mark.STOP},
    Mark.RESUME: {Mark.PAUSE, Mark.STOP},
    Mark.STOP: set(),
}


def _orderly(events: Iterable[Event]) -> Sequence[Event]:
    """The events in the order in which they were recorded; a machine's clock set back never makes time negative."""
    orderly: list[Event] = []
    for at, mark in events:
        before = orderly[-1] if orderly else None
        if Mark(mark) not in NEXT[before and before.mark]:
            raise ValueError(f"{mark} cannot follow {before.mark if before else 'nothing'}")
        at = _utc(at)
        orderly.append(Event(max(at, before.at) if before else at, Mark(mark)))
    if not orderly:
        raise ValueError("a clock needs its start")
    return orderly


def _stretches(events: Iterable[Event], until: datetime | None) -> Iterator[tuple[datetime, datetime, bool]]:
    """(start, end, runs) between each two events, and from the last one to `until` unless it is the stop."""
    events = _orderly(events)
    for (begin, mark), (end, _next) in pairwise(events):
        yield begin, end, mark is not Mark.PAUSE
    at, mark = events[-1]
    if mark is not Mark.STOP:
        if until is None:
            raise ValueError("a clock that still runs needs the moment up to which it is told")
        yield at, _utc(until), mark is not Mark.PAUSE


def _tiles(stretches, clock: Clock, calendar: OfficeCalendar) -> Iterator[Segment]:
    for begin, end, runs in stretches:
        if runs:
            yield from _walk(begin, end, clock, calendar)
        elif begin < end:
            yield Segment(begin, end, Kind.PAUSED)


def _merged(tiles: Iterable[Segment], calendar: OfficeCalendar) -> list[Segment]:
    """Neighbours of one kind become one: a night is one line, and so is a whole holiday."""
    merged: list[Segment] = []
    for tile in tiles:
        start, end = tile.start.astimezone(calendar.zone), tile.end.astimezone(calendar.zone)
        last = merged[-1] if merged else None
        if last and (last.kind, last.provisional) == (tile.kind, tile.provisional):
            start = merged.pop().start
        merged.append(Segment(start, end, tile.kind, tile.provisional))
    return merged
