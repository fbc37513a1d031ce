"""The demonstration's weeks are played through the actions: every state is there, and the trail is in order."""

import pytest

from jingwei.cases.demo import play_weeks
from jingwei.cases.models import Case, State
from jingwei.gate.models import TrailEntry
from jingwei.gate.sealing import chain
from jingwei.gate.sealing import check as chain_check

pytestmark = pytest.mark.django_db


def test_some_weeks_leave_every_state_and_an_orderly_trail(loop, monday):
    count = play_weeks(2)
    assert count == Case.objects.count() > 40
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)
    times = list(TrailEntry.objects.filter(subject_type="cases.case").order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= monday
    chain.seal()
    assert chain_check.check().first_bad is None
