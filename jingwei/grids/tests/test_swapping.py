"""Two rooms change hands: the price and what stands against it before, the way back after."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.grids.actions import assign_room, pin_room, publish_plan, swap_rooms
from jingwei.grids.actions.adjusting import exchange_of
from jingwei.grids.planning import college

pytestmark = pytest.mark.django_db


def keepers(plan) -> dict[str, int]:
    return {str(row.room): row.keeper_id for row in plan.rooms.select_related("room__floor__building")}


@pytest.fixture
def pair(cast, plan):
    """Two rooms of women with different keepers."""
    return cast.rooms["5-413"].pk, cast.rooms["5-412"].pk


def test_it_costs_what_was_said(plan, committee, pair):
    room, other = pair
    before, rooms = plan.summary["cost"], {row.room_id: row for row in plan.rooms.all()}
    exchange, broken = exchange_of(college(), rooms, room=room, other=other, role="keeper")
    assert broken == []
    swap_rooms(committee, plan.pk, room=room, other=other, role="keeper")
    plan.refresh_from_db()
    assert plan.summary["cost"] == before + exchange.difference
    assert plan.summary["cost"] > before
    assert plan.rooms.filter(keeper_pinned=True).count() == 2


@pytest.mark.parametrize("role", ["keeper", "lead"])
def test_the_same_again_takes_it_back(plan, committee, pair, role):
    room, other = pair
    before, cost = list(plan.rooms.order_by("room").values()), plan.summary["cost"]
    swap_rooms(committee, plan.pk, room=room, other=other, role=role)
    assert list(plan.rooms.order_by("room").values()) != before
    swap_rooms(committee, plan.pk, room=room, other=other, role=role, hold=False)
    assert list(plan.rooms.order_by("room").values()) == before
    plan.refresh_from_db()
    assert plan.summary["cost"] == cost


def test_what_stands_against_it_is_said_and_holds(cast, plan, committee):
    women, men = cast.rooms["5-413"].pk, cast.rooms["3-101"].pk
    rooms, before = {row.room_id: row for row in plan.rooms.all()}, keepers(plan)
    _exchange, broken = exchange_of(college(), rooms, room=women, other=men, role="keeper")
    assert any("进不了 3号楼 101 所在的楼" in sentence for sentence in broken)
    assert any("进不了 5号楼 413 所在的楼" in sentence for sentence in broken)
    with pytest.raises(ValidationError, match="进不了"):
        swap_rooms(committee, plan.pk, room=women, other=men, role="keeper")
    assert keepers(plan) == before


def test_two_rooms_of_one_keeper_have_nothing_to_change(cast, plan, committee, pair):
    plan.rooms.filter(room__in=pair).update(keeper=cast["赵敏"])
    with pytest.raises(ValidationError, match="同一个人"):
        swap_rooms(committee, plan.pk, room=pair[0], other=pair[1], role="keeper")


@pytest.mark.parametrize("name", ["赵敏", "陈雅琴", "韩冬"])
def test_nobody_but_the_committee_swaps(cast, plan, pair, name):
    with pytest.raises(Denied):
        swap_rooms(cast[name], plan.pk, room=pair[0], other=pair[1], role="keeper")


def test_a_plan_in_force_stays(plan, committee, pair):
    publish_plan(committee, plan.pk)
    with pytest.raises(ValidationError, match="已不是草稿"):
        swap_rooms(committee, plan.pk, room=pair[0], other=pair[1], role="keeper")


def test_the_trail_names_both_rooms_in_both_languages(cast, plan, committee, pair):
    swap_rooms(committee, plan.pk, room=pair[0], other=pair[1], role="keeper")
    entry = trail.of(plan).last()
    assert trail.describe(entry, "何书记") == "何书记 对调了 5号楼 413 和 5号楼 412"
    with translation.override("en"):
        assert trail.describe(entry, "He").startswith("He let 5号楼 413 and 5号楼 412")


def test_the_trail_names_the_room_given_back(cast, plan, committee):
    assign_room(committee, plan.pk, room=cast.rooms["5-501"].pk, lead=cast["孙悦"].pk)
    assert trail.describe(trail.of(plan).last(), "何书记") == "何书记 手工安排了 5号楼 501，换回 5号楼 413"
    assign_room(committee, plan.pk, room=cast.rooms["5-413"].pk, keeper=cast["陈雅琴"].pk)
    assert trail.describe(trail.of(plan).last(), "何书记") == "何书记 手工安排了 5号楼 413"


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_shows_the_cost_then_swaps_and_undoes(browser, plan, pair):
    address, before = reverse("grids:plan-swap-with", args=[plan.pk, *pair]), keepers(plan)
    page = browser.get(address).content.decode()
    assert "合计 +" in page
    assert "不违反任何一条规则" in page
    assert keepers(plan) == before
    answer = browser.post(address, follow=True)
    assert keepers(plan) != before
    undo = next(message.extra_tags for message in answer.context["messages"])
    answer = browser.post(undo, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["已换回来"]
    assert keepers(plan) == before
    assert not plan.rooms.filter(keeper_pinned=True).exists()


def test_undoing_leaves_held_what_was_held(browser, plan, committee, pair):
    pin_room(committee, plan.pk, room=pair[0], role="keeper")
    answer = browser.post(reverse("grids:plan-swap-with", args=[plan.pk, *pair]), follow=True)
    browser.post(next(message.extra_tags for message in answer.context["messages"]))
    assert plan.rooms.get(room=pair[0]).keeper_pinned


def test_what_a_rule_forbids_has_no_button(browser, cast, plan):
    women, men = cast.rooms["5-413"].pk, cast.rooms["3-101"].pk
    address = reverse("grids:plan-swap-with", args=[plan.pk, women, men])
    page = browser.get(address).content.decode()
    assert "进不了" in page
    assert f'action="{address}' not in page
    assert "进不了" in browser.post(address, follow=True).content.decode()


def test_rooms_are_offered_along_the_floor_and_by_name(browser, cast, plan):
    address = reverse("grids:plan-swap", args=[plan.pk, cast.rooms["5-413"].pk])
    page = browser.get(address).content.decode().split('id="results"')[1]
    assert "5号楼 412" in page
    assert "5号楼 501" not in page
    found = browser.get(address, {"q": "501"}).content.decode().split('id="results"')[1]
    assert "5号楼 501" in found
    assert browser.get(reverse("grids:plan-swap", args=[plan.pk, 987654])).status_code == 404
    assert browser.get(reverse("grids:plan-swap-with", args=[plan.pk, 987654, 987655])).status_code == 404
