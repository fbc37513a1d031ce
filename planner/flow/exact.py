"""Terms 1, 3, 4 and 5 of one gender's keepers at the least cost: exact over all pairs, and proven so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from planner.instance.arrays import NOBODY, Ints, Optimum, Side
from planner.kernels.field import helping
from planner.kernels.flow import Net
from planner.kernels.pairs import add_first_pairs
from planner.kernels.proof import proven_least, total_cost

from .field import colleagues, fields, least_at_doors
from .net import ENDLESS, new_net
from .rounds import Rounds

NEAREST = 8  # keepers of the building whose pairs are in the network from the start


def cheapest(side: Side) -> Optimum:
    """The least-cost division of a side, pins kept, with its proof."""
    return KeeperFlow(side).solve().optimum()


class KeeperFlow(Rounds):
    """A side's network with all that is needed to keep it optimal over all pairs."""

    def __init__(self, side: Side, look_up: Callable[[], object] = lambda: None) -> None:
        self.side = side
        self.fields = fields(side)
        super().__init__(side.room_tie, look_up)

    def optimum(self) -> Optimum:
        """What has been found; asserts that it costs what its prices prove to be the least."""
        return Optimum(self.net.chosen.copy(), self.net.price.copy(), self.uncovered(), self.proven_cost())

    def first_net(self, room_tie: Ints) -> Net:
        side = self.side
        start, colleague = colleagues(side)
        net = new_net(
            lo=side.lo,
            hi=side.hi,
            cap=side.cap,
            full=np.full(len(side.keeper), ENDLESS),
            steep=side.rates.imbalance,
            second=0,
            room_tie=room_tie,
            person_tie=side.keeper_tie,
            pin=side.pin,
            uncovered=side.uncovered,
            pairs=int(np.diff(start)[side.branch].sum()) + (1 + NEAREST) * len(side.room),
        )
        add_first_pairs(side, net, self.fields[0], start, colleague, NEAREST)
        return net

    def waiting(self) -> Ints:
        return np.flatnonzero((self.side.pin == NOBODY) & (self.side.size > 0))

    def helping(self, slack: int) -> Iterator[int]:
        for field in self.fields:
            least, street = least_at_doors(self.side, field, self.net.price)
            yield helping(self.side, self.net, field, least, street, slack, self.found)

    def cost(self) -> int:
        return int(total_cost(self.side, self.net.chosen, self.net.load))

    def bound(self) -> int:
        least = np.full(len(self.side.room), self.side.uncovered)
        for field in self.fields:
            at_doors, _ = least_at_doors(self.side, field, self.net.price)
            least[field.door] = np.minimum(least[field.door], at_doors)
        return int(proven_least(self.side, self.net, least))
