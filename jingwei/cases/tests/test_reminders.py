"""The ladder climbs once a rung, however often the clock ticks; an emergency alarms everybody together."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from jingwei.cases import actions, queries
from jingwei.cases.models import Case, Desk
from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.core.worker import EVERY_MINUTE, run_tick
from jingwei.gate.doors import Denied, visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid

pytestmark = pytest.mark.django_db


def reminders():
    rows = OutboxMessage.objects.filter(kind__in=["cases.remind", "cases.overdue"]).order_by("pk")
    return [(row.kind, set(row.recipients)) for row in rows]


def test_the_ladder_climbs_from_handler_to_committee(loop, monday):
    case = loop.bring_to("handling")  # due on Wednesday at 9:00
    expected = [
        ("cases.remind", {loop["王师傅"].pk}),
        ("cases.overdue", {loop["赵敏"].pk}),
        ("cases.overdue", {loop["陈雅琴"].pk}),
        ("cases.overdue", {loop["罗宁"].pk, loop["何书记"].pk}),
    ]
    with clock.travel(monday + timedelta(days=2, minutes=-1)):
        assert actions.remind_due() == 0
    for rung, at in enumerate(
        (timedelta(days=2), timedelta(days=2, hours=6), timedelta(days=3, hours=6), timedelta(days=4, hours=6))
    ):
        with clock.travel(monday + at):
            assert [actions.remind_due() for _tick in range(3)] == [1, 0, 0]
        assert reminders() == expected[: rung + 1]
    with clock.travel(monday + timedelta(days=30)):
        assert actions.remind_due() == 0
    assert Case.objects.get(pk=case.pk).next_reminder_at is None
    assert visible(loop["罗宁"], "cases.read", Case).filter(pk=case.pk).exists()  # called in, so the link opens
    assert {thing.kind for thing in queries.to_do(loop["罗宁"])} == {"look_into"}


def test_a_step_in_time_ends_the_ladder(loop, monday):
    case = loop.bring_to("dispatched")
    with clock.travel(monday + timedelta(days=1)):
        assert actions.remind_due() == 1
        accepted = actions.accept_case(loop["王师傅"], case.pk)
        assert (accepted.reminder_level, accepted.next_reminder_at) == (0, accepted.due_at)
        assert actions.remind_due() == 0


def test_a_silent_checker_is_replaced(loop, monday):
    case = loop.bring_to("done_claimed")
    assert case.checker == loop["孙悦"]
    with clock.travel(monday + timedelta(days=1)):
        actions.remind_due()
    with clock.travel(monday + timedelta(days=1, hours=6)):
        actions.remind_due()
    assert Case.objects.get(pk=case.pk).checker == loop["吴霜"]
    with pytest.raises(Denied):
        actions.close_case(loop["孙悦"], case.pk, answer="好了")


def test_when_the_keeper_is_gone_somebody_steps_in(loop, monday):
    case = loop.report()
    MicroGrid.objects.filter(room=loop.cast.rooms["5-412"]).update(end=monday)
    with clock.travel(case.act_by):
        actions.remind_due()
        steward = Case.objects.get(pk=case.pk).steward
        assert steward in (loop["陈雅琴"], loop["冯远"])
        assert reminders() == [("cases.remind", {steward.pk})]
        assert actions.file_case(steward, case.pk).state == "filed"
        # and when that post ends, the next reminder finds another
        Appointment.objects.filter(role=Role.SECRETARY).update(end=clock.now())
    with clock.travel(Case.objects.get(pk=case.pk).act_by):
        actions.remind_due()
    assert Case.objects.get(pk=case.pk).steward == loop["罗宁"]


def test_the_worker_calls_all_three(loop):
    assert {actions.remind_due, actions.resume_due, actions.end_waiting_for_info} <= set(EVERY_MINUTE)
    case = loop.report()
    with clock.travel(case.act_by):
        run_tick()
        run_tick()
    assert reminders() == [("cases.remind", {loop["赵敏"].pk})]


def test_an_emergency_is_dispatched_at_once_and_alarms_all_together(loop, monday):
    case = loop.report(code="electric-shock", text="碰洗衣机外壳手发麻")
    assert (case.state, case.urgent) == ("dispatched", True)
    alarm = OutboxMessage.objects.get(kind="cases.emergency")
    assert set(alarm.recipients) == {loop["陈雅琴"].pk, loop["王师傅"].pk, loop["罗宁"].pk}
    assert alarm.created_at == monday
    assert case.act_by == monday + timedelta(hours=1)  # day and night
    assert case.due_at == monday + timedelta(hours=4)
    assert visible(loop["罗宁"], "cases.read", Case).filter(pk=case.pk).exists()
    actions.accept_case(loop["王师傅"], case.pk)
    with pytest.raises(ValidationError):
        actions.request_pause(loop["王师傅"], case.pk, until=clock.today() + timedelta(days=3), reason="等配件")


def test_a_report_corrected_into_an_emergency_alarms_too(loop):
    case = loop.report()
    filed = actions.file_case(loop["赵敏"], case.pk, category=loop.category("electric-shock"))
    assert (filed.state, filed.urgent) == ("dispatched", True)
    assert OutboxMessage.objects.filter(kind="cases.emergency").count() == 1


def test_a_personal_matter_never_climbs_beyond_its_desk(loop, monday):
    aid = Desk.objects.get(code="aid")
    Appointment.objects.create(person=loop["严谨"], role=Role.OFFICE, unit_kind="desk", unit_id=aid.pk)
    loop.report(code="hardship", text="想问问助学金")
    for day in range(1, 20):
        with clock.travel(monday + timedelta(days=day)):
            actions.remind_due()
    assert len(reminders()) == 4
    assert {person for _kind, people in reminders() for person in people} == {loop["严谨"].pk}
