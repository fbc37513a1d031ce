"""A room, and a crossing of the cloth, with everything a person may see of it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from jingwei.cases.models import Case
from jingwei.cases.queries import listed
from jingwei.gate.doors import one, visible
from jingwei.grids.models import MicroGrid
from jingwei.grids.queries import Charge, charge_of, charges
from jingwei.housing.models import Floor, Room
from jingwei.party.models import Branch

MOST = 10


@dataclass(frozen=True)
class Some:
    """The newest open cases of a place, and how many there are: «10+» where there are more than are shown."""

    shown: list[Case]
    count: str


def _some(cases: QuerySet[Case]) -> Some:
    found = list(cases[: MOST + 1])
    return Some(found[:MOST], f"{MOST}+" if len(found) > MOST else str(len(found)))


def room_care(actor, room: Room) -> dict | None:
    """A panel of the room's page: who looks after it and what is open there; None where that is not the actor's to know."""
    if not visible(actor, "grids.read", Room).filter(pk=room.pk).exists():
        return None
    cases = listed(actor, is_open=True).filter(room=room)
    return {"template": "dashboards/room_care.html", "charge": charge_of(room), "cases": _some(cases)}


@dataclass(frozen=True)
class Stretch:
    """A piece of the cloth: a whole floor, a whole large grid, or where the two cross."""

    floor: Floor | None
    branch: Branch | None
    charges: list[Charge]
    cases: Some


def stretch(actor, *, floor: int | None = None, branch: int | None = None) -> Stretch:
    """The rooms of a floor or of a branch's large grid or of both, as far as they are the actor's to see, and what is
    open there. Raises Denied where there is no such floor or branch."""
    place = one(actor, "housing.read", Floor, floor) if floor else None
    large = one(actor, "party.read", Branch, branch) if branch else None
    held = MicroGrid.objects.live()
    if place:
        held = held.filter(room__floor=place)
    if large:
        held = held.filter(small_grid__branch=large)
    rooms = list(
        visible(actor, "grids.read", Room)
        .filter(pk__in=held.values("room"))
        .select_related("floor__building")
        .order_by("floor__building__number", "floor__number", "position")
    )
    cases = listed(actor, is_open=True).filter(home_room__in=rooms)
    return Stretch(place, large, list(charges(rooms).values()), _some(cases))
