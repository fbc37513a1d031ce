"""Reads of the college's terms."""

from datetime import date

from jingwei.core import clock

from .models import DayOverride, OfficeHours, Term, Vacation
from .worktime import Day, DayKind, OfficeCalendar, statutory


def current_term(day: date | None = None) -> Term | None:
    """The term that the day lies in, or else the last one that began before it."""
    return Term.objects.filter(starts_on__lte=day or clock.today()).order_by("-starts_on").first()


def office_calendar() -> OfficeCalendar:
    """When the offices are open: the college's hours, breaks and exceptions over the statutory calendar. Three queries."""
    hours = tuple(OfficeHours.objects.values_list("opens_at", "closes_at")) or OfficeCalendar.hours
    vacations = tuple(Vacation.objects.values_list("starts_on", "ends_on"))
    own = dict(DayOverride.objects.values_list("day", "is_workday"))

    def day_of(day: date) -> Day:
        if day in own:
            return Day(DayKind.WORKDAY if own[day] else DayKind.HOLIDAY, known=True)
        return statutory(day)

    return OfficeCalendar(hours=hours, day=day_of, vacations=vacations)
