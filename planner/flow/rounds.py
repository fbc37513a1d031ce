"""The rounds that make a flow over some pairs exact over all: divide, price, let in what helps, again.

First pairs that help by their cost are looked for, then those that help by their tie alone. After
that the optimum is the only one, whatever way led to it. Where so many pairs are equal that this
would take long, ties are left out: the same facts still give the same division, because the
arrays stand in one order and whole numbers have no rounding.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

from planner.instance.arrays import NOBODY, Ints
from planner.kernels.flow import Net, insert_all
from planner.kernels.offers import Found, let_in

from .net import with_room_for

WIDTH = 24  # pairs that a room may let in at once
TOO_MANY_TIES = 60_000  # pairs that still help in the second round
AT_ONCE = 4096  # rooms or pairs brought in without looking up: about a tenth of a second where they are crowded

Same = TypeVar("Same", bound="Rounds")


class Rounds(ABC):
    """A network, and who can say which pairs outside it would help."""

    def __init__(self, room_tie: Ints, look_up: Callable[[], object] = lambda: None) -> None:
        """``look_up`` is called every now and then; what it raises ends the work."""
        self.unique, self.look_up = True, look_up
        self.net = self.first_net(room_tie)
        sizes = (WIDTH * len(room_tie),) * 3 + (WIDTH + 1,) * 4
        self.found = Found(*(np.empty(size, dtype=np.int64) for size in sizes))

    @abstractmethod
    def first_net(self, room_tie: Ints) -> Net:
        """The network before anybody has a room, with the first pairs."""

    @abstractmethod
    def waiting(self) -> Ints:
        """The rooms to be brought in."""

    @abstractmethod
    def helping(self, slack: int) -> Iterator[int]:
        """Writes pairs that help into ``found``, as often as there are fields, and says how many."""

    @abstractmethod
    def cost(self) -> int:
        """Of the rooms that somebody has."""

    @abstractmethod
    def bound(self) -> int:
        """What no division over all pairs can cost less than, by the prices of the network, modulo 2**64."""

    def solve(self: Same) -> Same:
        """Bring in every room, then price all pairs."""
        self._bring_in()
        if not self._let_in(ties=False, rounds=2):
            self.unique = False
            self.net = self.first_net(np.zeros_like(self.net.room_tie))
            self._bring_in()
        return self.price_all()

    def price_all(self: Same) -> Same:
        """Let in every pair that helps, until none does."""
        self._let_in(ties=False)
        if self.unique:
            self._let_in(ties=True)
        return self

    def uncovered(self) -> int:
        return int(np.count_nonzero((self.net.chosen == NOBODY) & (self.net.inside == 1)))

    def proven_cost(self) -> int:
        """Raises AssertionError unless the prices prove that nothing is cheaper."""
        cost = self.cost()
        if (cost + self.uncovered() * self.net.uncovered - self.bound()) % 2**64:
            raise AssertionError("The flow is not optimal: its prices do not prove its cost.")
        return cost

    def _bring_in(self) -> None:
        waiting = self.waiting()
        for first in range(0, len(waiting), AT_ONCE):
            self.look_up()
            insert_all(self.net, waiting[first : first + AT_ONCE])

    def _let_in(self, *, ties: bool, rounds: int | None = None) -> bool:
        """Let in the pairs that help, round after round; False if too many still do after ``rounds``."""
        while True:
            together = 0
            for pairs in self.helping(int(ties)):
                self.net = with_room_for(self.net, pairs)
                first = 0
                while first < pairs:
                    self.look_up()
                    first = let_in(self.net, self.found, first, AT_ONCE, pairs)
                together += pairs
            if not together:
                return True
            if rounds is not None:
                rounds -= 1
                if not rounds:
                    return together <= TOO_MANY_TIES
