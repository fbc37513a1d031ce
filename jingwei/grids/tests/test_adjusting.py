"""A draft by hand: what it costs, what it holds, what it refuses."""

import pytest
from django.core.exceptions import ValidationError

from jingwei.core import clock
from jingwei.gate.doors import Denied
from jingwei.grids.actions import (
    assign_room,
    discard_plan,
    exempt_member,
    pin_room,
    publish_plan,
    replan,
    unpin_room,
)
from jingwei.grids.actions.adjusting import price_of
from jingwei.grids.models import Plan
from jingwei.grids.planning import college
from jingwei.party.models import Affiliation

pytestmark = pytest.mark.django_db


def other_keeper(cast, plan, room):
    """A woman who could keep the room and does not."""
    present = plan.rooms.get(room=room).keeper_id
    return next(cast[name] for name in ("赵敏", "陈雅琴", "丁前") if cast[name].pk != present)


def test_the_price_is_what_the_plan_then_costs(cast, plan, committee):
    room, before = cast.rooms["5-413"], plan.summary["cost"]
    keeper = other_keeper(cast, plan, room)
    rooms = {row.room_id: row for row in plan.rooms.all()}
    price = price_of(college(), rooms, room=room.pk, person=keeper.pk, role="keeper")
    assign_room(committee, plan.pk, room=room.pk, keeper=keeper.pk)
    plan.refresh_from_db()
    assert price.difference > 0
    assert plan.summary["cost"] == before + price.difference
    assert not plan.summary["proven"]


def test_what_was_changed_by_hand_stays_when_planning_again(cast, plan, committee):
    room = cast.rooms["5-413"]
    keeper = other_keeper(cast, plan, room)
    assign_room(committee, plan.pk, room=room.pk, keeper=keeper.pk)
    replan(committee, plan.pk)
    row = plan.rooms.get(room=room)
    assert (row.keeper_id, row.keeper_pinned, row.lead_pinned) == (keeper.pk, True, False)
    unpin_room(committee, plan.pk, room=room.pk, role="keeper")
    replan(committee, plan.pk)
    assert plan.rooms.get(room=room).keeper == cast["吴霜"]


def test_a_lead_who_is_full_gives_a_room_back(cast, plan, committee):
    """王磊's second room is a swap only where he is full; 孙悦 leads one room, so she gives it back for another."""
    taken, given = cast.rooms["5-501"], cast.rooms["5-413"]
    assert plan.rooms.get(room=given).lead == cast["孙悦"]
    assign_room(committee, plan.pk, room=taken.pk, lead=cast["孙悦"].pk)
    assert plan.rooms.get(room=taken).lead == cast["孙悦"]
    assert plan.rooms.get(room=given).lead == cast["郑好"]


def test_a_pinned_room_is_not_given_away_in_exchange(cast, plan, committee):
    pin_room(committee, plan.pk, room=cast.rooms["5-413"].pk, role="lead")
    with pytest.raises(ValidationError, match="已固定"):
        assign_room(committee, plan.pk, room=cast.rooms["5-501"].pk, lead=cast["孙悦"].pk)
    assert plan.rooms.get(room=cast.rooms["5-501"]).lead == cast["郑好"]


@pytest.mark.parametrize(
    ("room", "role", "name", "sentence"),
    [
        ("5-413", "keeper", "李强", "李强 进不了 5号楼 413 所在的楼"),
        ("3-101", "lead", "孙悦", "孙悦 进不了 3号楼 101 所在的楼"),
        ("5-413", "keeper", "丁前", "丁前 已登记免任，不能负责 5号楼 413"),
        ("5-413", "keeper", "沈青", "沈青 不是学生党员，不能任网格党员"),
        ("5-413", "lead", "赵敏", "赵敏 不是入党积极分子，不能任负责人"),
    ],
)
def test_hard_rules_stand_and_say_so(cast, plan, committee, room, role, name, sentence):
    exempt_member(committee, person=cast["丁前"].pk, reason="graduating")
    plan.rooms.filter(keeper=cast["丁前"]).update(keeper=cast["赵敏"])
    with pytest.raises(ValidationError, match=sentence):
        assign_room(committee, plan.pk, room=cast.rooms[room].pk, **{role: cast[name].pk})


def test_an_empty_room_needs_nobody(cast, plan, committee):
    with pytest.raises(ValidationError, match="没有人住"):
        assign_room(committee, plan.pk, room=cast.rooms["3-102"].pk, keeper=cast["李强"].pk)


def test_when_somebody_has_left_the_draft_is_planned_anew(cast, plan, committee):
    room = cast.rooms["5-413"]
    pin_room(committee, plan.pk, room=room.pk, role="keeper")
    Affiliation.objects.filter(person=cast["吴霜"]).update(end=clock.now())
    with pytest.raises(ValidationError, match="吴霜 已不在名册里"):
        assign_room(committee, plan.pk, room=cast.rooms["5-412"].pk, keeper=cast["陈雅琴"].pk)
    with pytest.raises(ValidationError, match="吴霜 已不在名册里"):
        publish_plan(committee, plan.pk)
    replan(committee, plan.pk)
    row = plan.rooms.get(room=room)
    assert row.keeper != cast["吴霜"]
    assert not row.keeper_pinned


def test_planning_anew_follows_who_moved(cast, plan, committee):
    cast["沈青"].stays.update(room=cast.rooms["5-412"])
    cast["孙悦"].stays.update(room=cast.rooms["5-501"])
    cast["吴霜"].stays.update(room=cast.rooms["5-501"])
    cast["高飞"].stays.update(room=cast.rooms["3-102"])
    replan(committee, plan.pk)
    assert set(plan.rooms.values_list("room", flat=True)) == {
        cast.rooms[label].pk for label in ("3-101", "3-102", "5-412", "5-501")
    }


@pytest.mark.parametrize("end", [publish_plan, discard_plan])
def test_what_is_no_draft_stays_as_it_is(cast, plan, committee, end):
    end(committee, plan.pk)
    room = cast.rooms["5-413"].pk
    for act in (
        lambda: assign_room(committee, plan.pk, room=room, keeper=cast["赵敏"].pk),
        lambda: pin_room(committee, plan.pk, room=room, role="keeper"),
        lambda: unpin_room(committee, plan.pk, room=room, role="keeper"),
        lambda: replan(committee, plan.pk),
        lambda: publish_plan(committee, plan.pk),
        lambda: discard_plan(committee, plan.pk),
    ):
        with pytest.raises(ValidationError, match="已不是草稿"):
            act()
    assert not plan.rooms.filter(keeper_pinned=True).exists()


@pytest.mark.parametrize("name", ["赵敏", "陈雅琴", "韩冬", "石工", "严谨"])
def test_nobody_but_the_committee_adjusts(cast, plan, name):
    room = cast.rooms["5-413"].pk
    for act in (
        lambda: assign_room(cast[name], plan.pk, room=room, keeper=cast["赵敏"].pk),
        lambda: pin_room(cast[name], plan.pk, room=room, role="keeper"),
        lambda: publish_plan(cast[name], plan.pk),
        lambda: discard_plan(cast[name], plan.pk),
    ):
        with pytest.raises(Denied):
            act()
    assert Plan.objects.get().state == Plan.State.DRAFT
