"""Clocks that jump, and two workers that do not agree: the order of what happened stays, and nothing lasts longer."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from jingwei.cases.clocks import accounts
from jingwei.cases.models import Case
from jingwei.cases.queries.figures import figures
from jingwei.cases.tests.conftest import MONDAY, STEPS, equip
from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.appointments import end_posts
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import RECENT, System, posts_of
from jingwei.gate.roles import Role
from jingwei.gate.sealing import chain
from jingwei.gate.sealing import check as chain_check
from jingwei.housing.models import Stay

pytestmark = pytest.mark.django_db
JUMPS = {
    "a day ahead": timedelta(hours=26),
    "a day back": timedelta(hours=-26),
    "five minutes back": timedelta(minutes=-5),
}
WAY = ("file", "dispatch", "accept", "claim", "close")


@contextmanager
def workers(skew=timedelta(seconds=90)):
    """Two that take turns, one of them behind: `at(moment)` is the present of whoever comes next."""
    turns = iter([timedelta(0), -skew] * 500)
    yield lambda moment: clock.travel(moment + next(turns))


@pytest.fixture
def loop(cast):
    with clock.travel(MONDAY):
        return equip(cast)


def played(loop, moments) -> Case:
    """A case from its report to its end, each step at the next of the moments."""
    moments = iter(moments)
    with next(moments):
        case = loop.report()
    for step in WAY:
        with next(moments):
            STEPS[step](loop, case.pk)
    return Case.objects.get(pk=case.pk)


def steps_of(case) -> list[str]:
    return [entry.verb.removeprefix("cases.") for entry in trail.of(case)]


def nothing_is_negative(loop, case) -> None:
    for account in accounts(case).values():
        assert all(line.segment.counted >= timedelta(0) and line.used >= timedelta(0) for line in account.lines)
    for figure in figures(loop["何书记"]):
        assert figure.value is None or figure.value >= 0, figure


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("before", range(1, len(WAY) + 1))
def test_a_case_keeps_its_order_and_no_time_runs_backwards(loop, figure, jump, before):
    """The clock jumps before this step, and comes right again two steps later."""
    moments = [
        clock.travel(MONDAY + timedelta(minutes=10 * n) + (JUMPS[jump] if before <= n < before + 2 else timedelta(0)))
        for n in range(len(WAY) + 1)
    ]
    case = played(loop, moments)
    told = steps_of(case)
    assert [step for step in told if step in WAY] == list(WAY)
    chain.seal_all()
    assert chain_check.check().first_bad is None
    assert list(TrailEntry.objects.order_by("seq").values_list("pk", flat=True)) == list(
        TrailEntry.objects.order_by("pk").values_list("pk", flat=True)
    )
    with clock.travel(MONDAY + timedelta(hours=2)):
        nothing_is_negative(loop, case)
    figure("D7", f"{jump}: at each of {len(WAY)} steps, the trail in order, no time below zero")


def test_two_workers_that_do_not_agree_leave_one_order(loop):
    with workers() as at:
        case = played(loop, [at(MONDAY + timedelta(seconds=20 * n)) for n in range(len(WAY) + 1)])
    assert [step for step in steps_of(case) if step in WAY] == list(WAY)
    chain.seal_all()
    assert chain_check.check().first_bad is None
    with clock.travel(MONDAY + timedelta(hours=2)):
        nothing_is_negative(loop, case)


@pytest.mark.parametrize("back", [timedelta(seconds=90), timedelta(minutes=5), timedelta(hours=26)])
def test_a_post_that_ended_does_not_begin_again(cast, back):
    post = Appointment.objects.get(person=cast.people["赵敏"], role=Role.KEEPER)
    assert Role.KEEPER in posts_of(cast["赵敏"])
    with clock.travel(MONDAY):
        end_posts(System("tests"), [post])
        assert Role.KEEPER not in posts_of(cast["赵敏"])
    with clock.travel(MONDAY - back):
        trail.record(System("tests"), "test.verb", post)  # the other worker goes on writing, by its own clock
        assert Role.KEEPER not in posts_of(cast["赵敏"])


@pytest.mark.parametrize("back", [timedelta(seconds=90), timedelta(minutes=5), timedelta(hours=26)])
def test_neither_does_a_term_that_ran_out_nor_a_stay(cast, back):
    post = Appointment.objects.filter(person=cast.people["赵敏"], role=Role.KEEPER)
    stay = Stay.objects.filter(person=cast.people["赵敏"])
    post.update(end=MONDAY)
    stay.update(end=MONDAY)
    with clock.travel(MONDAY - timedelta(seconds=1)):
        assert {Role.KEEPER, Role.RESIDENT} <= set(posts_of(cast["赵敏"]))
    with clock.travel(MONDAY + timedelta(seconds=1)):
        trail.record(System("tests"), "test.verb", post.get())
    with clock.travel(MONDAY - back):
        assert not {Role.KEEPER, Role.RESIDENT} & set(posts_of(cast["赵敏"]))


def test_a_clock_that_ran_ahead_takes_nothing_for_long(cast):
    """One worker wrote from a day ahead; the post ends in between, and is back after as many entries as are looked at."""
    Appointment.objects.filter(person=cast.people["赵敏"], role=Role.KEEPER).update(end=MONDAY + timedelta(hours=20))
    room = cast.rooms["5-412"]
    with clock.travel(MONDAY + timedelta(hours=26)):
        trail.record(System("tests"), "test.verb", room)
    with clock.travel(MONDAY):
        assert Role.KEEPER not in posts_of(cast["赵敏"])
        for _entry in range(RECENT):
            trail.record(System("tests"), "test.verb", room)
        assert Role.KEEPER in posts_of(cast["赵敏"])
