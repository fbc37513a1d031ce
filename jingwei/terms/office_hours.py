"""The office calendar: which stretch of which day counts, and why the others do not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar
from django.utils.translation import gettext_lazy as _

ZERO = timedelta()
DAY = timedelta(days=1)


class Kind(StrEnum):
    """Why a stretch of time counts, or does not."""

    COUNTED = "counted"
    PAUSED = "paused"
    NIGHT = "night"
    LUNCH = "lunch"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    VACATION = "vacation"


KIND_LABELS = {
    Kind.COUNTED: _("计时"),
    Kind.PAUSED: _("暂停，不计时"),
    Kind.NIGHT: _("下班时间，不计时"),
    Kind.LUNCH: _("午休，不计时"),
    Kind.WEEKEND: _("周末，不计时"),
    Kind.HOLIDAY: _("法定节假日，不计时"),
    Kind.VACATION: _("寒暑假，不计时"),
}


@dataclass(frozen=True)
class Segment:
    start: datetime
    end: datetime
    kind: Kind
    provisional: bool = False  # rests on a year whose holidays are not announced yet

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def counted(self) -> timedelta:
        return self.length if self.kind is Kind.COUNTED else ZERO


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Day(NamedTuple):
    kind: DayKind
    known: bool  # False: the year's holidays are not announced yet, so weekdays and weekends are assumed


@lru_cache(maxsize=4096)
def statutory(day: date) -> Day:
    """The State Council's holidays and make-up workdays (调休), as chinesecalendar knows them."""
    weekend = day.isoweekday() >= 6
    try:
        works, (_is_holiday, name) = chinese_calendar.is_workday(day), chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return Day(DayKind.WEEKEND if weekend else DayKind.WORKDAY, known=False)
    if works:
        return Day(DayKind.WORKDAY, known=True)
    return Day(DayKind.HOLIDAY if name else DayKind.WEEKEND, known=True)


@dataclass(frozen=True)
class OfficeCalendar:
    """When the offices are open.

    `hours`: openings of a workday, in order, `(from, to)` in local time. `day`: what a date is. `vacations`: term
    breaks, `(first day, last day)`, both inclusive; a break outweighs a make-up workday in it.
    """

    hours: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(14), time(18)))
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    day: Callable[[date], Day] = statutory
    vacations: tuple[tuple[date, date], ...] = ()

    def __post_init__(self):
        edges = [edge for opening in self.hours for edge in opening]
        if not edges or any(before >= after for before, after in pairwise(edges)):
            raise ValueError("office hours must be given, in order, and not touch each other")
        if any(first > last for first, last in self.vacations):
            raise ValueError("a vacation must not end before it begins")

    @property
    def day_length(self) -> timedelta:
        """Office hours in one workday."""
        return sum((_since_midnight(end) - _since_midnight(start) for start, end in self.hours), ZERO)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def tiles(self, day: date) -> list[Segment]:
        """One local day from midnight to midnight, without gap or overlap."""
        kind, known = self._closed(day)
        if kind:
            return [self._tile(day, time.min, None, kind, not known)]
        edges = [time.min, *(edge for opening in self.hours for edge in opening), None]
        kinds = [Kind.NIGHT, Kind.COUNTED, *[Kind.LUNCH, Kind.COUNTED] * (len(self.hours) - 1), Kind.NIGHT]
        tiles = (self._tile(day, *edge, kind, not known) for edge, kind in zip(pairwise(edges), kinds, strict=True))
        return [tile for tile in tiles if tile.length]

    def _closed(self, day: date) -> tuple[Kind | None, bool]:
        if any(first <= day <= last for first, last in self.vacations):
            return Kind.VACATION, True
        answer = self.day(day)
        kind = {DayKind.WEEKEND: Kind.WEEKEND, DayKind.HOLIDAY: Kind.HOLIDAY}.get(answer.kind)
        return kind, answer.known

    def _tile(self, day: date, start: time, end: time | None, kind: Kind, provisional: bool) -> Segment:
        until = datetime.combine(day, end) if end else datetime.combine(day + DAY, time.min)
        return Segment(
            datetime.combine(day, start, self.zone).astimezone(UTC),
            until.replace(tzinfo=self.zone).astimezone(UTC),
            kind,
            provisional,
        )


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
