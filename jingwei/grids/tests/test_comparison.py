"""Two plans beside each other: what differs in numbers, on the façade, and room by room."""

import pytest
from django.urls import reverse

from jingwei.grids.actions import assign_room, draft_plan
from jingwei.grids.comparison import Line, context, in_force, of_plan
from jingwei.grids.models import MicroGrid

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def other(cast, committee, plan):
    """The same, but 5-413 is 陈雅琴's."""
    made = draft_plan(committee)
    assign_room(committee, made.pk, room=cast.rooms["5-413"].pk, keeper=cast["陈雅琴"].pk)
    return made


def test_the_room_that_differs_is_named_with_both_keepers(plan, other):
    shown = context(of_plan(plan), of_plan(other), "")
    [(building, [change])] = shown["changes"]
    assert (str(building), str(change.room), shown["total"]) == ("5号楼", "5号楼 413", 1)
    assert change.keeper == (plan.rooms.get(room=change.room).keeper.name, "陈雅琴")
    assert change.lead is None


def test_it_is_marked_on_both_facades(cast, plan, other):
    shown = context(of_plan(plan), of_plan(other), str(cast.buildings["5"].pk))
    marked = [
        [room["number"] for floor in facade["floors"] for room in floor["rooms"] if room["value"]]
        for _side, facade in shown["sides"]
    ]
    assert marked == [["413"], ["413"]]


def test_a_plan_against_itself_differs_in_nothing(plan):
    shown = context(of_plan(plan), of_plan(plan), "")
    assert (shown["changes"], shown["total"]) == ([], 0)
    assert {line.difference for line in shown["lines"]} == {"一样"}


def test_against_what_is_in_force_a_room_without_a_line_counts_as_nobodys(cast, plan):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).delete()
    shown = context(in_force(), of_plan(plan), "")
    change = next(change for _row, found in shown["changes"] for change in found if change.room == cast.rooms["5-413"])
    assert change.keeper[0] == ""
    assert shown["lines"][-1] == Line("没有网格党员的房间", 1, 0)


@pytest.mark.parametrize(("first", "second", "words"), [(3, 3, "一样"), (3, 5, "多 2"), (5, 3, "少 2")])
def test_a_difference_is_said_in_words(first, second, words):
    assert Line("", first, second).difference == words


def test_the_pages(browser, plan, other):
    beside = browser.get(reverse("grids:plan-compare", args=[plan.pk, other.pk])).content.decode()
    assert "陈雅琴" in beside
    assert beside.count('class="cloth facade') == 2
    present = browser.get(reverse("grids:plan-compare-present", args=[plan.pk])).content.decode()
    assert "现行方案" in present
    page = browser.get(reverse("grids:plan", args=[other.pk])).content.decode()
    assert reverse("grids:plan-compare", args=[plan.pk, other.pk]) in page
    assert reverse("grids:plan-compare-present", args=[other.pk]) in page


@pytest.mark.parametrize("name", ["陈雅琴", "赵敏", "石工"])
def test_they_are_the_committees_alone(client, cast, plan, other, name):
    client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("grids:plan-compare", args=[plan.pk, other.pk])).status_code == 403
    assert client.get(reverse("grids:plan-compare-present", args=[plan.pk])).status_code == 403
