"""What wishes would give, worked out by the worker: with progress, kept, drawn, chosen."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.gate.doors import Denied
from jingwei.grids import wishes_page
from jingwei.grids.actions import ask_for_draft, ask_to_try, calculating
from jingwei.grids.actions.calculating import calculate
from jingwei.grids.models import Calculation
from jingwei.grids.trials import CURVE_STEPS, TOGETHER, trial_of
from jingwei.grids.wishes import PRESETS, USUAL

pytestmark = pytest.mark.django_db
Kind = Calculation.Kind
OWN = {**USUAL, "group": 3}


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def large(monkeypatch):
    """Every college is too large to be worked out while somebody waits."""
    monkeypatch.setattr(wishes_page, "MOST_AT_ONCE", 0)


def page_of(browser, **more):
    return browser.get(reverse("grids:plan-wishes"), {**OWN, **more}).content.decode()


def test_the_curve_goes_through_the_steps_of_the_wish(cast, committee):
    asked = ask_to_try(committee, Kind.CURVE, wishes=OWN)
    calculate(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.percent, asked.plan) == ("done", 100, None)
    points = asked.result["points"]
    assert [point["step"] for point in points] == list(CURVE_STEPS)
    assert [TOGETHER.steps[step] for step in CURVE_STEPS] == [0, 40, 200, 1000, 4000]
    fragments = [point["fragments"] for point in points]
    assert fragments == sorted(fragments, reverse=True)
    for step in CURVE_STEPS:  # whichever step is looked at, it is the same curve
        assert trial_of(Kind.CURVE, {**OWN, "together": step}).done == asked
    assert trial_of(Kind.CURVE, USUAL).done is None


def test_the_page_asks_shows_how_far_it_is_and_draws_it(browser, committee):
    assert "试算这条线" in page_of(browser)
    sent = browser.post(reverse("grids:plan-try"), {**OWN, "kind": "curve"})
    assert sent["Location"] == wishes_page.address(OWN)
    waiting = page_of(browser)
    assert "在等后台开始" in waiting
    assert 'hx-trigger="every 2s" hx-select="#curve"' in waiting
    assert "会有什么不同" not in page_of(browser, only="curve")
    calculate(Calculation.objects.get().pk)
    drawn = page_of(browser)
    assert drawn.count("<circle") == len(CURVE_STEPS)
    assert "every 2s" not in drawn
    for step in set(CURVE_STEPS) - {OWN["together"]}:
        assert wishes_page.address({**OWN, "together": step}).replace("&", "&amp;") in drawn


def test_a_large_college_is_tried_out_by_the_worker(browser, committee, large, monkeypatch):
    monkeypatch.setattr(wishes_page, "college", None)  # no request reads the rosters
    assert "试算每种侧重" in page_of(browser)
    browser.post(reverse("grids:plan-try"), {**OWN, "kind": "outlook"})
    assert "在等后台开始" in page_of(browser)
    told = []
    note = calculating._Watch.__call__

    def noted(self, *how):
        told.append(how)
        note(self, *how)

    monkeypatch.setattr(calculating._Watch, "__call__", noted)
    calculate(Calculation.objects.get().pk)
    assert [percent for stage, percent in told if stage == "comparing"] == [0, 16, 33, 50, 66, 83]
    shown = page_of(browser)
    for label in ("现行方案", *(str(preset.label) for preset in PRESETS), "自己定的"):
        assert label in shown


def test_a_trial_and_a_plan_do_not_wait_for_each_other(cast, committee):
    plan, curve = ask_for_draft(committee), ask_to_try(committee, Kind.CURVE, wishes=OWN)
    assert plan != curve
    assert ask_to_try(committee, Kind.CURVE, wishes={**OWN, "together": 0}) == curve
    with pytest.raises(ValidationError, match="正在试算另一组"):
        ask_to_try(committee, Kind.CURVE, wishes=USUAL)


def test_what_failed_is_told_and_may_be_asked_again(browser, committee, monkeypatch):
    asked = ask_to_try(committee, Kind.CURVE, wishes=OWN)

    def unable(*args):
        raise ValidationError("名册里有排不了的地方")

    monkeypatch.setattr(calculating, "try_out", unable)
    calculate(asked.pk)
    page = page_of(browser)
    assert "名册里有排不了的地方" in page
    assert "试算这条线" in page


def test_only_who_plans_may_ask(cast):
    with pytest.raises(Denied):
        ask_to_try(cast["陈雅琴"], Kind.CURVE, wishes=OWN)


def test_what_is_no_trial_is_refused(browser, committee):
    with pytest.raises(ValidationError, match="没有这样的试算"):
        ask_to_try(committee, Kind.PLAN, wishes=OWN)
    browser.post(reverse("grids:plan-try"), {**OWN, "kind": "novel"})
    assert not Calculation.objects.exists()


def test_its_own_address_leads_to_the_wishes(browser, committee):
    asked = ask_to_try(committee, Kind.OUTLOOK, wishes=OWN)
    assert browser.get(reverse("grids:calculation", args=[asked.pk]))["Location"] == wishes_page.address(OWN)
