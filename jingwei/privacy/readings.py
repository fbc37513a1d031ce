"""The glass log: who read my data, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from jingwei.gate.models import TrailEntry
from jingwei.people import readings
from jingwei.people.readings import Reading

PAGE = 60


@dataclass
class Line:
    """One reader, one class and one purpose on one day, however often."""

    reading: Reading
    times: list[datetime] = field(default_factory=list)

    @property
    def first(self) -> datetime:
        return self.times[-1]  # the newest is read first

    @property
    def last(self) -> datetime:
        return self.times[0]


@dataclass(frozen=True)
class Day:
    day: date
    lines: list[Line]


def page_of(person, *, code: str = "", before: int | None = None) -> tuple[list[Day], int | None]:
    """The newest readings (of a class, before an entry), by day, and the entry to go on from."""
    rows = readings.about(person, code)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return by_day(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def by_day(entries: Iterable[TrailEntry]) -> list[Day]:
    return [Day(day, _lines(rows)) for day, rows in groupby(entries, key=lambda entry: timezone.localdate(entry.at))]


def _lines(entries: Iterable[TrailEntry]) -> list[Line]:
    found: dict[tuple, Line] = {}
    for entry in entries:
        reading = readings.reading(entry)
        key = (entry.actor_id, reading.post, reading.what, reading.purpose)
        found.setdefault(key, Line(reading)).times.append(entry.at)
    return list(found.values())
