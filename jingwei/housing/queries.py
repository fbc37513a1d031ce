"""Reads of who lives where."""

from collections.abc import Iterable, Iterator

from django.db.models import F

from jingwei.core.dated import live
from jingwei.gate.roles import Role, UnitKind

from .models import Room, Stay


def resident_posts(person, at) -> Iterator[tuple[str, str, int]]:
    """Living in a room is a post: the gate asks here (GATE_POST_SOURCES), so that it ends with the stay."""
    for room in Stay.objects.filter(live(at), person=person).values_list("room_id", flat=True):
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


def rooms_by_number() -> dict[tuple[int, str], Room]:
    """Building number and room number → room."""
    rooms = Room.objects.annotate(building_number=F("floor__building__number"))
    return {(room.building_number, room.number): room for room in rooms.iterator(chunk_size=2000)}
