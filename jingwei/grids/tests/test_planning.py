"""The college as the planner sees it, and what a draft comes to."""

import json

import pytest
from rich.console import Console

from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.gate.posts import System
from jingwei.grids.actions import draft_plan, exempt_member
from jingwei.grids.cli import run_plan
from jingwei.grids.models import Plan
from jingwei.grids.planning import college
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_college_in_door_order_with_its_members_and_activists(cast):
    known = college()
    assert [str(room) for room in known.rooms] == ["3号楼 101", "5号楼 412", "5号楼 413", "5号楼 501"]
    names = {person.pk: person.name for person in known.people.values()}
    assert {names[pk] for pk in known.problem.keepers.id} == {"赵敏", "陈雅琴", "丁前", "吴霜", "李强", "冯远"}
    assert {names[pk] for pk in known.problem.leads.id} == {"郑好", "周晓雨", "孙悦", "王磊"}
    in_force = dict(zip(known.rooms, known.problem.prev.keeper, strict=True))
    assert in_force[cast.rooms["5-413"]] == cast["吴霜"].pk


def test_who_has_not_applied_counts_for_the_branch_of_the_class(cast):
    Person.objects.filter(name__in=["韩冬", "赵敏", "周晓雨"]).update(class_name="国际2501")
    known = college()
    one = cast.branches["一"].pk
    assert known.inferred == 1
    assert known.problem.rooms.occ[known.row[cast.rooms["5-412"].pk]] == [one] * 4


def test_staff_branches_keep_no_grid(cast):
    Affiliation.objects.create(person=cast["罗宁"], branch=cast.branches["教一"], standing="member")
    assert cast["罗宁"].pk not in college().problem.keepers.id


def test_the_statements_do_not_grow_with_the_rooms(
    cast, request, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        college()
    request.getfixturevalue("many_men")
    with django_assert_num_queries(len(few)):
        college()


def test_a_draft_covers_every_occupied_room_and_passes_the_check(cast, plan, committee):
    assert plan.state == Plan.State.DRAFT
    assert plan.rooms.filter(keeper__isnull=False, lead__isnull=False).count() == 4
    assert plan.summary["violations"] == []
    assert plan.summary["uncovered"] == []
    assert trail.describe(trail.of(plan).get(), committee.name) == "何书记 起草了网格方案"


def test_a_first_draft_from_the_plan_in_force_changes_nobody_without_need(cast, plan):
    kept = dict(plan.rooms.values_list("room", "keeper"))
    assert kept[cast.rooms["5-413"].pk] == cast["吴霜"].pk
    assert dict(plan.rooms.values_list("room", "lead"))[cast.rooms["3-101"].pk] == cast["王磊"].pk


def test_an_exempt_member_is_left_out(cast, committee):
    exempt_member(committee, person=cast["赵敏"].pk, reason="internship")
    assert not draft_plan(committee).rooms.filter(keeper=cast["赵敏"]).exists()


def test_too_few_men_leaves_rooms_open_and_says_why(cast, many_men, committee):
    plan = draft_plan(committee)
    open_rooms = plan.rooms.filter(keeper__isnull=True)
    assert open_rooms.count() == 13 - 8  # two men, four rooms each
    assert plan.rooms.filter(room__floor__building=cast.buildings["5"], keeper__isnull=True).count() == 0
    assert {item["room"] for item in plan.summary["uncovered"] if item["role"] == "keeper"} == set(
        open_rooms.values_list("room", flat=True)
    )
    assert any("13" in item["zh"] and "13" in item["en"] for item in plan.summary["shortages"])
    assert plan.summary["violations"] == []


@pytest.mark.parametrize("name", ["赵敏", "陈雅琴", "王师傅", "周晓雨"])
def test_nobody_but_the_committee_drafts(cast, name):
    with pytest.raises(Denied):
        draft_plan(cast[name])


def test_the_command_line_says_what_the_page_says(cast, capsys):
    assert run_plan(publish=False, as_json=True, console=Console(quiet=True)) == 0
    said = json.loads(capsys.readouterr().out)
    wanted = {"micro_grids": 4, "uncovered_keeper": 0, "uncovered_lead": 0, "check": "passed", "state": "draft"}
    assert wanted.items() <= said.items()
    assert trail.of(Plan.objects.get()).get().post == "cli"


def test_the_command_line_publishes_and_owns_up_to_gaps(cast, many_men, capsys):
    assert run_plan(publish=True, as_json=True, console=Console(quiet=True)) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["uncovered_keeper"], said["state"]) == (5, "published")


def test_without_residents_there_is_nothing_to_plan(db, capsys):
    assert run_plan(publish=False, as_json=True, console=Console(quiet=True)) == 2
    assert draft_is_refused()


def draft_is_refused() -> bool:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        draft_plan(System("test"))
    return not Plan.objects.exists()
