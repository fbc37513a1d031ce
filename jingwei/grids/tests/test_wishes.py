"""Wishes: what a plan looks at first, kept with it, and shown before it is asked for."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.grids.actions import ask_for_draft, draft_plan, replan
from jingwei.grids.actions.calculating import calculate
from jingwei.grids.models import Calculation
from jingwei.grids.outlook import counts, outlooks
from jingwei.grids.planning import college
from jingwei.grids.wishes import PRESETS, USUAL, WISHES, name_of, validate_wishes, weights_of
from planner.instance.tables import Weights
from planner.proof.check import score
from planner.solve import solve

pytestmark = pytest.mark.django_db
NEAR = next(preset.wishes for preset in PRESETS if preset.code == "near")


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_usual_wishes_are_the_usual_weights():
    assert weights_of({}) == weights_of(USUAL) == Weights()
    assert len({weights_of(preset.wishes) for preset in PRESETS}) == len(PRESETS)


def test_a_room_that_nobody_keeps_stays_dearest_whatever_is_wished():
    weights = weights_of({wish.code: wish.most for wish in WISHES})
    dearest = 6 * weights.branch + 1000 * weights.step + 25 * weights.imbalance + weights.change_keeper
    assert dearest + weights.fragment + weights.group < weights.uncovered_keeper


@pytest.mark.parametrize(
    "wishes", [{"beauty": 1}, {"near": 5}, {"together": 6}, {"near": -1}, {"near": True}, {"near": "2"}, ["near"]]
)
def test_what_is_no_wish_is_refused(wishes):
    with pytest.raises(ValidationError):
        validate_wishes(wishes)


def test_a_draft_keeps_its_wishes_and_is_worked_out_anew_by_them(cast, committee):
    plan = draft_plan(committee, wishes=NEAR)
    assert replan(committee, plan.pk).wishes == NEAR
    near = college(wishes=plan.wishes)
    answer = near.answer({row.room_id: row for row in plan.rooms.all()})
    assert plan.summary["cost"] == score(near.problem, answer).total
    assert name_of(plan.wishes) == "先看远近"


def test_the_worker_heeds_the_wishes(cast, committee):
    asked = ask_for_draft(committee, wishes=NEAR)
    calculate(asked.pk)
    assert Calculation.objects.get(pk=asked.pk).plan.wishes == NEAR


def test_the_counts_are_the_judges(cast, committee):
    problem = college().problem
    answer = solve(problem).plan
    told, judged = counts(problem, answer), score(problem, answer).raw
    assert (told.uncovered, told.foreign, told.steps, told.changed, told.fragments) == tuple(
        judged[term] for term in ("uncovered_keeper", "foreign_students", "steps", "changed_keepers", "fragments")
    )


def test_each_preset_is_best_at_what_it_looks_at(cast):
    found = {row.label: row.counts for row in outlooks(college(), USUAL)}
    assert list(found) == ["现行方案", "按惯例", "先看支部", "先看远近", "先看均衡", "先少变动"]
    computed = [found[str(preset.label)] for preset in PRESETS]
    assert found["先看支部"].foreign == min(row.foreign for row in computed)
    assert found["先少变动"].changed == min(row.changed for row in computed)
    assert found["现行方案"].changed == 0


def test_wishes_of_ones_own_stand_below(cast):
    own = {**USUAL, "together": 4}
    last = outlooks(college(), own)[-1]
    assert (last.label, last.wishes) == ("自己定的", own)


def test_people_who_left_do_not_spoil_the_view(cast):
    problem = college().problem
    gone = replace(problem.prev, keeper=[-1, *problem.prev.keeper[1:]])
    assert counts(problem, gone).uncovered >= 1


def test_the_page_tells_before_anything_is_asked(browser):
    page = browser.get(reverse("grids:plan-wishes"), {"near": 4, "branch": 1}).content.decode()
    assert "计算这一份（先看远近）" in page
    assert '<input type="hidden" name="near" value="4">' in page
    assert not Calculation.objects.exists()
    assert "计算这一份（按惯例）" in browser.get(reverse("grids:plan-wishes"), {"near": "9"}).content.decode()


def test_asking_from_the_page_keeps_the_wishes(browser):
    browser.post(reverse("grids:plan-new"), NEAR)
    assert Calculation.objects.get().wishes == NEAR
    assert browser.post(reverse("grids:plan-new"), {"near": "9"})["Location"] == reverse("grids:plan-wishes")
