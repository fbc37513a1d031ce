"""Who came in stands in the log, by a pseudonym; and nothing of how is left anywhere else."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.urls import reverse

from jingwei.sign_in import guard
from jingwei.sign_in.models import Guess
from tests.support.logs import logged

from .conftest import OTHER

pytestmark = pytest.mark.django_db


def test_good_ones_bad_ones_proofs_and_leaving_have_a_line_each(visitor, hour):
    who = visitor("韩冬", app=True)
    with logged() as stream:
        who.sign_in(OTHER)
        who.sign_in()
        who.verify("000000")
        who.verify()
        who.client.post(reverse("sign_in:sign-out"))
    lines = [line.split(" jingwei.security ")[1] for line in stream.getvalue().splitlines()]
    kinds, accounts = [line.split()[0] for line in lines], {line.split("account=")[1] for line in lines[1:]}
    assert kinds == ["failed-sign-in", "signed-in", "wrong-proof", "second-factor", "signed-out"]
    assert lines[1].startswith("signed-in route=sign_in:sign-in method=POST account=")
    assert len(accounts) == 1
    for word in (who.person.number, who.person.name, OTHER):
        assert word not in stream.getvalue()


def test_tries_are_gone_after_a_day_and_stand_nowhere_else(visitor, hour, settings):
    settings.AXES_ENABLED = True
    who = visitor("韩冬")
    who.sign_in(OTHER)
    assert Guess.objects.exists()
    assert not any(model.objects.exists() for model in (AccessAttempt, AccessFailureLog, AccessLog))
    hour.shift(guard.KEPT.total_seconds() + 1)
    guard.forget_old()
    assert not Guess.objects.exists()
