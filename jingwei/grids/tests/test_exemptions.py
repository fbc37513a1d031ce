"""Who is freed of keeping a grid: by whom, once, and until it ends."""

import pytest
from django.core.exceptions import ValidationError

from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.grids.actions import draft_plan, end_exemption, exempt_member
from jingwei.grids.models import Exemption

pytestmark = pytest.mark.django_db


def test_a_secretary_frees_members_of_the_own_branch(cast):
    exemption = exempt_member(cast["陈雅琴"], person=cast["赵敏"].pk, reason="internship")
    assert exemption.is_live()
    entry = trail.of(exemption).get()
    assert (entry.actor, entry.verb) == (cast["陈雅琴"], "grids.exempt")


@pytest.mark.parametrize("name", ["冯远", "赵敏", "王师傅", "石工", "韩冬"])
def test_others_free_nobody_of_that_branch(cast, name):
    with pytest.raises(Denied):
        exempt_member(cast[name], person=cast["赵敏"].pk, reason="internship")
    assert not Exemption.objects.exists()


def test_nobody_is_freed_twice_at_a_time(cast, committee):
    first = exempt_member(committee, person=cast["赵敏"].pk, reason="internship")
    with pytest.raises(ValidationError, match="已经免任"):
        exempt_member(committee, person=cast["赵敏"].pk, reason="duty")
    end_exemption(committee, first.pk)
    assert exempt_member(committee, person=cast["赵敏"].pk, reason="duty").is_live()


def test_a_reason_must_be_one_of_the_reasons(cast, committee):
    with pytest.raises(ValidationError):
        exempt_member(committee, person=cast["赵敏"].pk, reason="tired")


def test_whose_exemption_ended_is_planned_with_again(cast, committee):
    exemption = exempt_member(committee, person=cast["吴霜"].pk, reason="internship")
    assert not draft_plan(committee).rooms.filter(keeper=cast["吴霜"]).exists()
    end_exemption(committee, exemption.pk)
    assert draft_plan(committee).rooms.get(room=cast.rooms["5-413"]).keeper == cast["吴霜"]


def test_a_foreign_secretary_cannot_end_it(cast, committee):
    exemption = exempt_member(committee, person=cast["赵敏"].pk, reason="internship")
    with pytest.raises(Denied):
        end_exemption(cast["冯远"], exemption.pk)
    assert Exemption.objects.live().get() == exemption
