"""The reporter's own need is nobody's but the reporter's and the desk's."""

import pytest
from django.core.exceptions import ValidationError

from jingwei.cases import actions, queries
from jingwei.cases.models import Case, Desk
from jingwei.core.models import OutboxMessage
from jingwei.gate.doors import Denied, visible
from jingwei.gate.models import Appointment
from jingwei.gate.policy import capabilities
from jingwei.gate.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(loop):
    aid = Desk.objects.get(code="aid")
    Appointment.objects.create(person=loop["严谨"], role=Role.OFFICE, unit_kind="desk", unit_id=aid.pk)
    return loop.report(code="hardship", text="想问问助学金")


def test_it_goes_straight_to_its_desk(loop, need):
    assert (need.state, need.handler_desk.code, need.home_room, need.room) == ("dispatched", "aid", None, None)
    assert {kind for row in OutboxMessage.objects.all() for kind in [(row.kind, *row.recipients)]} == {
        ("cases.dispatched", loop["严谨"].pk)
    }


def test_no_capability_reaches_it_from_a_unit(loop, need):
    outside = [name for name in loop.cast.people if name not in ("韩冬", "严谨")]
    for capability in (name for name in capabilities() if name.startswith("cases.")):
        for name in outside:
            assert not visible(loop[name], capability, Case).filter(pk=need.pk).exists(), (capability, name)


def test_lists_counts_and_figures_are_as_if_it_were_not_there(loop, need):
    assert list(queries.listed(loop["何书记"])) == []
    assert queries.board(loop["陈雅琴"]) == []
    assert next(figure.value for figure in queries.figures(loop["何书记"]) if figure.code == "reported") == 0


def test_the_reporter_says_whether_it_helped(loop, need):
    actions.accept_case(loop["严谨"], need.pk)
    claimed = actions.claim_done(loop["严谨"], need.pk, outcome="说明了怎么申请")
    assert claimed.checker == loop["韩冬"]
    assert actions.close_case(loop["韩冬"], need.pk, answer="清楚了").state == "closed"
    assert actions.want_reopen(loop["韩冬"], need.pk, reason="还想问一句").state == "handling"


def test_a_desk_without_anyone_is_not_promised(loop):
    with pytest.raises(ValidationError, match="先打电话"):
        loop.report(code="employment")
    assert not Case.objects.exists()


@pytest.mark.parametrize("code", ["care-handoff", "suggestion"])
def test_what_has_a_way_of_its_own_opens_no_case(loop, code):
    with pytest.raises(ValidationError):
        loop.report(code=code)
    assert not Case.objects.exists()


def test_the_desk_cannot_return_it_to_a_keeper(loop, need):
    with pytest.raises(Denied):
        actions.return_case(loop["严谨"], need.pk, reason="不归我", next_owner="desk:1")
