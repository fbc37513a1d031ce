"""Not this person for this room, or this building: said on the room's page, heeded by the next planning."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jingwei.gate.doors import Denied
from jingwei.grids.actions import assign_room, ban_person, lift_ban, pin_room, publish_plan, replan, swap_rooms
from jingwei.grids.models import PlanBan

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def row(plan):
    """A room whose keeper has at least two, in a building where others may keep them as well."""
    rows = plan.rooms.filter(keeper__isnull=False, lead__isnull=False).select_related("room__floor__building", "keeper")
    by_building = {}
    for row in rows:
        by_building.setdefault(row.room.floor.building_id, []).append(row)
    return next(rows[0] for rows in by_building.values() if len({row.keeper_id for row in rows}) > 1)


def keepers_of(plan, building):
    return set(plan.rooms.filter(room__floor__building=building).values_list("keeper", flat=True))


@pytest.mark.parametrize("role", ["keeper", "lead"])
def test_the_next_planning_gives_the_room_to_somebody_else(plan, row, committee, role):
    person = getattr(row, f"{role}_id")
    ban_person(committee, plan.pk, room=row.room_id, role=role, person=person)
    assert getattr(plan.rooms.get(room=row.room_id), f"{role}_id") == person  # nothing is moved behind anybody's back
    again = replan(committee, plan.pk)
    assert getattr(again.rooms.get(room=row.room_id), f"{role}_id") != person
    lift_ban(committee, plan.pk, room=row.room_id, role=role, person=person)
    assert getattr(replan(committee, plan.pk).rooms.get(room=row.room_id), f"{role}_id") == person


def test_a_ban_from_a_building_holds_for_each_of_its_rooms(plan, row, committee):
    building = row.room.floor.building
    assert row.keeper_id in keepers_of(plan, building)
    ban_person(committee, plan.pk, room=row.room_id, role="keeper", person=row.keeper_id, whole_building=True)
    assert row.keeper_id not in keepers_of(replan(committee, plan.pk), building)


def test_until_it_is_heeded_the_draft_is_not_published(plan, row, committee):
    ban_person(committee, plan.pk, room=row.room_id, role="keeper", person=row.keeper_id)
    with pytest.raises(ValidationError, match="重新计算再发布"):
        publish_plan(committee, plan.pk)
    replan(committee, plan.pk)
    assert publish_plan(committee, plan.pk).state == "published"


def test_nobody_is_given_or_held_where_they_are_banned(plan, row, committee):
    ban = {"room": row.room_id, "role": "keeper", "person": row.keeper_id}
    ban_person(committee, plan.pk, **ban)
    with pytest.raises(ValidationError, match="先取消那一条"):
        pin_room(committee, plan.pk, room=row.room_id, role="keeper")
    replan(committee, plan.pk)
    with pytest.raises(ValidationError, match="先取消那一条"):
        assign_room(committee, plan.pk, room=row.room_id, keeper=row.keeper_id)
    theirs = plan.rooms.filter(keeper=row.keeper_id).first()
    if theirs:
        with pytest.raises(ValidationError, match="不由"):
            swap_rooms(committee, plan.pk, room=row.room_id, other=theirs.room_id, role="keeper")


def test_who_is_held_in_a_room_is_not_banned_from_it(plan, row, committee):
    pin_room(committee, plan.pk, room=row.room_id, role="keeper")
    for whole_building in (False, True):
        with pytest.raises(ValidationError, match="先取消固定"):
            ban_person(
                committee, plan.pk, room=row.room_id, role="keeper", person=row.keeper_id, whole_building=whole_building
            )


def test_said_twice_it_stands_once_and_what_is_gone_cannot_be_lifted(plan, row, committee):
    ban = {"room": row.room_id, "role": "keeper", "person": row.keeper_id}
    ban_person(committee, plan.pk, **ban)
    ban_person(committee, plan.pk, **ban)
    assert plan.bans.count() == 1
    lift_ban(committee, plan.pk, **ban)
    with pytest.raises(ValidationError, match="已经取消"):
        lift_ban(committee, plan.pk, **ban)
    with pytest.raises(ValidationError, match="没有排给这个人"):
        ban_person(committee, plan.pk, **{**ban, "person": 987654})
    with pytest.raises(ValidationError, match="不在这份方案里"):
        ban_person(committee, plan.pk, **{**ban, "room": 0})


def test_a_ban_is_from_a_room_or_a_building(plan, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanBan.objects.create(plan=plan, role="keeper", person_id=row.keeper_id)
    names = {column.name for column in PlanBan._meta.get_fields()}
    assert names == {"id", "plan", "role", "person", "room", "building"}  # and no reason


def test_only_who_plans_may_say_so(plan, row, cast):
    for name in ("陈雅琴", "郑好"):
        with pytest.raises(Denied):
            ban_person(cast[name], plan.pk, room=row.room_id, role="keeper", person=row.keeper_id)


def test_the_room_s_page_says_it_takes_it_back_and_lists_it(browser, plan, row):
    page = reverse("grids:plan-room", args=[plan.pk, row.room_id])
    assert "不要由此人负责" in browser.get(page).content.decode()
    said = browser.post(reverse("grids:plan-ban", args=[plan.pk, row.room_id]) + "?role=keeper", follow=True)
    text = said.content.decode()
    assert "已记下，重新计算时按这个排" in text
    assert "现在还没有换，重新计算以后才换人。" in text
    undo = f"{reverse('grids:plan-lift-ban', args=[plan.pk, row.room_id])}?role=keeper&amp;person={row.keeper_id}"
    assert undo in text
    listed = browser.get(reverse("grids:plan", args=[plan.pk])).content.decode()
    assert f"不由 {row.keeper.name}" in listed
    assert "1 间还排给了说明不负责那里的人" in listed
    browser.post(undo.replace("&amp;", "&"))
    assert not plan.bans.exists()


def test_a_whole_building_is_told_from_a_room(browser, plan, row):
    address = reverse("grids:plan-ban", args=[plan.pk, row.room_id]) + "?role=keeper"
    text = browser.post(address, {"whole": "yes"}, follow=True).content.decode()
    assert f"{row.room.floor.building}整栋" in text
    assert plan.bans.get().building == row.room.floor.building
