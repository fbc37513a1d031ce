import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_home(cast):
    told = Program(cast["韩冬"]).get("/home").json()
    assert told["charge"]["keeper"]["name"] == "赵敏"
    assert told["charge"]["lead"]["name"] == "周晓雨"
    assert (told["waiting"], told["tiles"]) == (0, [])
    assert [tile["label"] for tile in Program(cast["何书记"]).get("/home").json()["tiles"]]


def test_loom_and_facade(cast):
    program = Program(cast["何书记"])
    told = program.get("/loom", measure="coverage").json()
    assert [branch["label"] for branch in told["branches"]] == ["一支部", "二支部"]
    assert [group["building"] for group in told["groups"]] == ["3号楼", "5号楼"]
    facade = program.get(f"/facades/{cast.buildings['5'].pk}", measure="coverage").json()
    assert [[window["kept"] for window in floor["rooms"]] for floor in facade["floors"]] == [[True, True], [True]]
    assert program.get("/loom", measure="mood").status_code == 422
    assert program.get("/facades/987654").status_code == 404


def test_a_stretch_of_the_cloth(cast):
    told = Program(cast["陈雅琴"]).get("/loom/stretch", floor=cast.rooms["5-412"].floor_id).json()
    assert {room["room"]["name"] for room in told["rooms"]} == {"5号楼 412"}
    assert told["count"] == "0"


def test_who_may_not_see_the_loom(cast):
    for path in ("/loom", "/loom/stretch", f"/facades/{cast.buildings['5'].pk}"):
        assert Program(cast["韩冬"]).get(path).status_code == 403


@pytest.mark.parametrize(("path", "most"), [("/home", 60), ("/loom", 20)])
def test_it_costs_few_statements(cast, path, most):
    program = Program(cast["何书记"])
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    assert len(asked) <= most
