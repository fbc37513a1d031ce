"""Plans worked out by the worker: nothing is locked meanwhile, and whatever happens the draft stays sound."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from jingwei.core import clock
from jingwei.core.worker import EVERY_MINUTE
from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.gate.models import Appointment
from jingwei.grids.actions import (
    ask_for_draft,
    ask_to_replan,
    assign_room,
    discard_plan,
    draft_plan,
    pin_room,
    publish_plan,
    replan,
    stop_calculation,
)
from jingwei.grids.actions.calculating import SILENCE, calculate, due, take_up_due
from jingwei.grids.models import Calculation, Plan
from jingwei.housing.models import Stay
from jingwei.people.models import Person
from planner.solve import solve

pytestmark = pytest.mark.django_db
State = Calculation.State


@pytest.fixture
def while_solving(monkeypatch):
    """`while_solving(act)`: the solver calls `act()` and then goes on as ever."""

    def hook(act):
        def solving(problem, **options):
            act()
            return solve(problem, **options)

        monkeypatch.setattr("planner.solve.solve", solving)

    return hook


def columns(plan) -> list:
    return list(plan.rooms.order_by("room").values_list("room", "keeper", "lead", "keeper_pinned", "lead_pinned"))


def test_a_draft_asked_for_is_worked_out_by_the_worker(cast, committee, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_for_draft(committee)
    asked.refresh_from_db()
    assert (asked.state, asked.percent, asked.attempt) == (State.DONE, 100, 1)
    assert asked.plan.created_by == committee
    assert asked.plan.summary == {**draft_plan(committee).summary, "seconds": asked.plan.summary["seconds"]}
    assert trail.describe(trail.of(asked).get(), "何书记") == "何书记 请程序起草网格方案"


def test_nothing_is_done_before_the_worker_comes_and_its_clock_finds_it(cast, committee):
    asked = ask_for_draft(committee)
    assert due() == [asked.pk]
    assert not Plan.objects.exists()
    assert take_up_due in EVERY_MINUTE
    take_up_due()
    assert Plan.objects.get().rooms.count() == 4
    assert due() == []


def test_a_double_click_asks_once(cast, committee):
    assert ask_for_draft(committee) == ask_for_draft(committee)
    assert Calculation.objects.count() == 1


def test_one_plan_of_a_term_is_worked_out_at_a_time(cast, plan, committee):
    ask_for_draft(committee)
    with pytest.raises(ValidationError, match="另一份方案正在计算"):
        ask_to_replan(committee, plan.pk)


def test_planning_anew_keeps_what_is_pinned(cast, plan, committee):
    room = cast.rooms["5-413"]
    assign_room(committee, plan.pk, room=room.pk, keeper=cast["陈雅琴"].pk)
    calculate(ask_to_replan(committee, plan.pk).pk)
    row = plan.rooms.get(room=room)
    assert (row.keeper, row.keeper_pinned) == (cast["陈雅琴"], True)
    assert Calculation.objects.get().state == State.DONE


@pytest.mark.parametrize("act", [publish_plan, discard_plan, replan])
def test_a_draft_that_is_worked_out_anew_is_left_alone_until_then(cast, plan, committee, act):
    asked, before = ask_to_replan(committee, plan.pk), columns(plan)
    room = cast.rooms["5-413"].pk
    for refused in (lambda: act(committee, plan.pk), lambda: pin_room(committee, plan.pk, room=room, role="keeper")):
        with pytest.raises(ValidationError, match="正在重新计算"):
            refused()
    assert columns(plan) == before
    stop_calculation(committee, asked.pk)
    pin_room(committee, plan.pk, room=room, role="keeper")


def move_somebody():
    Stay.objects.filter(person__name="沈青").update(room=Stay.objects.get(person__name="高飞", end=None).room_id)


def test_where_the_rosters_changed_meanwhile_nothing_is_stored(cast, plan, committee, while_solving):
    before = columns(plan)
    while_solving(move_somebody)
    asked = ask_to_replan(committee, plan.pk)
    calculate(asked.pk)
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert "名册或这份草稿变了" in asked.failure
    assert columns(plan) == before


def test_the_same_holds_for_who_waits_for_a_plan(cast, committee, while_solving):
    while_solving(move_somebody)
    with pytest.raises(ValidationError, match="名册或这份草稿变了"):
        draft_plan(committee)
    assert not Plan.objects.exists()


def test_a_failure_is_told_and_asking_again_works(cast, committee, while_solving, monkeypatch):
    def fall():
        raise RuntimeError("out of memory")

    asked = ask_for_draft(committee)
    while_solving(fall)
    calculate(asked.pk)
    monkeypatch.undo()
    asked.refresh_from_db()
    assert (asked.state, asked.plan) == (State.FAILED, None)
    assert "计算时出了意外" in asked.failure
    assert "memory" not in asked.failure
    again = ask_for_draft(committee)
    calculate(again.pk)
    assert Calculation.objects.get(pk=again.pk).state == State.DONE


def test_without_residents_the_reason_is_told(cast, committee):
    Stay.objects.update(end=clock.now())
    asked = ask_for_draft(committee)
    calculate(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.failure) == (State.FAILED, "还没有人入住，先导入名册")


def test_a_failure_is_told_in_the_language_of_whoever_asked(cast, committee):
    Stay.objects.update(end=clock.now())
    asked = ask_for_draft(committee)
    Calculation.objects.update(language="en")
    calculate(asked.pk)
    asked.refresh_from_db()
    assert asked.failure.isascii()


def test_who_lost_the_post_meanwhile_stores_nothing(cast, committee, while_solving):
    while_solving(lambda: Appointment.objects.filter(person=committee).update(end=clock.now()))
    asked = ask_for_draft(committee)
    calculate(asked.pk)
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert not Plan.objects.exists()


def test_what_was_stopped_is_not_stored(cast, committee, while_solving):
    asked = ask_for_draft(committee)
    while_solving(lambda: stop_calculation(committee, asked.pk))
    calculate(asked.pk)
    asked.refresh_from_db()
    assert asked.state == State.STOPPED
    assert not Plan.objects.exists()
    with pytest.raises(ValidationError, match="不在计算"):
        stop_calculation(committee, asked.pk)


def test_a_killed_worker_is_succeeded_and_what_it_brings_late_is_not_stored(
    cast, committee, while_solving, monkeypatch
):
    asked = ask_for_draft(committee)

    def another_takes_over():
        monkeypatch.undo()
        assert due() == []  # heard of just now
        Calculation.objects.update(beat_at=clock.now() - SILENCE - timedelta(seconds=1))
        assert due() == [asked.pk]
        calculate(asked.pk)

    while_solving(another_takes_over)
    calculate(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.attempt) == (State.DONE, 2)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("name", ["赵敏", "陈雅琴", "韩冬", "石工", "严谨"])
def test_nobody_but_the_committee_asks_or_stops(cast, plan, committee, name):
    asked = ask_for_draft(committee)
    for act in (
        lambda: ask_for_draft(cast[name]),
        lambda: ask_to_replan(cast[name], plan.pk),
        lambda: stop_calculation(cast[name], asked.pk),
    ):
        with pytest.raises(Denied):
            act()
    assert Calculation.objects.get().state == State.WAITING


def elsewhere(act):
    """In another thread, over a connection of its own, as another request would."""

    def there():
        try:
            with transaction.atomic():
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(there).result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "begin",
    [
        lambda committee, _pk: draft_plan(committee),
        lambda committee, pk: replan(committee, pk),
        lambda committee, pk: calculate(ask_to_replan(committee, pk).pk),
    ],
    ids=["draft", "anew", "by the worker"],
)
def test_others_write_while_a_plan_is_worked_out(cast, committee, while_solving, begin):
    """On SQLite there is one writer at a time: were a transaction open here, the other write would meet its lock."""
    plan, written = draft_plan(committee), []

    def write():
        assert not connection.in_atomic_block
        elsewhere(lambda: written.append(Person.objects.filter(name="石工").update(phone="13900000000")))

    while_solving(write)
    begin(committee, plan.pk)
    assert written
    assert Person.objects.get(name="石工").phone == "13900000000"
