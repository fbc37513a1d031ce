"""Writes of places and of who lives where, in bulk for the rosters."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from jingwei.gate.bulk import Images, change_many
from jingwei.gate.doors import create_many

from .models import Building, Campus, Floor, Room, Stay
from .names import BuildingName, door_of, floor_of
from .place_code import compose
from .queries import buildings_by_name

STEPS_BETWEEN_BUILDINGS = 60
USUAL_BEDS = 4
FIRST_CAMPUS = "主校区"  # until a college names it


@dataclass
class NewBuilding:
    """A building that the rosters speak of and nobody has entered yet."""

    name: BuildingName
    gender: str


@dataclass
class NewRoom:
    building: BuildingName
    number: str
    beds: int = USUAL_BEDS


@dataclass
class Opened:
    """The places an import made, by model."""

    campuses: list[Campus] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    floors: list[Floor] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)


def open_places(actor, buildings: Iterable[NewBuilding], rooms: Iterable[NewRoom], **data) -> Opened:
    """Make buildings, floors and rooms that are not there yet; doors, stairs and distances get sensible beginnings.

    Stairs stand at the quarter points of the longest corridor, buildings in a row: a college corrects both on the
    pages of its buildings.
    """
    buildings, rooms = list(buildings), list(rooms)
    opened = Opened()
    if not rooms:
        return opened
    known = buildings_by_name()
    if buildings:
        campuses = _campuses(actor, {new.name.campus for new in buildings}, opened, data)
        buildings.sort(key=lambda new: new.name)
        opened.buildings = _buildings(actor, campuses, buildings, rooms, len(known), data)
        known |= {new.name: building for new, building in zip(buildings, opened.buildings, strict=True)}
    floors = {(floor.building_id, floor.number): floor for floor in Floor.objects.all()}
    wanted = dict.fromkeys((known[room.building].pk, floor_of(room.number)) for room in rooms)
    missing = [
        Floor(building_id=building, number=number) for building, number in wanted if (building, number) not in floors
    ]
    opened.floors = create_many(actor, "housing.change", Floor, missing, verb="housing.open_floors", **data)
    floors |= {(floor.building_id, floor.number): floor for floor in opened.floors}
    opened.rooms = create_many(
        actor,
        "housing.change",
        Room,
        [_room(known[room.building], floors[known[room.building].pk, floor_of(room.number)], room) for room in rooms],
        verb="housing.open_rooms",
        **data,
    )
    return opened


def begin_stays(actor, stays: Iterable[Stay], **data) -> list[Stay]:
    """Put people into beds."""
    return create_many(actor, "stays.change", Stay, stays, verb="stays.begin", **data)


def end_stays(actor, ids: Iterable[int], at, **data) -> Images:
    """People leave their beds; the row stays as history."""
    return change_many(actor, "stays.change", Stay, {pk: {"end": at} for pk in ids}, verb="stays.end", **data)


def _campuses(actor, wanted: set[str], opened: Opened, data: dict) -> dict[str, Campus]:
    """Name → campus, the first one under no name; those that are not there yet are made."""
    there = list(Campus.objects.order_by("code"))
    campuses = {campus.name: campus for campus in there}
    if there:
        campuses[""] = there[0]
    missing = sorted(wanted - campuses.keys())
    last = max((int(campus.code) for campus in there), default=0)
    rows = [
        Campus(code=f"{last + place:02d}", name=name or FIRST_CAMPUS) for place, name in enumerate(missing, start=1)
    ]
    opened.campuses = create_many(actor, "housing.change", Campus, rows, verb="housing.open_campus", **data)
    return campuses | dict(zip(missing, opened.campuses, strict=True))


def _buildings(
    actor, campuses: dict[str, Campus], buildings: list[NewBuilding], rooms: list[NewRoom], before: int, data
):
    corridor: dict[BuildingName, int] = {}
    for room in rooms:
        corridor[room.building] = max(corridor.get(room.building, 1), door_of(room.number))
    rows = [
        Building(
            campus=campuses[new.name.campus],
            number=new.name.number,
            name=str(new.name),
            gender=new.gender,
            x=(before + place) * STEPS_BETWEEN_BUILDINGS,
            stairs=_stairs(corridor[new.name]),
        )
        for place, new in enumerate(buildings)
    ]
    return create_many(actor, "housing.change", Building, rows, verb="housing.open_buildings", **data)


def _stairs(longest: int) -> list[int]:
    """Two stairwells at the quarter points of a long corridor, one in the middle of a short one."""
    if longest < 8:
        return [(longest + 1) // 2]
    return [round(longest / 4), round(longest * 3 / 4)]


def _room(building: Building, floor: Floor, new: NewRoom) -> Room:
    return Room(
        floor=floor,
        number=new.number,
        position=door_of(new.number),
        beds=new.beds,
        place_code=compose(settings.SCHOOL_CODE, building.campus.code, building.number, floor.number, int(new.number)),
    )
