"""The flow against enumeration, and few pairs against all."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import flow
from planner.flow import NOBODY, assign
from planner.tables import ProblemError


@st.composite
def assignments(draw, most_rows=4, most_columns=3):
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(1, most_columns))
    price = st.integers(-20, 20)
    cost = draw(st.lists(st.lists(price, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    slots = [sorted(draw(st.lists(price, max_size=3))) for _ in range(columns)]
    return np.array(cost, dtype=np.int64), slots


def worth(cost, slots, chosen):
    """(rows left to nobody, cost), or None where a column is overfull."""
    load = [chosen.count(column) for column in range(len(slots))]
    if any(count > len(column) for count, column in zip(load, slots, strict=True)):
        return None
    rooms = sum(int(cost[row, column]) for row, column in enumerate(chosen) if column != NOBODY)
    return chosen.count(NOBODY), rooms + sum(sum(column[:count]) for count, column in zip(load, slots, strict=True))


def best(cost, slots, fixed):
    rows, columns = cost.shape
    options = [[fixed[row]] if row in fixed else [NOBODY, *range(columns)] for row in range(rows)]
    return min(found for chosen in product(*options) if (found := worth(cost, slots, list(chosen))))


def some_tie(row, column):
    return (row * 7919 + column * 104729) % 65537


@given(assignments())
def test_nothing_is_cheaper(assignment):
    cost, slots = assignment
    chosen = assign(cost, slots, fixed={}, tie=some_tie).chosen
    assert worth(cost, slots, chosen) == best(cost, slots, {})


@given(assignments())
def test_fixed_rows_stay(assignment):
    cost, slots = assignment
    fixed = {0: next((column for column, places in enumerate(slots) if places), None)}
    if fixed[0] is not None:
        chosen = assign(cost, slots, fixed=fixed, tie=some_tie).chosen
        assert chosen[0] == fixed[0]
        assert worth(cost, slots, chosen) == best(cost, slots, fixed)


@given(assignments(), st.randoms(use_true_random=False))
def test_among_equals_the_ties_decide_not_the_order(assignment, random):
    cost, slots = assignment
    cost = cost // 10  # many equals
    ties = {pair: random.randrange(2**32) for pair in product(range(cost.shape[0]), range(-1, cost.shape[1]))}
    rows, columns = (random.sample(range(size), size) for size in cost.shape)
    straight = assign(cost, slots, fixed={}, tie=lambda row, column: ties[row, column]).chosen
    mixed = assign(
        cost[rows][:, columns],
        [slots[column] for column in columns],
        fixed={},
        tie=lambda row, column: ties[rows[row], NOBODY if column == NOBODY else columns[column]],
    ).chosen
    for row, column in enumerate(mixed):
        assert straight[rows[row]] == (NOBODY if column == NOBODY else columns[column])


def test_few_pairs_lead_to_the_optimum_over_all(monkeypatch):
    random = np.random.default_rng(1)
    cost = random.integers(0, 50, (60, 40))
    cost[:, :5] -= 40  # everybody's first choice, with too few places
    slots = [sorted(random.integers(-5, 30, 2).tolist()) for _ in range(40)]
    everything = assign(cost, slots, fixed={}, tie=some_tie)
    monkeypatch.setattr(flow, "ALL_PAIRS", 0)
    monkeypatch.setattr(flow, "NEAREST", 2)
    pruned = assign(cost, slots, fixed={}, tie=some_tie)
    assert everything.rounds == 1
    assert pruned.rounds > 1
    assert pruned.chosen == everything.chosen


def test_prices_beyond_64_bits_are_refused():
    with pytest.raises(ProblemError, match="weights: they are too large"):
        assign(np.full((300, 2), 10**13), [[0], [0]], fixed={}, tie=some_tie)
