"""The calendar: terms, office hours, the next working day."""

from datetime import date, timedelta

from ninja import Field, Query

from jingwei.api.endpoints import Endpoints
from jingwei.api.schemas import Day, Output, Thing
from jingwei.core import clock
from jingwei.gate.doors import visible

from .models import Term
from .office_hours import OfficeCalendar
from .queries import current_term, office_calendar

endpoints = Endpoints("terms")
FARTHEST = 366  # days ahead that are looked through


class TermOut(Thing):
    code: str = Field(examples=["2026-1"])
    name: str
    starts_on: date
    ends_on: date
    current: bool

    @staticmethod
    def resolve_current(term, context) -> bool:
        return term.pk == context["request"].current_term


class Opening(Output):
    opens_at: str = Field(examples=["08:00"])
    closes_at: str = Field(examples=["12:00"])


class Break(Output):
    starts_on: date
    ends_on: date


class OfficeHoursOut(Output):
    openings: list[Opening]
    vacations: list[Break]


class DayQuery(Output):
    after: Day | None = Field(None, description="The day before it; today if left out.", examples=["2026-11-27"])


class WorkdayOut(Output):
    day: date | None = Field(description="Null where the calendar knows of none within a year.")


@endpoints.get("/terms", "terms.read", list[TermOut])
def term_list(request):
    """The college's terms, the newest first."""
    current = current_term()
    request.current_term = current and current.pk
    return visible(request.user, "terms.read", Term)


@endpoints.get("/office-hours", "terms.read", OfficeHoursOut)
def office_hours(request):
    """When the offices are open; working clocks run inside these hours alone."""
    calendar = office_calendar()
    return {
        "openings": [
            {"opens_at": f"{opens:%H:%M}", "closes_at": f"{closes:%H:%M}"} for opens, closes in calendar.hours
        ],
        "vacations": [{"starts_on": first, "ends_on": last} for first, last in calendar.vacations],
    }


@endpoints.get("/workdays/next", "terms.read", WorkdayOut)
def workday_next(request, query: Query[DayQuery]):
    """The first day after the one given on which the offices are open, holidays and make-up workdays counted in."""
    return {"day": _next_workday(office_calendar(), query.after or clock.today())}


def _next_workday(calendar: OfficeCalendar, day: date) -> date | None:
    following = (day + timedelta(days=ahead) for ahead in range(1, min(FARTHEST, (date.max - day).days) + 1))
    return next((day for day in following if any(tile.counted for tile in calendar.tiles(day))), None)
