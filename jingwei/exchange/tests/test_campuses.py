"""Two campuses may both have a building 3: told by the column, by the building's own cell, or not at all."""

import pytest

from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.exchange.queries import line_counts
from jingwei.gate.posts import System
from jingwei.housing.models import Building, Campus, Stay

from .books import sheet_book, sleeper

pytestmark = pytest.mark.django_db
CLI = System("cli")


def bring(*rows, partial=False):
    run = stage_import(CLI, [sheet_book("housing", list(rows))], partial=partial)
    return confirm_import(CLI, run.pk, sweeping_ok=True)


def places() -> dict[str, tuple]:
    stays = Stay.objects.live().select_related("person", "room__floor__building__campus")
    return {
        stay.person.name: (stay.room.floor.building.campus.name, stay.room.floor.building.number, stay.room.number)
        for stay in stays
    }


def test_a_college_with_one_campus_says_nothing_of_it():
    run = bring(sleeper(1))
    assert places() == {"同学1": ("主校区", 3, "101")}
    assert not run.findings.exists()


def test_the_column_tells_the_campus_and_so_does_the_cell_of_the_building():
    bring(sleeper(1))
    bring(
        sleeper(2, campus="南校区"),
        sleeper(3, building="南校区3号楼", bed=2),
        sleeper(4, campus="主", bed=2),
        partial=True,
    )
    assert places() == {
        "同学1": ("主校区", 3, "101"),
        "同学2": ("南校区", 3, "101"),
        "同学3": ("南校区", 3, "101"),
        "同学4": ("主校区", 3, "101"),
    }
    assert set(Building.objects.values_list("name", flat=True)) == {"3号楼", "南校区3号楼"}
    assert list(Campus.objects.order_by("code").values_list("code", "name")) == [("01", "主校区"), ("02", "南校区")]


def test_the_same_list_again_changes_nothing():
    rows = [sleeper(1, campus="东校区"), sleeper(2, campus="南校区"), sleeper(3, campus="南校区", building="7号楼")]
    bring(*rows)
    again = stage_import(CLI, [sheet_book("housing", rows)])
    assert line_counts(again) == {"new": 0, "changed": 0, "gone": 0}
    assert Campus.objects.count() == 2


def test_a_building_that_two_campuses_have_waits_unless_the_campus_is_written():
    bring(sleeper(1, campus="东校区"), sleeper(2, campus="南校区"), sleeper(3, campus="南校区", building="7号楼"))
    run = stage_import(
        CLI, [sheet_book("housing", [sleeper(4, bed=4), sleeper(5, building="7号楼", bed=2)])], partial=True
    )
    finding = run.findings.get()
    assert (finding.code, finding.severity, finding.row_number) == ("which_campus", "held", 2)
    assert finding.details["campuses"] == "东校区、南校区"
    confirm_import(CLI, run.pk)
    assert places()["同学5"] == ("南校区", 7, "101")  # only one campus has a building 7
    assert "同学4" not in places()


def test_a_new_building_of_several_campuses_waits_too():
    bring(sleeper(1, campus="东校区"), sleeper(2, campus="南校区"))
    run = stage_import(CLI, [sheet_book("housing", [sleeper(3, building="9号楼")])], partial=True)
    assert run.findings.get().code == "which_campus"
