"""What is seen of a plan that is being worked out: by a page that refreshes itself, and by one that is reloaded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jingwei.core import clock
from jingwei.grids.actions import ask_for_draft, ask_to_replan
from jingwei.grids.actions.calculating import SILENCE, calculate
from jingwei.grids.models import Calculation
from jingwei.grids.plan_page import WAIT
from jingwei.housing.models import Stay

pytestmark = pytest.mark.django_db
State = Calculation.State


@pytest.fixture
def see(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")

    def look(asked, **headers):
        answer = client.get(reverse("grids:calculation", args=[asked.pk]), headers=headers)
        return answer, answer.content.decode()

    return look


def test_while_it_waits_and_runs_the_page_asks_again_by_itself(see, committee):
    asked = ask_for_draft(committee)
    _answer, page = see(asked)
    assert "在等后台开始" in page
    assert f'hx-get="{reverse("grids:calculation", args=[asked.pk])}"' in page
    Calculation.objects.update(state=State.RUNNING, stage="contiguity", percent=61)
    _answer, page = see(asked)
    assert "把小网格排得更集中" in page
    assert "61%" in page
    assert "好像没有运行" not in page


@pytest.mark.parametrize(
    ("state", "silence", "sentence"), [(State.WAITING, WAIT, "好像没有运行"), (State.RUNNING, SILENCE, "没有消息")]
)
def test_nobody_waits_in_silence(see, committee, state, silence, sentence):
    asked = ask_for_draft(committee)
    Calculation.objects.update(state=state, beat_at=clock.now() - silence + timedelta(seconds=20))
    assert sentence not in see(asked)[1]
    Calculation.objects.update(beat_at=clock.now() - silence - timedelta(seconds=1))
    assert sentence in see(asked)[1]


def test_when_it_is_done_both_kinds_of_page_go_to_the_draft(see, committee):
    asked = ask_for_draft(committee)
    calculate(asked.pk)
    asked.refresh_from_db()
    draft = reverse("grids:plan", args=[asked.plan_id])
    assert see(asked)[0]["Location"] == draft
    assert see(asked, **{"HX-Request": "true"})[0]["HX-Redirect"] == draft


def test_a_failure_is_told_and_the_page_rests(see, committee):
    Stay.objects.update(end=clock.now())
    asked = ask_for_draft(committee)
    calculate(asked.pk)
    _answer, page = see(asked)
    assert "先导入名册" in page
    assert 'hx-trigger="every' not in page
    assert reverse("grids:plan-new") in page


def test_the_draft_says_that_it_is_being_worked_out(see, client, plan, committee):
    asked = ask_to_replan(committee, plan.pk)
    here = reverse("grids:calculation", args=[asked.pk])
    page = client.get(reverse("grids:plan", args=[plan.pk])).content.decode()
    assert here in page
    assert reverse("grids:publish", args=[plan.pk]) not in page
    assert here in client.get(reverse("grids:plans")).content.decode()
    client.post(reverse("grids:calculation-stop", args=[asked.pk]))
    assert "草稿还是原来的样子" in see(asked)[1]
    assert (
        reverse("grids:publish", args=[plan.pk]) in client.get(reverse("grids:plan", args=[plan.pk])).content.decode()
    )


def test_asking_for_a_plan_that_is_none_any_more_says_so(see, client, plan):
    client.post(reverse("grids:discard", args=[plan.pk]))
    answer = client.post(reverse("grids:plan-replan", args=[plan.pk]), follow=True)
    assert "已不是草稿" in answer.content.decode()
    assert not Calculation.objects.exists()
