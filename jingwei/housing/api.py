"""Places: campuses, buildings, floors, rooms, the room of a code, and who lives in a room."""

from ninja import Field, Query

from jingwei.api.endpoints import Endpoints
from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.schemas import Id, Named, Output, Text, Thing
from jingwei.gate.doors import Denied, one, visible
from jingwei.gate.pages import show

from . import queries
from .models import Building, Campus, Floor, Room

endpoints = Endpoints("housing")


class CampusOut(Thing):
    code: str = Field(examples=["01"])
    name: str


class BuildingOut(Thing):
    campus: Named
    number: int
    name: str = Field(examples=["5号楼"])
    gender: str = Field(description="female, male or mixed")


class BuildingCounted(BuildingOut):
    rooms: int
    occupied: int = Field(description="Rooms in which somebody lives.")
    people: int


class RoomIn(Thing):
    number: str = Field(examples=["412"])
    position: int = Field(description="Door order along the corridor.")
    place_code: str = Field(description="18 digits, spatial only, never used again.")
    beds: int
    closed: bool


class FloorOut(Thing):
    building: Named
    number: int


class FloorWithRooms(Output):
    floor: Named
    rooms: list[RoomIn]


class BuildingSheet(Output):
    building: BuildingOut
    floors: list[FloorWithRooms]


class RoomOut(RoomIn):
    floor: FloorOut


class Occupant(Output):
    person: Named
    bed: str


class RoomSheet(Output):
    room: RoomOut
    occupants: list[Occupant] = Field(description="As far as the caller may know who lives there.")


class RoomQuery(PageQuery):
    building: Id | None = None
    floor: Id | None = None


@endpoints.get("/campuses", "housing.read", list[CampusOut])
def campus_list(request):
    """Every campus."""
    return visible(request.user, "housing.read", Campus).order_by("code")


@endpoints.get("/buildings", "housing.read", list[BuildingCounted])
def building_list(request):
    """Every building, with how many rooms and people it has."""
    return queries.buildings_counted().filter(pk__in=visible(request.user, "housing.read", Building).values("pk"))


@endpoints.get("/buildings/{int:building}", "housing.read", BuildingSheet)
def building_show(request, building: Id):
    """A building from the top floor down, rooms in door order, closed ones left out."""
    found = one(request.user, "housing.read", Building, building)
    floors = [{"floor": floor, "rooms": rooms} for floor, rooms in queries.doors_of(found)]
    return {"building": found, "floors": floors}


@endpoints.get("/floors", "housing.read", Page[FloorOut])
def floor_list(request, query: Query[PageQuery]):
    """Every floor, building by building."""
    rows = visible(request.user, "housing.read", Floor).select_related("building")
    return one_page(request, rows, query, order=("building_id", "number", "pk"))


@endpoints.get("/rooms", "housing.read", Page[RoomOut])
def room_list(request, query: Query[RoomQuery]):
    """Rooms, floor by floor in door order."""
    rows = visible(request.user, "housing.read", Room).select_related("floor__building")
    if query.building:
        rows = rows.filter(floor__building=query.building)
    if query.floor:
        rows = rows.filter(floor=query.floor)
    return one_page(request, rows, query, order=("floor_id", "position", "pk"))


@endpoints.get("/rooms/{int:room}", "housing.read", RoomSheet)
def room_show(request, room: Id):
    """A room, and who lives there as far as the caller may know."""
    return _sheet(request, pk=room)


@endpoints.get("/place-codes/{slug:code}", "housing.read", RoomSheet)
def place_code_show(request, code: Text):
    """The room behind the code at its door."""
    return _sheet(request, place_code=code)


def _sheet(request, **which) -> dict:
    room = visible(request.user, "housing.read", Room).select_related("floor__building").filter(**which).first()
    if room is None:
        raise Denied
    stays = queries.occupants_for(request.user, room)
    show(request, "D02", [stay.person_id for stay in stays])
    return {"room": room, "occupants": stays}
