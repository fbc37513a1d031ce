"""Writes of the college's calendar."""

from datetime import date, timedelta

from django.db import transaction

from jingwei.core import clock
from jingwei.gate.doors import create

from .models import Term
from .queries import current_term

AUTUMN_BEGINS, SPRING_BEGINS = (9, 1), (2, 20)  # month, day; a college moves them on the page of its calendar


def open_term(actor, *, code: str, name: str, starts_on: date, ends_on: date) -> Term:
    """Add a term to the calendar."""
    return create(
        actor,
        "terms.change",
        Term(code=code, name=name, starts_on=starts_on, ends_on=ends_on),
        verb="terms.open",
        code=code,
    )


def ensure_term(actor, day: date | None = None) -> Term:
    """The term of the day; where the calendar has none, the usual one is opened."""
    day = day or clock.today()
    with transaction.atomic():
        found = current_term(day)
        if found and found.ends_on >= day:
            return found
        return open_term(actor, **usual_term(day))


def usual_term(day: date) -> dict:
    """Code, name and days of the term that a day usually lies in: autumn from 1 September, spring from 20 February."""
    year = day.year if (day.month, day.day) >= AUTUMN_BEGINS else day.year - 1
    spring = date(year + 1, *SPRING_BEGINS)
    half = 2 if day >= spring else 1
    starts_on = spring if half == 2 else date(year, *AUTUMN_BEGINS)
    ends_on = (date(year + 1, *AUTUMN_BEGINS) if half == 2 else spring) - timedelta(days=1)
    name = f"{year}-{year + 1} 学年{'第一' if half == 1 else '第二'}学期"  # data, in the college's own language
    return {"code": f"{year}-{half}", "name": name, "starts_on": starts_on, "ends_on": ends_on}
