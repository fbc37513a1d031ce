"""What time it is. Every part asks here, so that tests and replays can move the clock in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_travelled: ContextVar[datetime | None] = ContextVar("jingwei_clock", default=None)


def now() -> datetime:
    """The present moment, aware, UTC (or the moment travelled to)."""
    return _travelled.get() or timezone.now()


def today() -> date:
    """The present day in the college's own time zone."""
    return timezone.localdate(now())


@contextmanager
def travel(at: datetime) -> Iterator[None]:
    """Within the block it is `at`: for replays and the demonstration's past weeks. Other threads keep their time."""
    token = _travelled.set(at)
    try:
        yield
    finally:
        _travelled.reset(token)
