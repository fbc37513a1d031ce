"""Where somebody may report: the scanned room, the own room, floor and building first, the rest of the house after."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jingwei.cases.models import Case
from jingwei.gate.doors import visible
from jingwei.housing.models import Building, Floor, Room
from jingwei.housing.queries import room_of

Spot = Case.Spot
ON_A_FLOOR = (Spot.CORRIDOR, Spot.WASHROOM, Spot.STAIRS)
AT_A_BUILDING = (Spot.ENTRANCE, Spot.OUTSIDE)


@dataclass(frozen=True)
class Where:
    """A room, a spot on a floor or a spot at a building."""

    building: Building
    floor: Floor | None = None
    room: Room | None = None
    spot: str = ""

    @property
    def key(self) -> str:
        if self.room:
            return f"room-{self.room.pk}"
        unit = f"floor-{self.floor.pk}" if self.floor else f"building-{self.building.pk}"
        return f"{unit}-{self.spot}"

    def __str__(self):
        return Case(building=self.building, floor=self.floor, room=self.room, spot=self.spot).place

    def as_fields(self) -> dict:
        return {"building": self.building, "floor": self.floor, "room": self.room, "spot": self.spot}


Groups = list[tuple[str, list[Where]]]


def places_for(actor, place_code: str = "") -> Groups:
    """Groups of places under a heading; the very first place is the likeliest. Four queries, however large the house."""
    rooms = list(visible(actor, "cases.place", Room).select_related("floor__building").order_by("floor", "position"))
    own, scanned = room_of(actor), _scanned(place_code)
    floors = list(Floor.objects.select_related("building"))
    home = scanned or own or (rooms[0] if rooms else None)
    groups: Groups = []
    if home and home in rooms:
        groups.append((_("这个房间") if scanned else _("我的房间"), [_room(home)]))
    if home:
        groups.append((_("这一层"), _on(home.floor)))
        groups.append((_("这栋楼"), _at(home.floor.building)))
    groups += _rooms_by_floor([room for room in rooms if room != home])
    groups += [(str(floor.building), _on(floor)) for floor in floors if home is None or floor != home.floor]
    buildings = {floor.building for floor in floors} - ({home.floor.building} if home else set())
    groups += [
        (str(building), _at(building)) for building in sorted(buildings, key=lambda one: (one.campus_id, one.number))
    ]
    return _joined(groups)


def _scanned(place_code: str) -> Room | None:
    """The room behind the QR code at the door."""
    if len(place_code) != Room._meta.get_field("place_code").max_length:
        return None
    return Room.objects.select_related("floor__building").filter(place_code=place_code).first()


def _room(room: Room) -> Where:
    return Where(room.floor.building, room=room)


def _on(floor: Floor) -> list[Where]:
    return [Where(floor.building, floor=floor, spot=spot) for spot in ON_A_FLOOR]


def _at(building: Building) -> list[Where]:
    return [Where(building, spot=spot) for spot in AT_A_BUILDING]


def _rooms_by_floor(rooms: list[Room]) -> Groups:
    return [(str(room.floor), [_room(room)]) for room in rooms]


def _joined(groups: Groups) -> Groups:
    """Groups of one heading become one, in the order in which the headings first came."""
    joined: dict[str, list[Where]] = {}
    for heading, places in groups:
        joined.setdefault(heading, []).extend(places)
    return list(joined.items())
