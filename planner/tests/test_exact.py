"""The compiled flow: against plain Python, against its own proof, and the only optimum there is."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from planner import rules
from planner.flow import field, rounds
from planner.flow.exact import KeeperFlow, cheapest
from planner.flow.leading import LeadFlow
from planner.instance.arrays import NOBODY, keeper_side, tie_numbers, uncovered_price
from planner.instance.generate import generate
from planner.instance.reading import read_problem
from planner.instance.tables import ProblemError
from planner.kernels.costs import load_cost, pair_cost
from planner.kernels.leads import lead_cost
from planner.reference import least_keepers, least_leads
from planner.tests.small import instance, problems

SOME = settings(max_examples=60)


@SOME
@given(problems(most_rooms=10, most_keepers=5))
def test_the_arrays_count_what_the_rules_count(problem):
    for gender in "FM":
        side = keeper_side(problem, gender)
        for r, room in enumerate(side.room.tolist()):
            for k, keeper in enumerate(side.keeper.tolist()):
                foreign = rules.price(problem, "foreign_students") * rules.foreign_students(problem, keeper, room)
                steps = rules.price(problem, "steps") * rules.steps(problem, problem.keepers.home[keeper], room)
                stays = problem.prev.keeper[room] == problem.keepers.id[keeper] and problem.keepers.avail[keeper]
                assert pair_cost(side, r, k) == foreign + steps - problem.weights.change_keeper * stays
                assert pair_cost(side, r, k) <= side.most
        for k, keeper in enumerate(side.keeper.tolist()):
            for load in range(side.cap[k] + 1):
                imbalance = rules.imbalance(problem, keeper, load) if problem.keepers.avail[keeper] else 0
                assert load_cost(side, k, load) == problem.weights.imbalance * imbalance
        leads = LeadFlow(problem, gender)
        for r, room in enumerate(leads.side.room.tolist()):
            for pool, members in enumerate(leads.members):
                level = rules.lead_level(problem, problem.leads.home[members[0]], room)
                stays = problem.prev.lead[room] in [problem.leads.id[member] for member in members]
                price = rules.price(problem, level) if level else 0
                assert lead_cost(leads.side, r, pool) == price - problem.weights.change_lead * stays


@SOME
@given(problems(most_rooms=12, most_keepers=5))
def test_plain_python_finds_nothing_cheaper(problem):
    for gender in "FM":
        found = cheapest(keeper_side(problem, gender))
        assert (found.uncovered, found.cost) == least_keepers(problem, gender)
        leads = LeadFlow(problem, gender).solve()
        assert (leads.uncovered(), leads.proven_cost()) == least_leads(problem, gender)


@pytest.mark.parametrize(("name", "uncovered", "cost"), [("case", 0, 245_530), ("case-tight", 60, 241_920)])
def test_the_known_optima(name, uncovered, cost):
    problem = instance(name)
    found = [cheapest(keeper_side(problem, gender)) for gender in "FM"]
    assert sum(optimum.uncovered for optimum in found) == uncovered
    assert sum(optimum.cost for optimum in found) == cost


def test_few_pairs_and_many_branches_lead_to_the_same_optimum(monkeypatch):
    problem = read_problem(generate(900, seed=3))
    sides = [keeper_side(problem, gender) for gender in "FM"]
    usual = [cheapest(side) for side in sides]
    monkeypatch.setattr(field, "COLLEAGUES", 2)  # most branches are large: each has a field of its own
    monkeypatch.setattr(rounds, "WIDTH", 3)
    for side, before in zip(sides, usual, strict=True):
        after = cheapest(side)
        assert after.chosen.tolist() == before.chosen.tolist()
        assert after.cost == before.cost


def test_without_ties_the_cost_is_the_same(monkeypatch):
    problem = read_problem(generate(900, seed=4, members=0.05))
    side = keeper_side(problem, "F")
    usual = cheapest(side)
    monkeypatch.setattr(rounds, "WIDTH", 1)
    monkeypatch.setattr(rounds, "TOO_MANY_TIES", 0)
    flow = KeeperFlow(side).solve()
    assert not flow.unique
    assert flow.optimum().cost == usual.cost


def test_no_two_ids_have_the_same_tie_and_none_depends_on_the_order():
    ids = [*range(-50, 1000), *(f"F{n}" for n in range(1000)), "寝室"]
    ties = dict(zip(ids, tie_numbers(ids, 7).tolist(), strict=True))
    assert len(set(ties.values())) == len(ids)
    assert dict(zip(ids[::-1], tie_numbers(ids[::-1], 7).tolist(), strict=True)) == ties
    assert dict(zip(ids, tie_numbers(ids, 8).tolist(), strict=True)) != ties


def test_weights_beyond_64_bits_are_refused():
    assert uncovered_price(27_000, 50_000, 30_000) == 10**12
    assert uncovered_price(10**10, 100, 50) == 4 * 51 * 10**10 + 1
    with pytest.raises(ProblemError, match="weights: they are too large"):
        uncovered_price(10**14, 5000, 5000)


@SOME
@given(problems(most_rooms=4, most_keepers=3))
def test_the_optimum_is_the_only_one_with_the_least_ties(problem):
    for gender in "FM":
        side = keeper_side(problem, gender)
        flow = KeeperFlow(side).solve()
        assert _worth(side, flow.net.chosen.tolist()) == min(_worth(side, chosen) for chosen in _choices(side))


def _choices(side):
    """Every choice that no hard rule forbids."""
    for chosen in product(range(NOBODY, len(side.keeper)), repeat=len(side.room)):
        if all(chosen.count(k) <= side.cap[k] for k in range(len(side.keeper))):
            yield list(chosen)


def _worth(side, chosen):
    """(uncovered, cost, sum of ties) of a choice."""
    load = np.bincount([k for k in chosen if k != NOBODY], minlength=len(side.keeper))
    cost = sum(pair_cost(side, r, k) for r, k in enumerate(chosen) if k != NOBODY)
    cost += sum(load_cost(side, k, int(n)) for k, n in enumerate(load))
    ties = sum(int(side.room_tie[r] * side.keeper_tie[k]) for r, k in enumerate(chosen) if k != NOBODY)
    return chosen.count(NOBODY), cost, ties


def test_made_up_colleges_have_the_size_asked_for_and_are_sound():
    data = generate(700, seed=5)
    problem = read_problem(json.loads(json.dumps(data)))
    assert len(problem.rooms.id) == 700
    assert generate(700, seed=5) == data
    assert generate(700, seed=6) != data
