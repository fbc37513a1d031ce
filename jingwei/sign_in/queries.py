"""Whom codes are for, and what this place is called."""

from collections.abc import Iterable

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from jingwei.gate.doors import visible
from jingwei.housing.models import Building, Campus
from jingwei.party.models import Branch
from jingwei.people import browse
from jingwei.people.models import Person


def never_in(
    actor, *, building: int | None = None, branch: int | None = None, numbers: Iterable[str] = ()
) -> list[Person]:
    """A building's, a branch's or the named people, of those who have not been in yet."""
    new = {"is_active": True, "last_login__isnull": True, "password__startswith": UNUSABLE_PASSWORD_PREFIX}
    rows = visible(actor, "codes.ask", Person).filter(**new).exclude(pk=actor.pk)
    rows = browse.of_unit(actor, rows, building, branch)
    if numbers:
        rows = rows.filter(number__in=numbers)
    return list(rows.order_by("name_pinyin", "number"))


def number_of(actor, capability: str, pk: str) -> str:
    """The number of a person for whom the actor may do this, by the id that stands in an address; empty otherwise."""
    rows = visible(actor, capability, Person)
    return rows.filter(pk=pk).values_list("number", flat=True).first() or "" if pk.isdecimal() and len(pk) < 19 else ""


def place_names() -> set[str]:
    """What the houses and branches are called: words that anybody here would guess."""
    rows = (
        Campus.objects.values_list("name"),
        Building.objects.values_list("name"),
        Branch.objects.values_list("name"),
    )
    return {name for names in rows for (name,) in names} | set(Branch.objects.values_list("short_name", flat=True))


def one_by_number(actor, capability: str, number: str) -> Person | None:
    return visible(actor, capability, Person).filter(is_active=True, number=number.strip()).first()
