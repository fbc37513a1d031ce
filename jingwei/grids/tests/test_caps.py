"""How many rooms somebody may have: the short way says what the planning problem says, and the committee sets it by hand."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.grids.actions import draft_plan, exempt_member, publish_plan, replan, set_cap
from jingwei.grids.caps import belonging, caps
from jingwei.grids.planning import college
from jingwei.housing.models import Building, Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


def in_full() -> dict[str, dict[int, int]]:
    """The caps of the whole planning problem."""
    problem = college().problem
    return {
        role: dict(zip(people.id, people.cap, strict=True))
        for role, people in (("keeper", problem.keepers), ("lead", problem.leads))
    }


def of_few_members(cast):
    Affiliation.objects.filter(person__name__in=["陈雅琴", "丁前"]).update(end=clock.now())


def of_few_activists(cast):
    Affiliation.objects.filter(person__name__in=["周晓雨", "孙悦"]).update(standing="applicant")


def of_class_mates(cast):
    Person.objects.filter(name__in=["韩冬", "赵敏", "沈青", "孙悦"]).update(class_name="国际2501")


def of_a_mixed_house(cast):
    Building.objects.update(gender="mixed")
    cast["王磊"].stays.update(room=cast.rooms["5-413"])


def of_a_freed_member(cast):
    exempt_member(cast["何书记"], person=cast["赵敏"].pk, reason="internship")


def of_a_cap_by_hand(cast):
    set_cap(cast["何书记"], person=cast["赵敏"].pk, rooms=5)


def of_nobody(cast):
    Stay.objects.update(end=clock.now())


CHANGES = [of_few_members, of_few_activists, of_class_mates, of_a_mixed_house, of_a_freed_member, of_a_cap_by_hand]


def test_the_short_way_says_the_same(cast):
    assert caps() == in_full()
    assert set(caps()["keeper"].values()) == {4}


@pytest.mark.parametrize("change", [*CHANGES, of_nobody])
def test_and_in_a_changed_college(cast, many_men, change):
    change(cast)
    assert caps() == in_full()


def test_the_changes_reach_every_cap(cast, many_men):
    assert set(caps()["lead"].values()) == {1, 2}  # 13 rooms of men and one activist
    cast["李强"].affiliations.update(branch=cast.branches["一"])
    assert caps()["keeper"][cast["李强"].pk] == 5  # twelve rooms of men for the one man of the branch
    assert caps() == in_full()


def test_a_room_belongs_to_those_most_of_whom_live_there(cast):
    rooms = {label: room.pk for label, room in cast.rooms.items()}
    assert belonging([rooms["5-412"], rooms["5-413"], rooms["3-102"]]) == {
        rooms["5-412"]: cast.branches["一"].pk,
        rooms["5-413"]: cast.branches["二"].pk,
    }


def test_the_statements_do_not_grow(cast, request, django_assert_num_queries):
    with django_assert_num_queries(5):
        caps()
    request.getfixturevalue("many_men")
    with django_assert_num_queries(5):
        caps()


def test_the_planner_heeds_the_cap_until_it_is_given_back(cast, many_men, committee):
    men = cast["李强"], cast["冯远"]
    plan = draft_plan(committee)
    assert plan.rooms.filter(keeper__in=men).count() == 8
    row = set_cap(committee, person=men[0].pk, rooms=5)
    assert replan(committee, plan.pk).rooms.filter(keeper__in=men).count() == 9
    assert set_cap(committee, person=men[0].pk, rooms=None) == row
    with pytest.raises(ValidationError, match="超过了上限"):
        publish_plan(committee, plan.pk)
    assert replan(committee, plan.pk).rooms.filter(keeper__in=men).count() == 8
    said = [trail.describe(entry, "何书记") for entry in trail.of(row)]
    assert said == ["何书记 定了一位网格党员最多负责 5 间", "何书记 让一位网格党员的间数仍按支部人数定"]


@pytest.mark.parametrize("rooms", [0, 3, 6])
def test_it_is_four_or_five(cast, committee, rooms):
    with pytest.raises(ValidationError, match="4 间或 5 间"):
        set_cap(committee, person=cast["赵敏"].pk, rooms=rooms)


def test_only_members_keep(cast, committee):
    with pytest.raises(ValidationError, match="学生党员"):
        set_cap(committee, person=cast["韩冬"].pk, rooms=5)


@pytest.mark.parametrize("name", ["赵敏", "陈雅琴", "石工"])
def test_nobody_but_the_committee_sets_it(cast, name):
    with pytest.raises(Denied):
        set_cap(cast[name], person=cast["赵敏"].pk, rooms=5)


def test_the_room_sheet_sets_it(client, cast, plan):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    room = [plan.pk, cast.rooms["5-413"].pk]
    keeper = plan.rooms.get(room=room[1]).keeper
    sheet = reverse("grids:plan-room", args=room)
    assert f"{keeper.name} 能负责几间" in client.get(sheet).content.decode()
    client.post(reverse("grids:plan-cap", args=room), {"rooms": "5"})
    assert caps()["keeper"][keeper.pk] == 5
    assert client.get(sheet).context["cap_form"]["rooms"].value() == 5
    client.post(reverse("grids:plan-cap", args=room), {"rooms": "7"})
    assert caps()["keeper"][keeper.pk] == 5
    client.post(reverse("grids:plan-cap", args=room), {"rooms": "0"})
    assert caps()["keeper"][keeper.pk] == 4
