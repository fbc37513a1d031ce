"""Nobody waits fifteen working days because a request was forgotten: two reminders, each once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.core.worker import EVERY_MINUTE
from jingwei.gate import trail
from jingwei.privacy.actions import reminders, requests
from jingwei.privacy.actions.requests import WORK_DAYS, reminder_at
from jingwei.privacy.models import Correction, Objection
from jingwei.terms import worktime
from jingwei.terms.queries import office_calendar

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def correction(campus) -> Correction:
    return requests.ask_correction(campus["韩冬"], field="major", right="会计学", why="转专业了")


@pytest.fixture
def objection(campus) -> Objection:
    return requests.ask_objection(campus["韩冬"], wish="stop", data_class="D02", why="不用了")


def told(kind: str) -> list[list[int]]:
    return [message.recipients for message in OutboxMessage.objects.filter(kind=f"privacy.{kind}").order_by("pk")]


def working_days(row, moment) -> float:
    calendar = office_calendar()
    return worktime.measure(row.asked_at, moment, worktime.Clock.WORK_DAY, calendar) / calendar.day_length


def test_they_are_due_after_ten_and_thirteen_working_days_of_fifteen(correction):
    moments = [reminder_at(correction.asked_at, number) for number in (0, 1)]
    assert correction.next_reminder_at == moments[0]
    assert [working_days(correction, moment) for moment in (*moments, correction.due_at)] == [10, 13, WORK_DAYS]
    assert reminder_at(correction.asked_at, 2) is None


def test_first_who_answers_then_the_auditor_and_then_nobody(campus, correction):
    first, second = correction.next_reminder_at, reminder_at(correction.asked_at, 1)
    with clock.travel(first - SECOND):
        assert reminders.remind_due() == 0
    with clock.travel(first):
        assert [reminders.remind_due() for _tick in range(3)] == [1, 0, 0]
    assert told("correction_due") == [sorted([campus["何书记"].pk, campus["孔科长"].pk])]
    with clock.travel(second - SECOND):
        assert reminders.remind_due() == 0
    with clock.travel(second):
        assert [reminders.remind_due() for _tick in range(3)] == [1, 0, 0]
    assert told("correction_late") == [[campus["严谨"].pk]]
    with clock.travel(correction.due_at + timedelta(days=30)):
        assert reminders.remind_due() == 0
    correction.refresh_from_db()
    assert (correction.reminders, correction.next_reminder_at) == (2, None)
    assert [entry.verb for entry in trail.of(correction)].count("privacy.remind") == 2


def test_a_worker_that_was_away_catches_up(campus, objection):
    with clock.travel(objection.due_at):
        assert [reminders.remind_due() for _tick in range(3)] == [1, 1, 0]
    assert told("objection_due") == told("objection_late") == [[campus["严谨"].pk]]


@pytest.mark.parametrize("over", ["answered", "withdrawn"])
def test_what_is_over_is_not_reminded_of(campus, correction, over):
    if over == "answered":
        requests.decide(campus["何书记"], Correction, correction.pk, verdict="refuse", answer="名册没有错")
    else:
        requests.withdraw(campus["韩冬"], Correction, correction.pk)
    with clock.travel(correction.due_at):
        assert reminders.remind_due() == 0
    page = campus.client("韩冬").get(reverse("privacy:correction", args=[correction.pk])).content.decode()
    assert "下次提醒" not in page


def test_nobody_is_reminded_to_answer_themselves(campus):
    own = requests.ask_correction(campus["何书记"], field="name", right="何静", why="写错了")
    with clock.travel(own.next_reminder_at):
        assert reminders.remind_due() == 1
    assert told("correction_due") == [[campus["孔科长"].pk]]


def test_whoever_asked_sees_when_the_next_goes_out_and_the_auditor_what_presses(campus, correction):
    for name in ("韩冬", "何书记"):
        page = campus.client(name).get(reverse("privacy:correction", args=[correction.pk]))
        assert "下次提醒经办人" in page.content.decode()
    oversight = reverse("privacy:oversight")
    assert "快到期的申请" not in campus.client("严谨").get(oversight).content.decode()
    with clock.travel(correction.next_reminder_at):
        reminders.remind_due()
    page = campus.client("严谨").get(oversight).content.decode()
    assert "快到期的申请" in page
    assert campus["韩冬"].name not in page


def test_the_clock_calls_it():
    assert reminders.remind_due in EVERY_MINUTE
