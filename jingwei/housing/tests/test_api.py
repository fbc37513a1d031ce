import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.gate.models import TrailEntry
from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_buildings_floors_and_rooms(cast):
    program, building = Program(cast["韩冬"]), cast.buildings["5"]
    assert [row["name"] for row in program.get("/campuses").json()] == ["主校区"]
    counted = {row["name"]: row for row in program.get("/buildings").json()}
    assert (counted["5号楼"]["rooms"], counted["5号楼"]["occupied"]) == (3, 3)
    sheet = program.get(f"/buildings/{building.pk}").json()
    assert [[room["number"] for room in floor["rooms"]] for floor in sheet["floors"]] == [["501"], ["412", "413"]]
    assert len(program.get("/floors").json()["items"]) == 3
    rooms = program.get("/rooms", building=building.pk).json()["items"]
    assert {room["number"] for room in rooms} == {"412", "413", "501"}
    floor = cast.rooms["5-412"].floor_id
    assert len(program.get("/rooms", floor=floor).json()["items"]) == 2


def test_who_lives_in_a_room_is_told_as_far_as_one_may_know(cast):
    room = cast.rooms["5-412"]
    names = {row["person"]["name"] for row in Program(cast["韩冬"]).get(f"/rooms/{room.pk}").json()["occupants"]}
    assert names == {"韩冬", "赵敏", "周晓雨", "陈雅琴"}
    assert Program(cast["高飞"]).get(f"/rooms/{room.pk}").json()["occupants"] == []


def test_reading_a_room_leaves_one_line(cast):
    Program(cast["王师傅"]).get(f"/rooms/{cast.rooms['5-412'].pk}")
    rows = TrailEntry.objects.filter(verb="read")
    assert [(row.data["class"], row.data["page"], len(row.data["ids"])) for row in rows] == [
        ("D02", "api-v1:room-show", 4)
    ]


def test_the_room_of_a_code(cast):
    room = cast.rooms["5-412"]
    program = Program(cast["韩冬"])
    assert program.get(f"/place-codes/{room.place_code}").json()["room"]["id"] == room.pk
    assert program.get("/place-codes/100000000000000000").status_code == 404


def test_the_admin_has_no_business_in_places(cast):
    assert Program(cast["石工"]).get("/buildings").status_code == 403


@pytest.mark.parametrize(("path", "most"), [("/rooms", 12), ("/floors", 12), ("/buildings", 12)])
def test_a_list_costs_few_statements(cast, path, most):
    program = Program(cast["韩冬"])
    with CaptureQueriesContext(connection) as asked:
        program.get(path)
    assert len(asked) <= most
