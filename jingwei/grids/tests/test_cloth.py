"""The loom and the façade as drawn: where branches cross floors, where a keeper's run of doors begins and ends."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.grids import cloth
from jingwei.grids.models import MicroGrid

pytestmark = pytest.mark.django_db


def loom() -> dict:
    return cloth.loom(
        tints={}, values={}, href=lambda floor, branch: "", titles=lambda floor, branch, rooms: str(rooms)
    )


def windows(building, **options) -> dict[str, dict]:
    return {
        window["number"]: window for floor in cloth.facade(building, **options)["floors"] for window in floor["rooms"]
    }


def test_a_cell_stands_where_a_branch_has_rooms_on_the_floor(cast):
    drawn = loom()
    assert [head["label"] for head in drawn["branches"]] == ["一支部", "二支部"]
    rows = {
        (group["building"], floor["label"]): [cell and cell["rooms"] for cell in floor["cells"]]
        for group in drawn["groups"]
        for floor in group["floors"]
    }
    assert rows == {
        ("3号楼", "1 层"): [None, 1],
        ("5号楼", "5 层"): [1, None],
        ("5号楼", "4 层"): [1, 1],
    }


def test_a_floor_counts_the_rooms_where_somebody_lives_kept_or_not(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).delete()
    floor = loom()["groups"][1]["floors"][1]
    assert (floor["total"], [cell and cell["rooms"] for cell in floor["cells"]]) == (2, [1, None])


def test_each_branch_has_its_own_colour_and_keeps_it(cast):
    hues = cloth.hues()
    assert hues == {cast.branches["一"].pk: 1, cast.branches["二"].pk: 2}


def test_the_facade_is_drawn_from_the_ground_up_in_door_order(cast):
    drawn = cloth.facade(cast.buildings["5"])
    assert [(floor["label"], [room["number"] for room in floor["rooms"]]) for floor in drawn["floors"]] == [
        ("4 层", ["412", "413"]),
        ("5 层", ["501"]),
    ]


def test_a_keepers_run_starts_and_ends_and_goes_over_no_floor(cast):
    ends = {number: (window["starts"], window["ends"]) for number, window in windows(cast.buildings["5"]).items()}
    assert ends == {"412": (True, True), "413": (True, True), "501": (True, True)}
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(small_grid=cast.grids["赵敏"])
    ends = {number: (window["starts"], window["ends"]) for number, window in windows(cast.buildings["5"]).items()}
    assert ends == {"412": (True, False), "413": (False, True), "501": (True, True)}


def test_rooms_nobody_keeps_have_no_colour_and_no_keeper(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(small_grid=None)
    window = windows(cast.buildings["5"])["413"]
    assert window["hue"] is None
    assert "还没有网格党员" in window["title"]
    assert windows(cast.buildings["5"])["412"]["hue"] == 1


def test_a_plan_is_drawn_as_it_would_be(cast, plan):
    plan.rooms.filter(room=cast.rooms["5-413"]).update(keeper=cast["赵敏"])
    assert "赵敏" in windows(cast.buildings["5"], plan=plan)["413"]["title"]
    assert "吴霜" in windows(cast.buildings["5"])["413"]["title"]


def test_who_may_not_know_reads_the_room_without_its_keeper(cast):
    drawn = windows(cast.buildings["5"], known={cast.rooms["5-413"].pk})
    assert "吴霜" in drawn["413"]["title"]
    assert drawn["412"]["title"] == "412"


def test_the_statements_do_not_grow(cast, request):
    def statements() -> int:
        with CaptureQueriesContext(connection) as done:
            loom()
            cloth.facade(cast.buildings["3"])
        return len(done)

    few = statements()
    request.getfixturevalue("many_men")
    assert statements() == few
