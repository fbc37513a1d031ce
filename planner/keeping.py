"""The keepers of one gender and the rooms they may keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from .check import check, score
from .contiguity import improve
from .flow import NOBODY, assign
from .matrices import keeper_costs, load_prices
from .order import ties
from .problem import Problem
from .tables import Id, Plan


class Keeping:
    """Starts at the exact optimum of terms 1, 3, 4, 5; then ``adopt`` and ``improve`` see to term 6."""

    def __init__(self, problem: Problem, gender: str, pinned: Mapping[int, int], seed: int) -> None:
        self.problem, self.seed = problem, seed
        self.rooms = problem.occupied(gender)
        keepers = problem.keepers
        self.keepers = [row for row, g in enumerate(keepers.gender) if g == gender and keepers.avail[row]]
        column = {keeper: place for place, keeper in enumerate(self.keepers)}
        self.fixed = {row: column[pinned[room]] for row, room in enumerate(self.rooms) if room in pinned}
        self.cost = keeper_costs(problem, self.rooms, self.keepers)
        self.slots = [load_prices(problem, keeper, len(self.rooms)) for keeper in self.keepers]
        self.names = [keepers.id[keeper] for keeper in self.keepers]
        tie = ties(seed, "keeper", [problem.rooms.id[room] for room in self.rooms], self.names)
        exact = assign(self.cost, self.slots, fixed=self.fixed, tie=tie)
        self.chosen, self.prices = exact.chosen, exact.prices

    def adopt(self, start: Plan) -> None:
        """Go on from another plan, if it keeps the rules and the pins and is cheaper in all six terms."""
        column = {name: place for place, name in enumerate(self.names)}
        other = [column.get(start.keeper[room], NOBODY) for room in self.rooms]
        theirs = self._plan(other)
        if any(other[row] != keeper for row, keeper in self.fixed.items()) or check(self.problem, theirs):
            return
        their_score, our_score = score(self.problem, theirs), score(self.problem, self._plan(self.chosen))
        as_many = their_score.raw["uncovered_keeper"] == our_score.raw["uncovered_keeper"]
        if as_many and their_score.total < our_score.total:
            self.chosen = other

    def improve(self, stop: Callable[[], bool], progress: Callable[[float], None]) -> None:
        """Fewer fragments, never dearer in all."""
        rooms = self.problem.rooms
        self.chosen = improve(
            self.cost,
            self.slots,
            [(rooms.building[room], rooms.floor[room]) for room in self.rooms],
            self.chosen,
            prices=self.prices,
            fragment=self.problem.weights.fragment,
            fixed=self.fixed,
            random=Random(self.seed),
            stop=stop,
            progress=progress,
        )

    def write(self, keepers: list[Id | None]) -> None:
        """Enter the choice into the column of all rooms."""
        self._write(self.chosen, keepers)

    def _plan(self, chosen: Sequence[int]) -> Plan:
        keepers: list[Id | None] = [None] * len(self.problem.rooms.id)
        self._write(chosen, keepers)
        return Plan(keepers, [None] * len(keepers))

    def _write(self, chosen: Sequence[int], keepers: list[Id | None]) -> None:
        for room, column in zip(self.rooms, chosen, strict=True):
            keepers[room] = None if column == NOBODY else self.names[column]
