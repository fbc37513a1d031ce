"""Two works at once: what they find does not depend on which is faster, and both end when nobody waits."""

from threading import Event, current_thread

import pytest

from planner.contiguity.keeping import Keeping
from planner.flow.exact import KeeperFlow
from planner.instance.arrays import keeper_side
from planner.instance.fitting import Fixed
from planner.solve import solve
from planner.tests.small import instance
from planner.watching import Abandoned, Watch, side_by_side


def never() -> bool:
    return False


def unwatched(share: float) -> None:
    pass


def test_what_is_found_stands_in_the_order_of_the_works():
    second_is_done = Event()

    def first(watch):
        second_is_done.wait()
        return 1

    def second(watch):
        second_is_done.set()
        return 2

    assert side_by_side([first, second], never, unwatched) == [1, 2]


def test_who_waits_is_asked_in_their_own_thread():
    told, here = [], current_thread()

    def stop():
        assert current_thread() is here
        return True

    def progress(share):
        assert current_thread() is here
        told.append(share)

    def work(watch):
        watch.tell(1.0)
        return watch.is_over()

    assert side_by_side([work, work], stop, progress) == [True, True]
    assert told[-1] == 1.0
    assert told == sorted(told)


@pytest.mark.parametrize("fault", [KeyError("lost"), KeyboardInterrupt()])
def test_what_progress_raises_ends_the_works(fault):
    ended = []
    begun = Event()

    def work(watch):
        begun.set()
        try:
            while True:
                watch.go_on()
        except Abandoned:
            ended.append(True)
            raise

    def progress(share):
        if begun.is_set():
            raise fault

    with pytest.raises(type(fault)):
        side_by_side([work], never, progress)
    assert ended == [True]


def test_what_a_work_raises_ends_the_other():
    def fails(watch):
        raise KeyError("lost")

    def goes_on(watch):
        while True:
            watch.go_on()

    with pytest.raises(KeyError, match="lost"):
        side_by_side([goes_on, fails], never, unwatched)


def test_nobody_waits_for_the_flow():
    watch = Watch()
    watch.nobody_waits.set()
    with pytest.raises(Abandoned):
        Keeping(instance("case"), "F", Fixed(), 0, watch.go_on)


def test_looking_up_between_slices_changes_nothing(monkeypatch):
    side = keeper_side(instance("case"), "F")
    whole = KeeperFlow(side).solve().optimum()
    monkeypatch.setattr("planner.flow.rounds.AT_ONCE", 3)
    looks = []
    sliced = KeeperFlow(side, lambda: looks.append(1)).solve().optimum()
    assert len(looks) > len(side.room) / 3
    assert (sliced.chosen == whole.chosen).all()
    assert sliced.cost == whole.cost


def test_the_plan_in_threads_is_the_plan_of_one_gender_after_the_other():
    problem = instance("case-tight")
    keepers = [None] * len(problem.rooms.id)
    for gender in "FM":
        side = Keeping(problem, gender, Fixed(), 0)
        side.improve(never, unwatched)
        side.write(keepers)
    assert solve(problem).plan.keeper == keepers
