"""Term 6: what is claimed of a plan is true, and nothing else is changed to get there."""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.contiguity import closing
from planner.contiguity.narrowing import improve
from planner.contiguity.prices import Prices
from planner.flow.exact import cheapest
from planner.instance.arrays import NOBODY, keeper_side
from planner.instance.tables import Plan
from planner.kernels.annealing import LONGEST, Board, anneal, give, seat_all
from planner.kernels.dice import draw, new_dice
from planner.kernels.merging import full_cost, merge
from planner.proof.check import check, score
from planner.tests.small import instance, problems

SOME = settings(max_examples=40)


def plan_of(problem, side, chosen):
    keepers = [None] * len(problem.rooms.id)
    for room, k in zip(side.room.tolist(), chosen.tolist(), strict=True):
        keepers[room] = None if k == NOBODY else problem.keepers.id[side.keeper[k]]
    return Plan(keepers, [None] * len(keepers))


def judged(problem, side, chosen):
    """The six terms of a side by the independent judge, which counts both genders: the other's share is the constant."""
    counted = score(problem, plan_of(problem, side, chosen))
    return counted.keepers + counted.fragments


def loads(side, chosen):
    return np.bincount(chosen[chosen != NOBODY], minlength=len(side.keeper)).astype(np.int64)


def cost_of(side, chosen):
    return full_cost(side, chosen, loads(side, chosen))


def allowed(side):
    """Every division of a side that keeps caps and pins."""
    options = [[pin] if pin != NOBODY else [NOBODY, *np.flatnonzero(side.cap).tolist()] for pin in side.pin.tolist()]
    for chosen in product(*options):
        chosen = np.array(chosen, dtype=np.int64)
        if (loads(side, chosen) <= side.cap).all():
            yield chosen


def any_division(side, data):
    """A division that keeps the caps, drawn room by room."""
    left = side.cap.copy()
    chosen = np.full(len(side.room), NOBODY)
    for r in range(len(chosen)):
        k = data.draw(st.sampled_from([NOBODY, *np.flatnonzero(left).tolist()]))
        if k != NOBODY:
            chosen[r] = k
            left[k] -= 1
    return chosen


def a_board(side, chosen, seed=1):
    rooms, keepers = len(side.room), len(side.keeper)
    prices = Prices(side, cheapest(side))
    start, good = prices.keepers_of_rooms()
    lists = [np.full(size, NOBODY) for size in (rooms, keepers, rooms, rooms)]
    board = Board(
        lists[0], np.zeros(keepers, dtype=np.int64), lists[1], lists[2], lists[3], prices.pairs.cap, start, good,
        np.zeros(LONGEST, dtype=np.int64), np.zeros(LONGEST, dtype=np.int64), new_dice(seed),
    )  # fmt: skip
    seat_all(board, chosen)
    return board


@SOME
@given(problems(most_rooms=6), st.data())
def test_nothing_is_below_the_bound_and_the_plan_is_not_below_the_best(problem, data):
    side = keeper_side(problem, "F")
    if len(side.room) and data.draw(st.booleans()):
        some = any_division(side, data)
        pinned = np.array([data.draw(st.booleans()) for _ in some])
        side = side._replace(pin=np.where(pinned, some, NOBODY))
    improved = improve(side, cheapest(side))
    least = min((int(np.count_nonzero(chosen == NOBODY)), cost_of(side, chosen)) for chosen in allowed(side))
    assert np.count_nonzero(improved.chosen == NOBODY) == least[0]
    assert improved.bound <= least[1] <= improved.cost
    assert improved.cost == cost_of(side, improved.chosen)
    assert improved.cost <= cost_of(side, cheapest(side).chosen)
    assert (improved.chosen[side.pin != NOBODY] == side.pin[side.pin != NOBODY]).all()


@SOME
@given(problems(most_rooms=10, most_keepers=4), st.data())
def test_a_difference_is_what_the_judge_counts(problem, data):
    side = keeper_side(problem, "F")
    assume(len(side.room) and side.cap.any())
    board = a_board(side, any_division(side, data))
    left = problem.weights.uncovered_keeper
    for _ in range(4):
        before = judged(problem, side, board.chosen)
        empty = np.count_nonzero(board.chosen == NOBODY)
        r = data.draw(st.integers(0, len(side.room) - 1))
        others = [NOBODY, *np.flatnonzero(board.load < side.cap).tolist()]
        others = [k for k in others if k != board.chosen[r]]
        if not others:
            break
        k = data.draw(st.sampled_from(others))
        change = give(side, board, r, k)
        more = np.count_nonzero(board.chosen == NOBODY) - empty
        assert change - more * side.uncovered == judged(problem, side, board.chosen) - before - more * left


@SOME
@given(problems(most_rooms=12, most_keepers=5), st.data())
def test_annealing_knows_what_it_has_changed(problem, data):
    side = keeper_side(problem, "F")
    optimum = cheapest(side)
    assume(len(side.room))
    board = a_board(side, optimum.chosen, seed=data.draw(st.integers(0, 9)))
    change = anneal(side, board, np.arange(len(side.room)), 30, 1024 * 400)
    assert (board.load == loads(side, board.chosen)).all()
    assert (board.load <= side.cap).all()
    assert np.count_nonzero(board.chosen == NOBODY) == optimum.uncovered
    assert change == cost_of(side, board.chosen) - cost_of(side, optimum.chosen)


@SOME
@given(problems(most_rooms=12, most_keepers=5), st.data())
def test_a_merge_costs_no_more_than_either(problem, data):
    side = keeper_side(problem, "F")
    one, other = any_division(side, data), any_division(side, data)

    def with_uncovered(chosen):
        return cost_of(side, chosen) + int(np.count_nonzero(chosen == NOBODY)) * side.uncovered

    merged = one.copy()
    saved = merge(side, merged, other)
    assert with_uncovered(merged) == with_uncovered(one) - saved
    assert with_uncovered(merged) <= min(with_uncovered(one), with_uncovered(other))
    assert (loads(side, merged) <= side.cap).all()


@pytest.mark.parametrize(("name", "cost"), [("case", 245_990), ("case-tight", 242_350)])
def test_the_case_is_proven_in_all_six_terms(name, cost):
    problem = instance(name)
    found = []
    for gender in "FM":
        side = keeper_side(problem, gender)
        found.append((side, improve(side, cheapest(side))))
    assert sum(improved.cost for _, improved in found) == cost
    assert sum(improved.bound for _, improved in found) == cost
    for side, improved in found:
        assert check(problem, plan_of(problem, side, improved.chosen)) == []


def test_the_same_again():
    side = keeper_side(instance("case"), "F")
    first, again = (improve(side, cheapest(side), seed=3) for _ in range(2))
    assert (first.chosen == again.chosen).all()
    assert first[1:] == again[1:]


@pytest.mark.parametrize("ending", [{"stop": lambda: True}, {"seconds": 0.0}])
def test_who_stops_at_once_has_the_plan_of_the_flow_and_its_bound(ending):
    side = keeper_side(instance("case"), "F")
    optimum = cheapest(side)
    improved = improve(side, optimum, **ending)
    assert (improved.chosen == optimum.chosen).all()
    assert improved.bound == optimum.cost < improved.cost


@pytest.mark.parametrize("looks", [2, 20, 60, 200])
def test_who_stops_midway_has_a_true_bound(looks):
    side = keeper_side(instance("case"), "F")
    optimum = cheapest(side)
    left = iter(range(looks))
    improved = improve(side, optimum, stop=lambda: next(left, None) is None)
    assert optimum.cost <= improved.bound <= 118_190 <= improved.cost <= cost_of(side, optimum.chosen)
    assert improved.cost == cost_of(side, improved.chosen)


def test_progress_only_grows():
    told = []
    side = keeper_side(instance("case"), "M")
    improve(side, cheapest(side), progress=told.append)
    assert all(before <= after for before, after in pairwise(told))
    assert told[-1] == 1.0


def test_no_price_on_fragments_leaves_the_flow_as_it_is():
    side = keeper_side(instance("case"), "M")
    free = side._replace(rates=side.rates._replace(fragment=0))
    optimum = cheapest(free)
    assert improve(free, optimum).cost == improve(free, optimum).bound == optimum.cost


def test_the_dice_are_the_same_on_every_machine():
    dice = new_dice(1)
    assert [int(draw(dice, 100)) for _ in range(8)] == [45, 93, 9, 97, 19, 69, 49, 62]


def test_the_last_computing_ends_when_it_is_asked_to():
    """Fewer holes than pigeons, with all that would see it turned off: a question without an end."""
    model = cp_model.CpModel()
    sits = [[model.new_bool_var("") for _hole in range(29)] for _pigeon in range(30)]
    for pigeon in sits:
        model.add_bool_or(pigeon)
    for hole in zip(*sits, strict=True):
        for one, other in combinations(hole, 2):
            model.add_bool_or(one.negated(), other.negated())
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 0
    solver.parameters.symmetry_level = 0
    asked = []
    assert closing.solved(solver, model, lambda: not asked.append(None)) == cp_model.UNKNOWN
    assert asked
