"""Rows to columns at the least cost, with rising prices for a column's load: exact, and proven so.

A network flow of OR-Tools finds the cheapest choice among some pairs. One price a column,
read from that flow, then bounds what *any* choice among *all* pairs must cost; where the
two differ, the pairs that could help are added and the flow runs again. Nothing is called
optimal, and no row uncoverable, before the bound over all pairs equals the cost.

Among equal choices the one with the least sum of ``tie`` is taken, so that neither the
order of rows nor the library's version decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from .tables import ProblemError

Ints = NDArray[np.int64]

NOBODY = -1
ALL_PAIRS = 400_000  # below this, every pair is in the network from the start
NEAREST = 24  # otherwise the cheapest of each row, and so many more a round
MOST_PAIRS = 50_000_000  # eight bytes each, in half a dozen arrays
LARGEST_PRICE = 2**61  # OR-Tools multiplies prices by the number of nodes, in 64 bits


@dataclass(frozen=True)
class Assignment:
    """``chosen[row]`` is a column or NOBODY; ``prices`` prove it: see ``bound``."""

    chosen: list[int]
    prices: Ints
    rounds: int


def assign(
    cost: Ints,
    slots: Sequence[Sequence[int]],
    *,
    fixed: Mapping[int, int],
    tie: Callable[[int, int], int],
) -> Assignment:
    """The cheapest choice with the fewest rows left to NOBODY.

    ``cost`` is rows x columns; ``slots[column]`` the prices of its first, second ... row,
    never falling; ``fixed`` rows take their column; ``tie(row, column)`` is below 2**32.
    """
    if not len(slots):  # nobody at all to choose from
        return Assignment([NOBODY] * len(cost), np.zeros(0, dtype=np.int64), 0)
    network = _Network(cost, slots, fixed)
    rounds = 0
    while True:
        rounds += 1
        chosen = network.cheapest()
        prices = network.prices(chosen)
        if network.bound(prices) == network.value(chosen):
            return Assignment(network.least_tie(prices, tie), prices, rounds)
        network.add_pairs(prices)


class _Network:
    def __init__(self, cost: Ints, slots: Sequence[Sequence[int]], fixed: Mapping[int, int]) -> None:
        self.rows, self.columns = cost.shape
        if cost.size > MOST_PAIRS:
            raise ProblemError(
                f"rooms: {self.rows} rooms and {self.columns} people of one gender are more pairs than fit in memory."
            )
        self.slots = slots
        steepest = max((abs(price) for column in slots for price in column), default=0)
        self.nobody = 2 * (self.rows + 1) * (int(np.abs(cost).max(initial=0)) + steepest) + 1
        if 4 * self.nobody * (self.rows + self.columns + 2) > LARGEST_PRICE:
            raise ProblemError("weights: they are too large for a plan of this size to be computed exactly.")
        self.forbidden = 4 * self.nobody
        self.cost = cost.copy()
        self.free = np.ones(self.rows, dtype=bool)  # rows that may be left to nobody
        for row, column in fixed.items():
            self.cost[row] = self.forbidden
            self.cost[row, column] = cost[row, column]
            self.free[row] = False
        self.cost[:, [not column for column in slots]] = self.forbidden
        self.allowed = self.cost < self.forbidden
        self.inside = self._first_pairs()

    def cheapest(self) -> list[int]:
        """The optimum over the pairs that are inside."""
        rows, columns = np.nonzero(self.inside)
        free = np.flatnonzero(self.free)
        sink = self.rows + self.columns
        slot_column = [column for column, prices in enumerate(self.slots) for _ in prices]
        slot_price = [price for prices in self.slots for price in prices]
        flow = min_cost_flow.SimpleMinCostFlow()
        pairs = flow.add_arcs_with_capacity_and_unit_cost(
            rows, columns + self.rows, np.ones_like(rows), self.cost[rows, columns]
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            free, np.full_like(free, sink), np.ones_like(free), np.full_like(free, self.nobody)
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            np.array(slot_column, dtype=np.int64) + self.rows,
            np.full(len(slot_column), sink),
            np.ones(len(slot_column), dtype=np.int64),
            np.array(slot_price, dtype=np.int64),
        )
        flow.set_nodes_supplies(np.append(np.arange(self.rows), sink), np.append(np.ones(self.rows), -self.rows))
        return self._solved(flow, rows, columns, pairs)

    def prices(self, chosen: list[int]) -> Ints:
        """The most a row would gain by a place in each column: shortest paths between the columns."""
        load = self._load(chosen)
        kept = np.flatnonzero(np.array(chosen) != NOBODY)
        kept = kept[np.argsort(np.array(chosen)[kept], kind="stable")]
        column_of = np.array(chosen)[kept]
        prices = np.array(
            [column[load[k]] if load[k] < len(column) else self.nobody * 2 for k, column in enumerate(self.slots)],
            dtype=np.int64,
        )
        if not len(kept):
            return prices
        own = self.cost[kept, column_of]
        starts = np.flatnonzero(np.append(True, column_of[1:] != column_of[:-1]))
        used = column_of[starts]
        inside = np.where(self.inside[kept], self.cost[kept], self.forbidden)
        moves = np.minimum.reduceat(inside - own[:, None], starts)
        release = np.where(self.free[kept], self.nobody, self.forbidden) - own
        prices[used] = np.minimum(prices[used], np.minimum.reduceat(release, starts))
        for _ in range(self.columns + 1):
            better = np.minimum(prices[used], (moves + prices).min(axis=1))
            if np.array_equal(better, prices[used]):
                return prices
            prices[used] = better
        raise RuntimeError("The flow is not optimal: its prices fall for ever.")

    def bound(self, prices: Ints) -> int:
        """What every choice, over all pairs, must cost at the least."""
        slots = sum(
            min(0, slot - price) for column, price in zip(self.slots, prices.tolist(), strict=True) for slot in column
        )
        return int(self._worth(prices).sum()) + slots

    def value(self, chosen: list[int]) -> int:
        load = self._load(chosen)
        rooms = sum(self.nobody if k == NOBODY else int(self.cost[row, k]) for row, k in enumerate(chosen))
        return rooms + sum(sum(column[: load[k]]) for k, column in enumerate(self.slots))

    def add_pairs(self, prices: Ints) -> None:
        """Bring in, for each row, the pairs that beat what the row pays now."""
        inside = np.where(self.inside, self.cost, self.forbidden) + prices
        worth = np.where(self.free, np.minimum(inside.min(axis=1), self.nobody), inside.min(axis=1))
        gain = np.where(self.allowed & ~self.inside, worth[:, None] - (self.cost + prices), 0)
        width = min(NEAREST, self.columns)
        best = np.argpartition(-gain, width - 1, axis=1)[:, :width]
        helping = np.take_along_axis(gain, best, axis=1) > 0
        rows, places = np.nonzero(helping)
        if not len(rows):
            raise RuntimeError("The bound and the cost differ, yet no pair explains it.")
        self.inside[rows, best[rows, places]] = True

    def least_tie(self, prices: Ints, tie: Callable[[int, int], int]) -> list[int]:
        """Of all optimal choices, the one with the least sum of ties.

        A choice is optimal exactly when it uses pairs that cost what their row is worth,
        fills every slot cheaper than its column's price and no dearer one.
        """
        worth = self._worth(prices)
        rows, columns = np.nonzero(self.allowed & (self.cost + prices == worth[:, None]))
        free = np.flatnonzero(self.free & (worth == self.nobody))
        filled = [sum(slot < price for slot in column) for column, price in zip(self.slots, prices, strict=True)]
        open_ = [sum(slot == price for slot in column) for column, price in zip(self.slots, prices, strict=True)]
        sink = self.rows + self.columns
        flow = min_cost_flow.SimpleMinCostFlow()
        ties = [tie(row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)]
        pairs = flow.add_arcs_with_capacity_and_unit_cost(
            rows, columns + self.rows, np.ones_like(rows), np.array(ties, dtype=np.int64)
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            free,
            np.full_like(free, sink),
            np.ones_like(free),
            np.array([tie(row, NOBODY) for row in free.tolist()], dtype=np.int64),
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(self.rows, sink),
            np.full(self.columns, sink),
            np.array(open_, dtype=np.int64),
            np.zeros(self.columns, dtype=np.int64),
        )
        supplies = [1] * self.rows + [-count for count in filled] + [sum(filled) - self.rows]
        flow.set_nodes_supplies(np.arange(sink + 1), np.array(supplies))
        return self._solved(flow, rows, columns, pairs)

    def _first_pairs(self) -> NDArray[np.bool_]:
        if self.cost.size <= ALL_PAIRS or self.columns <= NEAREST:
            return self.allowed.copy()
        nearest = np.argpartition(self.cost, NEAREST - 1, axis=1)[:, :NEAREST]
        inside = np.zeros_like(self.allowed)
        np.put_along_axis(inside, nearest, True, axis=1)
        return inside & self.allowed

    def _solved(self, flow: min_cost_flow.SimpleMinCostFlow, rows: Ints, columns: Ints, pairs: Ints) -> list[int]:
        status = flow.solve()
        if status != flow.OPTIMAL:
            raise RuntimeError(f"The network flow ended with {status}.")
        used = flow.flows(pairs) > 0
        chosen = [NOBODY] * self.rows
        for row, column in zip(rows[used].tolist(), columns[used].tolist(), strict=True):
            chosen[row] = column
        return chosen

    def _worth(self, prices: Ints) -> Ints:
        best = (self.cost + prices).min(axis=1)
        return np.where(self.free, np.minimum(best, self.nobody), best)

    def _load(self, chosen: list[int]) -> list[int]:
        load = [0] * self.columns
        for column in chosen:
            if column != NOBODY:
                load[column] += 1
        return load
