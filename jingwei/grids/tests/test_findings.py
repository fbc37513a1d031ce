"""Each invariant of the grid, broken by somebody with a name."""

import pytest
from django.urls import reverse

from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.grids.actions import draft_plan, end_exemption, exempt_member, publish_plan
from jingwei.grids.demo import free_the_rest
from jingwei.grids.findings import KINDS, checks, findings_of_mine
from jingwei.grids.models import Exemption, MicroGrid
from jingwei.grids.queries import grid_rooms
from jingwei.housing.models import Room, Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 14


def found(actor, kind) -> list[str]:
    return [finding.text for check in checks(actor) if check.kind == kind for finding in check.findings]


def free_the_idle(committee):
    """The cast's members without a grid, named as free."""
    for person in Person.objects.filter(name__in=["陈雅琴", "冯远", "丁前"]):
        exempt_member(committee, person=person.pk, reason="duty")


def test_a_sound_grid_has_no_findings(cast, committee):
    free_the_idle(committee)
    assert {check.kind: check.findings for check in checks(committee)} == {kind: [] for kind in KINDS}


def test_a_room_without_keeper_and_lead(cast, committee):
    Stay.objects.filter(person=cast["高飞"]).update(room=cast.rooms["3-102"])
    assert found(committee, "no_keeper") == found(committee, "no_lead") == ["3号楼 102"]


def test_a_keeper_over_the_cap(cast, committee):
    grid = cast.grids["李强"]
    floor = cast.rooms["3-101"].floor
    for number in ("110", "111", "112", "113"):
        room = Room.objects.create(floor=floor, number=number, position=int(number), place_code=f"{number:0>18}")
        MicroGrid.objects.create(room=room, small_grid=grid, code=f"x-{number}")
    assert found(committee, "overload") == ["李强：5 间"]


def test_who_may_not_enter(cast, committee):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(small_grid=cast.grids["李强"], lead=cast["王磊"])
    assert found(committee, "may_not_enter") == ["5号楼 413 · 李强", "5号楼 413 · 王磊"]


def test_a_lead_with_two_rooms(cast, committee):
    MicroGrid.objects.filter(room=cast.rooms["5-412"]).update(lead=cast["郑好"])
    assert found(committee, "two_rooms") == ["郑好：5号楼 412、5号楼 501"]


def test_a_lead_who_moved_out(cast, committee):
    cast["周晓雨"].stays.update(end=clock.now())
    assert found(committee, "moved_out") == ["周晓雨：5号楼 412"]


def test_a_keeper_and_a_lead_who_left(cast, committee):
    Person.objects.filter(name__in=["吴霜", "孙悦"]).update(is_active=False)
    assert found(committee, "gone") == ["吴霜：1 间", "孙悦：5号楼 413"]


def test_a_keeper_who_is_no_student_member_any_more(cast, committee):
    Affiliation.objects.filter(person=cast["赵敏"]).update(branch=cast.branches["教一"])
    assert found(committee, "no_member") == ["赵敏：2 间"]


def test_a_grid_over_a_room_where_nobody_lives(cast, committee):
    Stay.objects.filter(room=cast.rooms["3-101"]).update(end=clock.now())
    assert found(committee, "empty") == ["3号楼 101"]


def test_a_member_without_a_grid_until_named_as_free(cast, committee):
    assert found(committee, "idle") == ["丁前 · 一支部", "陈雅琴 · 一支部", "冯远 · 二支部"]
    exemption = exempt_member(cast["陈雅琴"], person=cast["丁前"].pk, reason="graduating")
    assert found(committee, "idle") == ["陈雅琴 · 一支部", "冯远 · 二支部"]
    end_exemption(cast["陈雅琴"], exemption.pk)
    assert "丁前 · 一支部" in found(committee, "idle")


def test_a_secretary_sees_the_own_branch_and_no_way_to_plan(cast):
    secretary = cast["冯远"]
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=None)
    MicroGrid.objects.filter(room=cast.rooms["5-412"]).update(lead=None)
    assert found(secretary, "no_lead") == ["5号楼 413"]
    assert found(secretary, "idle") == ["冯远 · 二支部"]
    assert not any(finding.href for check in checks(secretary) if check.kind == "no_lead" for finding in check.findings)


def test_a_secretary_sees_rooms_without_a_keeper_whose_people_are_of_the_branch(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(small_grid=None)
    MicroGrid.objects.filter(room=cast.rooms["5-412"]).update(end=clock.now())
    assert found(cast["冯远"], "no_keeper") == ["5号楼 413"]
    assert found(cast["冯远"], "no_lead") == []
    assert found(cast["陈雅琴"], "no_keeper") == found(cast["陈雅琴"], "no_lead") == ["5号楼 412"]
    assert found(cast["何书记"], "no_keeper") == ["5号楼 412", "5号楼 413"]


def of_mine(actor) -> list[tuple[str, str]]:
    return [(finding.kind, finding.text) for finding in findings_of_mine(actor, grid_rooms(actor))]


@pytest.fixture
def troubled(cast):
    """赵敏 keeps 5-412, 5-501 and one she may not enter; 周晓雨 leads two rooms; 5-501 has no lead."""
    MicroGrid.objects.filter(room=cast.rooms["5-501"]).update(lead=None)
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=cast["周晓雨"])
    second = {"role": Role.LEAD, "unit_kind": UnitKind.ROOM, "unit_id": cast.rooms["5-413"].pk}
    Appointment.objects.create(person=cast["周晓雨"], **second)
    MicroGrid.objects.filter(room=cast.rooms["3-101"]).update(small_grid=cast.grids["赵敏"])
    return cast


def test_my_grid_tells_the_keeper_what_is_wrong_with_it(troubled):
    assert set(of_mine(troubled["赵敏"])) == {("no_lead", "5号楼 501"), ("may_not_enter", "3号楼 101 · 赵敏")}


def test_of_people_only_they_the_keeper_and_who_has_to_mend_it_read(troubled):
    assert of_mine(troubled["韩冬"]) == []  # lives in 5-412
    assert of_mine(troubled["郑好"]) == [("no_lead", "5号楼 501")]  # lives there
    assert of_mine(troubled["高飞"]) == []  # lives in 3-101 and is not told of 赵敏
    assert of_mine(troubled["周晓雨"]) == [("two_rooms", "周晓雨：5号楼 412、5号楼 413")]
    assert ("two_rooms", "周晓雨：5号楼 412、5号楼 413") in of_mine(troubled["何书记"])
    assert ("may_not_enter", "3号楼 101 · 赵敏") in of_mine(troubled["陈雅琴"])


def test_a_room_nobody_keeps_is_told_to_who_lives_there(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-412"]).update(end=clock.now())
    assert of_mine(cast["韩冬"]) == [("no_keeper", "5号楼 412"), ("no_lead", "5号楼 412")]


def test_my_grid_shows_them(client, troubled):
    client.force_login(troubled["赵敏"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("grids:mine")).content.decode()
    assert "还差一点的地方" in page
    assert "3号楼 101 · 赵敏" in page
    assert reverse("grids:plans") not in page.split("<main")[1]


def test_the_demonstration_names_everybody_without_a_grid_as_free(cast, committee):
    assert free_the_rest(committee, 2026) == 3
    reasons = dict(Exemption.objects.values_list("person__name", "reason"))
    assert reasons == {"丁前": "graduating", "陈雅琴": "graduating", "冯远": "graduating"}
    assert found(committee, "idle") == []
    assert free_the_rest(committee, 2026) == 0


def test_each_finding_says_what_would_mend_it(cast, committee):
    MicroGrid.objects.update(lead=None, small_grid=None)
    all_found = [finding for check in checks(committee) for finding in check.findings]
    assert len(all_found) >= 8
    assert all(finding.repair and finding.href for finding in all_found)


@pytest.mark.parametrize("name", ["何书记", "冯远"])
def test_the_statements_are_few_and_do_not_grow(
    cast, request, name, django_assert_max_num_queries, django_assert_num_queries
):
    actor = cast[name]
    checks(actor)  # the posts are remembered for the request
    with django_assert_max_num_queries(MOST_STATEMENTS) as few:
        checks(actor)
    request.getfixturevalue("many_men")  # and rooms without keepers, and a lead with two rooms
    publish_plan(cast["何书记"], draft_plan(cast["何书记"]).pk)
    with django_assert_max_num_queries(MOST_STATEMENTS + 10) as more:
        checks(actor)
    assert len(more) <= len(few) + 10  # who belongs where and may have how many is asked once
