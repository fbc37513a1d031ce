"""The keepers of one gender and the rooms they may keep, from the exact optimum to fewer fragments."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from planner.flow.exact import KeeperFlow
from planner.instance.arrays import NOBODY, Ints, ints, keeper_side
from planner.instance.fitting import Fixed
from planner.instance.problem import Problem
from planner.instance.tables import Id, Plan
from planner.proof.check import check, score

from .narrowing import improve


class Keeping:
    """Starts at the exact optimum of terms 1, 3, 4, 5; then ``adopt`` and ``improve`` see to term 6."""

    def __init__(
        self, problem: Problem, gender: str, fixed: Fixed, seed: int, look_up: Callable[[], object] = lambda: None
    ) -> None:
        self.problem, self.seed = problem, seed
        self.side = keeper_side(problem, gender, fixed.keeper, fixed.not_keeper, seed=seed)
        self.flow = KeeperFlow(self.side, look_up).solve()
        self.optimum = self.flow.optimum()
        self.chosen: Ints = self.optimum.chosen
        self.bound = self.optimum.cost  # of the six terms, uncovered rooms not priced in
        self.names = [problem.keepers.id[keeper] for keeper in self.side.keeper.tolist()]

    def adopt(self, start: Plan) -> None:
        """Go on from another plan, if it keeps the rules and the pins and is cheaper in all six terms."""
        place = {name: number for number, name in enumerate(self.names)}
        other = ints([place.get(start.keeper[room], NOBODY) for room in self.side.room.tolist()])
        pinned = self.side.pin != NOBODY
        with_bans = np.repeat(np.arange(len(other)), np.diff(self.side.ban_start))
        theirs = self._plan(other.tolist())
        unwanted = (other[pinned] != self.side.pin[pinned]).any() or (other[with_bans] == self.side.ban).any()
        if unwanted or check(self.problem, theirs):
            return
        their_score, our_score = score(self.problem, theirs), score(self.problem, self._plan(self.chosen.tolist()))
        as_many = their_score.raw["uncovered_keeper"] == our_score.raw["uncovered_keeper"]
        if as_many and their_score.total < our_score.total:
            self.chosen = other

    def improve(self, stop: Callable[[], bool], progress: Callable[[float], None]) -> None:
        """Fewer fragments, never dearer in all, and how much better a plan could be."""
        improved = improve(self.side, self.optimum, start=self.chosen, stop=stop, progress=progress, seed=self.seed)
        self.chosen, self.bound = improved.chosen, improved.bound

    def write(self, keepers: list[Id | None]) -> None:
        """Enter the choice into the column of all rooms."""
        self._write(self.chosen.tolist(), keepers)

    def _plan(self, chosen: Sequence[int]) -> Plan:
        keepers: list[Id | None] = [None] * len(self.problem.rooms.id)
        self._write(chosen, keepers)
        return Plan(keepers, [None] * len(keepers))

    def _write(self, chosen: Sequence[int], keepers: list[Id | None]) -> None:
        for room, place in zip(self.side.room.tolist(), chosen, strict=True):
            keepers[room] = None if place == NOBODY else self.names[place]
