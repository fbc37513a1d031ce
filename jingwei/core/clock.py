"""What time it is. Every part asks here, so that tests and replays can move the clock in one place."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now()


def today() -> date:
    """The present day in the college's own time zone."""
    return timezone.localdate()
