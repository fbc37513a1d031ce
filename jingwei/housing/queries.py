"""Reads of who lives where."""

from collections.abc import Iterable, Iterator

from django.db.models import Count, F, Prefetch

from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.posts import in_force
from jingwei.gate.roles import Role, UnitKind

from .models import Building, Campus, Floor, Room, Stay
from .names import BuildingName


def resident_posts(person, at) -> Iterator[tuple[str, str, int]]:
    """Living in a room is a post: the gate asks here (GATE_POST_SOURCES), so that it ends with the stay."""
    for room in Stay.objects.filter(in_force(at), person=person).values_list("room_id", flat=True):
        yield Role.RESIDENT, UnitKind.ROOM, room


def room_of(person, at=None) -> Room | None:
    """Where the person lives now, with floor and building."""
    stay = Stay.objects.filter(live(at), person=person).select_related("room__floor__building").first()
    return stay.room if stay else None


def occupied_rooms(at=None):
    """Rooms in which somebody lives now, in door order."""
    return (
        Room.objects.filter(pk__in=Stay.objects.filter(live(at)).values("room"))
        .select_related("floor__building")
        .order_by("floor__building__campus", "floor__building__number", "floor__number", "position")
    )


def occupants(rooms: Iterable[Room], at=None) -> dict[int, list[Stay]]:
    """Room id → the stays in it now, by bed."""
    found: dict[int, list[Stay]] = {}
    stays = Stay.objects.filter(live(at), room__in=rooms).select_related("person").order_by("room_id", "bed")
    for stay in stays:
        found.setdefault(stay.room_id, []).append(stay)
    return found


def open_stays() -> dict[int, Stay]:
    """Person id → the stay that has no end yet."""
    return {stay.person_id: stay for stay in Stay.objects.filter(end__isnull=True).iterator(chunk_size=2000)}


def campus_names() -> list[str]:
    """The first campus first."""
    return list(Campus.objects.order_by("code").values_list("name", flat=True))


def buildings_by_name() -> dict[BuildingName, Building]:
    first = next(iter(campus_names()), "")
    return {
        BuildingName(building.number, "" if building.campus.name == first else building.campus.name): building
        for building in Building.objects.select_related("campus")
    }


def rooms_by_name() -> dict[tuple[BuildingName, str], Room]:
    """Building and room number → room."""
    names = {building.pk: name for name, building in buildings_by_name().items()}
    rooms = Room.objects.annotate(building=F("floor__building"))
    return {(names[room.building], room.number): room for room in rooms.iterator(chunk_size=2000)}


def buildings_counted(at=None):
    """Buildings with how many rooms they have, how many are lived in and by how many people. No names."""
    lived_in = live(at, prefix="floors__rooms__stays")
    return Building.objects.select_related("campus").annotate(
        rooms=Count("floors__rooms", distinct=True),
        occupied=Count("floors__rooms", filter=lived_in, distinct=True),
        people=Count("floors__rooms__stays", filter=lived_in, distinct=True),
    )


def doors_of(building: Building) -> list[tuple[Floor, list[Room]]]:
    """The floors from the top down with their rooms in door order, closed ones left out."""
    floors = building.floors.order_by("-number").prefetch_related(
        Prefetch("rooms", Room.objects.filter(closed=False).order_by("position"))
    )
    return [(floor, list(floor.rooms.all())) for floor in floors]


def occupants_for(actor, room: Room) -> list[Stay]:
    """Who lives in the room, as far as the actor may know."""
    stays = visible(actor, "stays.read", Stay).live().filter(room=room)
    return list(stays.select_related("person").order_by("bed", "person__name_pinyin"))
