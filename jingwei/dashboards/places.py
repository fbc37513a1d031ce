"""A room, and a crossing of the cloth, with everything a person may see of it."""

from dataclasses import dataclass

from jingwei.cases.models import OPEN_STATES, Case
from jingwei.cases.queries import listed
from jingwei.gate.doors import one, visible
from jingwei.grids.models import MicroGrid
from jingwei.grids.queries import Charge, charge_of, charges
from jingwei.housing.models import Floor, Room, Stay
from jingwei.party.models import Branch

MOST = 10


@dataclass(frozen=True)
class RoomSheet:
    room: Room
    charge: Charge
    stays: list[Stay]  # as far as the actor may see who lives there
    cases: list[Case]


def room_sheet(actor, pk: int) -> RoomSheet:
    """Raises Denied where the room is not the actor's to see."""
    room = one(actor, "grids.read", Room, pk)
    stays = visible(actor, "stays.read", Stay).live().filter(room=room).select_related("person").order_by("bed", "pk")
    return RoomSheet(
        room=room,
        charge=charge_of(room),
        stays=list(stays),
        cases=list(listed(actor, is_open=True).filter(room=room)[:MOST]),
    )


@dataclass(frozen=True)
class Crossing:
    floor: Floor
    branch: Branch
    charges: list[Charge]
    cases: list[Case]


def crossing(actor, floor: int, branch: int) -> Crossing:
    """The rooms of a branch's large grid on a floor, as far as they are the actor's to see, and what is open there."""
    place = one(actor, "housing.read", Floor, floor)
    large = one(actor, "party.read", Branch, branch)
    held = MicroGrid.objects.live().filter(room__floor=place, small_grid__branch=large)
    rooms = list(
        visible(actor, "grids.read", Room)
        .filter(pk__in=held.values("room"))
        .select_related("floor__building")
        .order_by("position")
    )
    cases = listed(actor).filter(state__in=OPEN_STATES, home_room__in=rooms)
    return Crossing(place, large, list(charges(rooms).values()), list(cases[:MOST]))
