"""Reads of the college's terms."""

from datetime import date

from jingwei.core import clock

from .models import Term


def current_term(day: date | None = None) -> Term | None:
    """The term that the day lies in, or else the last one that began before it."""
    return Term.objects.filter(starts_on__lte=day or clock.today()).order_by("-starts_on").first()

