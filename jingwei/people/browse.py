"""Reads of the roster: the list, one person, who read about me.

The models that point at a person (stays, affiliations) lie in higher slices and are reached over their relations.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jingwei.core.dated import live
from jingwei.gate.doors import may, one, visible
from jingwei.gate.models import Appointment

from .models import Person

PAGE = 50


def listed(actor, *, search: str = "", building: int | None = None, branch: int | None = None) -> QuerySet:
    """The people whom the actor may look through, in the order of their names."""
    rows = visible(actor, "people.browse", Person).filter(is_active=True)
    if search:
        rows = rows.filter(spelt(search))
    return of_unit(actor, rows, building, branch)


def of_unit(actor, rows: QuerySet, building: int | None, branch: int | None) -> QuerySet:
    if building:
        rows = rows.filter(pk__in=_stays().filter(live(), room__floor__building=building).values("person"))
    if branch:
        rows = rows.filter(pk__in=affiliations(actor).filter(branch=branch).values("person"))
    return rows


def spelt(search: str) -> Q:
    """By name, number, pinyin (`shan xiao`) or initials (`sxm`)."""
    low = search.lower()
    return (
        Q(name__contains=search)
        | Q(number__istartswith=search)
        | Q(name_pinyin__startswith=low)
        | Q(name_pinyin__contains=f" {low}")
    )


def one_page(rows: QuerySet, after: str) -> tuple[list[Person], str]:
    """A page of people behind the one with the number `after`, and the number to go on from."""
    last = rows.filter(number=after).values_list("name_pinyin", "number").first() if after else None
    if last:
        rows = rows.filter(Q(name_pinyin__gt=last[0]) | Q(name_pinyin=last[0], number__gt=last[1]))
    found = list(rows.order_by("name_pinyin", "number")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else ""


def person_for(actor, pk: int) -> Person:
    return one(actor, "people.browse", Person, pk)


def rooms_of(people: Iterable[Person]) -> dict[int, object]:
    """Person id → the room they live in now."""
    stays = _stays().filter(live(), person__in=people).select_related("room__floor__building")
    return {stay.person_id: stay.room for stay in stays}


def affiliations(actor) -> QuerySet:
    """The affiliations of today that the actor may read."""
    return visible(actor, "affiliations.read", _related("affiliations")).filter(live())


def sees_standings(actor) -> bool:
    """Whether a standing stands beside the names: others never learn of one from the roster (trust rule P8)."""
    return may(actor, "affiliations.standing")


def standings(actor, people: Iterable[Person]) -> dict[int, object]:
    """Person id → affiliation, beside the roster."""
    rows = visible(actor, "affiliations.standing", _related("affiliations")).filter(live(), person__in=people)
    return {row.person_id: row for row in rows.select_related("branch", "group")}


def posts_held(person: Person) -> list[Appointment]:
    """The posts somebody holds now."""
    return list(Appointment.objects.live().filter(person=person).order_by("start", "pk"))


@dataclass(frozen=True)
class Choice:
    pk: int
    name: str


def buildings() -> list[Choice]:
    """Buildings in which somebody lives."""
    building = "room__floor__building"
    rows = _stays().filter(live()).order_by(f"{building}__number")
    return [Choice(*row) for row in rows.values_list(f"{building}_id", f"{building}__name").distinct()]


def branches(actor) -> list[Choice]:
    """Branches whose people the actor may know to be theirs."""
    rows = affiliations(actor).exclude(person=actor.pk).order_by("branch__code")
    return [Choice(*row) for row in rows.values_list("branch_id", "branch__name").distinct()]


def _stays() -> QuerySet:
    return _related("stays").objects.all()


def _related(name: str):
    return Person._meta.get_field(name).related_model
