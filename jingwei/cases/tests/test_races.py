"""Two at once: one winner, the other told who has it; a double click files one case. Real threads, both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from jingwei.cases import actions, queries
from jingwei.cases.models import Case, Desk
from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from tests.cast import build

from .conftest import MONDAY, equip

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls):
    """Run the calls at the same moment, each on a connection of its own; results or exceptions, in their order."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=20)
            with clock.travel(MONDAY):
                return call()
        except Exception as error:  # noqa: BLE001 - what a loser got is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def loop():
    with clock.travel(MONDAY):
        yield equip(build())


def test_of_eight_who_take_up_one_case_one_has_it(loop):
    desk = Desk.objects.get(code="logistics")
    names = ["孔科长", "严谨", "石工", "何书记", "罗宁", "刘师傅", "王师傅", "高飞"]
    Appointment.objects.bulk_create(
        Appointment(
            person=loop[name], role=Role.OFFICE, unit_kind="desk", unit_id=desk.pk, start=MONDAY - timedelta(days=1)
        )
        for name in names[1:]
    )
    for _round in range(3):
        case = loop.bring_to("filed")
        actions.dispatch_case(loop["赵敏"], case.pk, to=f"desk:{desk.pk}")
        people = list(Person.objects.filter(name__in=names))
        results = together(*(lambda person=person, pk=case.pk: actions.accept_case(person, pk) for person in people))
        winners = [result for result in results if isinstance(result, Case)]
        losers = [result for result in results if isinstance(result, WrongState)]
        assert (len(winners), len(losers)) == (1, 7), results
        winner = Case.objects.get(pk=case.pk).handler
        assert all(winner.name in queries.who_has(loser.row) for loser in losers)
        assert TrailEntry.objects.filter(verb="cases.accept", subject_id=case.pk).count() == 1


def test_a_double_click_files_one_case(loop):
    reporter = loop["韩冬"]
    results = together(*(lambda: loop.report(key="once"),) * 6)
    assert {getattr(result, "pk", result) for result in results} == {Case.objects.get(reporter=reporter).pk}, results
    assert OutboxMessage.objects.filter(kind="cases.reported").count() == 1
    assert TrailEntry.objects.filter(verb="cases.report").count() == 1


def test_numbers_given_out_at_once_are_all_different_and_without_gaps(loop):
    results = together(*(lambda key=key: loop.report(key=str(key)) for key in range(6)))
    assert sorted(case.number[-5:] for case in results) == [f"{serial:05d}" for serial in range(1, 7)]


def test_a_double_tap_on_me_too_is_one(loop):
    case = loop.report(floor=loop.cast.rooms["5-412"].floor, spot="corridor")
    person = loop["沈青"]
    results = together(*(lambda: actions.join_case(person, case.pk),) * 4)
    assert {getattr(result, "pk", result) for result in results} == {case.supporters.get().pk}


def test_two_clocks_remind_once(loop):
    case = loop.report()
    Case.objects.filter(pk=case.pk).update(next_reminder_at=MONDAY)
    together(actions.remind_due, actions.remind_due, actions.remind_due)
    assert OutboxMessage.objects.filter(kind="cases.remind").count() == 1
