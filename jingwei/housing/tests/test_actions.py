"""Places that the rosters speak of, made with sensible beginnings."""

import pytest

from jingwei.gate.doors import Denied
from jingwei.gate.posts import System
from jingwei.housing.actions import NewBuilding, NewRoom, open_places
from jingwei.housing.models import Building, Campus, Floor, Room
from jingwei.housing.names import BuildingName
from jingwei.housing.place_code import is_valid
from jingwei.housing.queries import rooms_by_name

pytestmark = pytest.mark.django_db
CLI = System("cli")


def test_buildings_stand_in_a_row_with_stairs_at_the_quarter_points():
    rooms = [NewRoom(BuildingName(3), f"1{door:02d}") for door in range(1, 21)] + [NewRoom(BuildingName(5), "201")]
    open_places(CLI, [NewBuilding(BuildingName(5), "female"), NewBuilding(BuildingName(3), "male")], rooms)
    assert list(Building.objects.values_list("number", "gender", "x", "stairs")) == [
        (3, "male", 0, [5, 15]),
        (5, "female", 60, [1]),
    ]
    assert Campus.objects.get().name == "主校区"
    assert list(Floor.objects.values_list("building__number", "number")) == [(3, 1), (5, 2)]


def test_rooms_get_their_door_and_a_valid_place_code():
    open_places(CLI, [NewBuilding(BuildingName(3), "male")], [NewRoom(BuildingName(3), "412", beds=6)])
    room = Room.objects.get()
    assert (room.position, room.beds, room.floor.number) == (12, 6, 4)
    assert is_valid(room.place_code)
    assert room.place_code.startswith("10000" + "01" + "003" + "04" + "0412")


def test_a_room_more_in_a_building_that_is_there(cast):
    before = Building.objects.count()
    opened = open_places(CLI, [], [NewRoom(BuildingName(5), "414"), NewRoom(BuildingName(5), "601")])
    assert (len(opened.rooms), len(opened.floors), Building.objects.count()) == (2, 1, before)


def test_only_who_may_change_places_makes_them(cast):
    with pytest.raises(Denied):
        open_places(cast["周晓雨"], [], [NewRoom(BuildingName(5), "414")])
    assert not Room.objects.filter(number="414").exists()


def test_every_campus_counts_its_buildings_anew():
    south = BuildingName(3, "南校区")
    open_places(CLI, [NewBuilding(BuildingName(3), "male")], [NewRoom(BuildingName(3), "101")])
    opened = open_places(CLI, [NewBuilding(south, "female")], [NewRoom(south, "101")])
    assert [(building.campus.code, building.number, building.name) for building in opened.buildings] == [
        ("02", 3, "南校区3号楼")
    ]
    assert len(set(Room.objects.values_list("place_code", flat=True))) == 2
    assert set(rooms_by_name()) == {(BuildingName(3), "101"), (south, "101")}
