"""The last of the gap: the best choice among the few sets of rooms that could still save anything.

A cheaper plan would have to make do with sets whose slack, all together, stays below the gap.
Where these are few, a solver of integer programs chooses among all of them, or finds that no
choice covers every room: then the plan in hand is the best there is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from planner.instance.arrays import NOBODY, Ints, Side
from planner.kernels.pricing import ENDLESS, SCALE, load_price

from .prices import Prices

MOST_SETS = 50_000
MOST_WORK = 60.0  # of the solver, in its own measure: about seconds, and the same on every machine
POLL = 0.2  # seconds between two questions whether to stop


class Choice(NamedTuple):
    """A set of rooms that a keeper may have; ``slack`` above the keeper's best. NOBODY may have one room."""

    keeper: int
    rooms: tuple[int, ...]
    slack: int


class TooMany(Exception):
    """More sets than can be chosen among."""


def close(side: Side, prices: Prices, chosen: Ints, saving: int, stop: Callable[[], bool]) -> Ints | None:
    """The cheapest plan that saves at least so much; ``chosen`` itself if none does, None if it cannot be told."""
    budget = prices.let_in_all(chosen, saving)
    if budget < 0:
        return chosen
    try:
        choices = _choices(side, prices, budget)
    except TooMany:
        return None
    return _chosen(side, choices, chosen, budget, stop)


def _choices(side: Side, prices: Prices, budget: int) -> list[Choice]:
    lost = (SCALE * side.uncovered - prices.kept).tolist()
    found = [Choice(NOBODY, (r,), loss) for r, loss in enumerate(lost) if prices.free[r] and loss <= budget]
    for k in range(len(side.keeper)):
        found += _Sets(side, prices, k).within(budget, MOST_SETS - len(found))
    return found


def _chosen(side: Side, choices: list[Choice], chosen: Ints, budget: int, stop: Callable[[], bool]) -> Ints | None:
    model, taken = _model(side, choices)
    slack = cp_model.LinearExpr.weighted_sum(taken, [choice.slack for choice in choices])
    model.add(slack <= budget)
    model.minimize(slack)
    solver = _solver()
    status = solved(solver, model, stop)
    if status == cp_model.INFEASIBLE:
        return chosen
    if status != cp_model.OPTIMAL:
        return None
    best = np.full(len(chosen), NOBODY)
    for choice, variable in zip(choices, taken, strict=True):
        if solver.boolean_value(variable):
            best[list(choice.rooms)] = choice.keeper
    return best


def _model(side: Side, choices: list[Choice]) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Each room in one set, and each keeper with one."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in choices]
    of_room: list[list[cp_model.IntVar]] = [[] for _ in side.room]
    of_keeper: list[list[cp_model.IntVar]] = [[] for _ in side.keeper]
    for choice, variable in zip(choices, taken, strict=True):
        for room in choice.rooms:
            of_room[room].append(variable)
        if choice.keeper != NOBODY:
            of_keeper[choice.keeper].append(variable)
    for variables in of_room + of_keeper:
        model.add_exactly_one(variables)
    return model, taken


def _solver() -> cp_model.CpSolver:
    """The same sets give the same answer, on whichever machine."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # nearly all of the work is the linear bound's
    solver.parameters.max_deterministic_time = MOST_WORK
    return solver


def solved(solver: cp_model.CpSolver, model: cp_model.CpModel, stop: Callable[[], bool]) -> int:
    """The status of the answer, while somebody may ask to stop. What ``stop`` raises ends the search, too."""
    with ThreadPoolExecutor(1) as pool:
        solving = pool.submit(solver.solve, model)
        try:
            while wait([solving], POLL).not_done:
                if stop():
                    solver.stop_search()
        except BaseException:
            solver.stop_search()
            raise
        return solving.result()


class _Sets:
    """The sets of one keeper, each found by going through the candidate rooms in door order."""

    def __init__(self, side: Side, prices: Prices, k: int) -> None:
        pairs = prices.pairs
        span = slice(pairs.start[k], pairs.start[k + 1])
        self.keeper = k
        self.rooms = pairs.room[span].tolist()
        self.extra = (pairs.cost[span] - prices.kept[pairs.room[span]]).tolist()
        self.beside = pairs.beside[span].tolist()
        self.forced = (~prices.free[pairs.room[span]]).tolist()
        self.fragment = SCALE * side.rates.fragment
        self.cap = min(int(pairs.cap[k]), len(self.rooms))
        last = [int(load_price(side, k, n)) for n in range(self.cap + 1)]
        self.least = [
            [(price, price) for price in last]
        ]  # at each door: (n rooms so far, the last one open) -> the rest
        for i in range(len(self.rooms) - 1, -1, -1):
            self.least.append([self._rest(i, n) for n in range(self.cap + 1)])
        self.least.reverse()

    def within(self, slack: int, most: int) -> list[Choice]:
        """All sets with at most so much slack. Raises TooMany."""
        best = self.least[0][0][0]
        found = []
        waiting: list[tuple[int, tuple[int, ...], bool, int]] = [(0, (), False, 0)]
        while waiting:
            i, rooms, is_open, cost = waiting.pop()
            if cost + self.least[i][len(rooms)][is_open] - best > slack:
                continue
            if i == len(self.rooms):
                found.append(Choice(self.keeper, rooms, cost + self.least[i][len(rooms)][0] - best))
                if len(found) > most:
                    raise TooMany
                continue
            if not self.forced[i]:
                waiting.append((i + 1, rooms, False, cost))
            if len(rooms) < self.cap:
                waiting.append((i + 1, (*rooms, self.rooms[i]), True, cost + self._taking(i, is_open)))
        return found

    def _taking(self, i: int, is_open: bool) -> int:
        return self.extra[i] + (0 if is_open and self.beside[i] else self.fragment)

    def _rest(self, i: int, n: int) -> tuple[int, int]:
        after = self.least[-1]
        skip = ENDLESS if self.forced[i] else after[n][0]
        if n == self.cap:
            return skip, skip
        return (
            min(skip, self._taking(i, False) + after[n + 1][1]),
            min(skip, self._taking(i, True) + after[n + 1][1]),
        )
