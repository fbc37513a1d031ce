"""换人跟进: a task is a post's. When the post ends, whoever comes next has it, and nobody meets who has left."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jingwei.cases import actions, clocks, queries
from jingwei.cases.adrift import adrift
from jingwei.cases.models import Case, ClockEvent, Desk, Dispatch
from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.core.worker import EVERY_MINUTE
from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.gate.models import Appointment
from jingwei.gate.roles import ROLE_UNIT, Role
from jingwei.grids.models import SmallGrid

pytestmark = pytest.mark.django_db
HANDS = ("dispatched", "handling", "scheduled", "paused", "rework")


def leave(loop, name, role=None):
    """The post ends now."""
    posts = Appointment.objects.live().filter(person=loop[name])
    posts.filter(role=role).update(end=clock.now()) if role else posts.update(end=clock.now())


def appoint(loop, name, role, unit):
    Appointment.objects.create(person=loop[name], role=role, unit_kind=ROLE_UNIT[role], unit_id=unit)


def told(kind):
    return [set(row.recipients) for row in OutboxMessage.objects.filter(kind=f"cases.{kind}").order_by("pk")]


def line(case, actor):
    return [entry for entry in queries.timeline(case, actor) if entry.verb == "cases.hand_over"]


def test_the_worker_does_it():
    assert actions.hand_over_due in EVERY_MINUTE


@pytest.mark.parametrize("state", HANDS)
def test_another_holder_of_the_unit_has_it_next(loop, monday, state):
    case = loop.bring_to(state)
    appoint(loop, "刘师傅", Role.WARDEN, loop.cast.buildings["5"].pk)
    leave(loop, "王师傅")
    if state == "dispatched":  # offered to both from the start: the other is simply left
        assert actions.hand_over_due() == 0
        return
    OutboxMessage.objects.all().delete()
    with clock.travel(monday + timedelta(hours=1)):
        assert [actions.hand_over_due() for _tick in range(3)] == [1, 0, 0]
        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.handler, case.handler_building) == ("dispatched", None, loop.cast.buildings["5"])
        assert case.act_by == clocks.deadline(clock.now(), clocks.LIMITS[clocks.SIGN])
        assert told("dispatched") == [{loop["刘师傅"].pk}]
        assert told("handed_over") == [{loop["韩冬"].pk}]
        assert [entry.text for entry in line(case, loop["韩冬"])] == ["换人跟进，派给5号楼楼管"]
        accepted = actions.accept_case(loop["刘师傅"], case.pk)
    assert (accepted.handler, accepted.state) == (loop["刘师傅"], "handling")
    assert [row.result for row in case.dispatches.all()] == [Dispatch.Result.LEFT, Dispatch.Result.ACCEPTED]


@pytest.mark.parametrize("state", HANDS)
def test_where_nobody_is_left_the_secretary_coordinates(loop, state):
    case = loop.bring_to(state)
    leave(loop, "王师傅")
    OutboxMessage.objects.all().delete()
    assert actions.hand_over_due() == 1
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.handler) == ("dispatched", loop["陈雅琴"])
    assert told("dispatched") == [{loop["陈雅琴"].pk}]
    assert "由支部书记协调" in line(case, loop["韩冬"])[0].detail
    named = f"desk:{Desk.objects.get(code='logistics').pk}"
    assert actions.return_case(loop["陈雅琴"], case.pk, reason="要电工", next_owner=named).state == "returned"


def test_what_was_paused_stays_paused_until_it_is_taken_up(loop, monday):
    case = loop.bring_to("paused")
    leave(loop, "王师傅")
    actions.hand_over_due()
    assert clocks.accounts(Case.objects.get(pk=case.pk))[clocks.HANDLE].deadline.paused
    with clock.travel(monday + timedelta(hours=2)):
        actions.accept_case(loop["陈雅琴"], case.pk)
        case = Case.objects.get(pk=case.pk)
        assert not clocks.accounts(case)[clocks.HANDLE].deadline.paused
        assert case.paused_until is None


def test_a_closed_account_is_an_ended_post(loop):
    case = loop.bring_to("handling")
    loop["王师傅"].__class__.objects.filter(pk=loop["王师傅"].pk).update(is_active=False)
    assert actions.hand_over_due() == 1
    assert Case.objects.get(pk=case.pk).handler == loop["陈雅琴"]


def test_a_keeper_hands_over_to_the_next_keeper_of_the_room(loop):
    case = loop.bring_to("filed")
    actions.take_case(loop["赵敏"], case.pk)
    assert actions.hand_over_due() == 0
    grid = loop.cast.grids["赵敏"]
    leave(loop, "赵敏", Role.KEEPER)
    SmallGrid.objects.filter(pk=grid.pk).update(keeper=loop["郑好"])
    appoint(loop, "郑好", Role.KEEPER, grid.pk)
    assert actions.hand_over_due() == 1
    assert Case.objects.get(pk=case.pk).handler == loop["郑好"]


def test_a_personal_need_waits_at_its_desk_and_nobody_else_hears_of_it(loop):
    affairs = Desk.objects.get(code="aid")
    appoint(loop, "孔科长", Role.OFFICE, affairs.pk)
    case = loop.report(code="hardship", building=loop.cast.buildings["5"])
    actions.accept_case(loop["孔科长"], case.pk)
    leave(loop, "孔科长")
    OutboxMessage.objects.all().delete()
    assert [actions.hand_over_due() for _tick in range(2)] == [1, 0]
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.handler, case.handler_desk) == ("dispatched", None, affairs)
    assert told("dispatched") == []
    assert told("handed_over") == [{loop["韩冬"].pk}]


def test_a_checker_who_left_is_replaced_and_the_time_for_checking_begins_anew(loop, monday):
    case = loop.bring_to("done_claimed")
    leave(loop, case.checker.name)
    with clock.travel(monday + timedelta(hours=2)):
        assert [actions.hand_over_due() for _tick in range(2)] == [1, 0]
        case = Case.objects.get(pk=case.pk)
        assert case.checker not in (None, loop["孙悦"], loop["王师傅"])
        assert case.act_by == clocks.deadline(clock.now(), clocks.LIMITS[clocks.CHECK])


def test_a_report_whose_keeper_left_goes_to_the_secretary_with_its_whole_time(loop, monday):
    case = loop.bring_to("reported")
    leave(loop, "赵敏", Role.KEEPER)
    with clock.travel(monday + timedelta(hours=2)):
        assert [actions.hand_over_due() for _tick in range(2)] == [1, 0]
        case = Case.objects.get(pk=case.pk)
        assert case.steward == loop["陈雅琴"]
        assert case.act_by == clocks.deadline(clock.now(), clocks.LIMITS[clocks.ACCEPT])
    assert told("stood_in") == [{loop["陈雅琴"].pk}]
    assert ClockEvent.objects.filter(case=case, clock="accept", mark="start").count() == 2


def test_whoever_left_can_do_nothing_with_it_even_before_the_clock_ticks(loop, browse):
    case = loop.bring_to("filed")
    actions.take_case(loop["赵敏"], case.pk)
    leave(loop, "赵敏")
    with pytest.raises(Denied):
        actions.claim_done(loop["赵敏"], case.pk, outcome="换了灯管")
    address = reverse("cases:step", args=[case.pk, "claim"])
    assert "陈雅琴" in browse("赵敏").post(address, {"outcome": "换了灯管"}).content.decode()  # who has it now
    assert Case.objects.get(pk=case.pk).handler == loop["陈雅琴"]


def test_reading_the_case_hands_it_over(loop, browse):
    case = loop.bring_to("handling")
    leave(loop, "王师傅")
    page = browse("韩冬").get(reverse("cases:show", args=[case.pk])).content.decode()
    assert "换人跟进" in page
    assert Case.objects.get(pk=case.pk).handler == loop["陈雅琴"]


def test_nothing_is_adrift_while_all_posts_are_held(loop):
    for state in (*HANDS, "reported", "filed", "returned", "done_claimed"):
        loop.bring_to(state)
    assert not any(rows.exists() for rows in adrift().values())
    assert actions.hand_over_due() == 0


def test_where_nobody_at_all_is_left_it_stays_and_says_nothing(loop):
    case = loop.bring_to("handling")
    Appointment.objects.update(end=clock.now())
    before = trail.of(case).count()
    assert actions.hand_over_due() == 0
    assert trail.of(case).count() == before
