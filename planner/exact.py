"""Terms 1, 3, 4 and 5 of one gender's keepers at the least cost: exact over all pairs.

The flow divides over some pairs; the price field then says whether any other pair would help.
Those that do are let in, and so on until there is none. What is left is the optimum over all
pairs, and the prices prove it: the bound they give is asserted to be the cost.

First pairs that help by their cost are looked for, then those that help by their tie alone. After
that the optimum is the only one, whatever way led to it. Where so many pairs are equal that
this would take long, ties are left out: the same facts still give the same division, because
the arrays stand in one order and whole numbers have no rounding.
"""

from __future__ import annotations

import numpy as np

from .arrays import NOBODY, Ints, Optimum, Side
from .field import colleagues, fields, least_at_doors
from .kernels.field import Found, add_found, helping
from .kernels.flow import Net, insert_all
from .kernels.pairs import add_first_pairs
from .kernels.proof import proven_least, total_cost
from .net import ENDLESS, new_net, with_room_for

NEAREST = 8  # keepers of the building whose pairs are in the network from the start
WIDTH = 24  # pairs that a room may let in at once
TOO_MANY_TIES = 60_000  # pairs that still help in the second round


def cheapest(side: Side) -> Optimum:
    """The least-cost division of a side, pins kept, with its proof."""
    return KeeperFlow(side).solve().optimum()


class KeeperFlow:
    """A side's network with all that is needed to keep it optimal over all pairs."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.fields = fields(side)
        self.net = self._first_net(side.room_tie)
        self.unique = True
        most = WIDTH * len(side.room)
        self._found = Found(*(np.empty(size, dtype=np.int64) for size in (most,) * 3 + (WIDTH + 1,) * 3))

    def solve(self) -> KeeperFlow:
        """Bring in every room where somebody lives, then price all pairs."""
        waiting = np.flatnonzero((self.side.pin == NOBODY) & (self.side.size > 0))
        insert_all(self.net, waiting)
        if not self._let_in(ties=False, rounds=2):
            self.unique = False
            self.net = self._first_net(np.zeros_like(self.side.room_tie))
            insert_all(self.net, waiting)
        return self.price_all()

    def price_all(self) -> KeeperFlow:
        """Let in every pair that helps, until none does."""
        self._let_in(ties=False)
        if self.unique:
            self._let_in(ties=True)
        return self

    def optimum(self) -> Optimum:
        """What has been found; asserts that it costs what its prices prove to be the least."""
        side, net = self.side, self.net
        uncovered = int(np.count_nonzero((net.chosen == NOBODY) & (net.inside == 1)))
        cost = int(total_cost(side, net.chosen, net.load))
        if (cost + uncovered * side.uncovered - self.bound()) % 2**64:
            raise AssertionError("The flow is not optimal: its prices do not prove its cost.")
        return Optimum(net.chosen.copy(), net.price.copy(), uncovered, cost)

    def bound(self) -> int:
        """What no division over all pairs can cost less than, modulo 2**64."""
        least = np.full(len(self.side.room), self.side.uncovered)
        for field in self.fields:
            at_doors, _ = least_at_doors(self.side, field, self.net.price)
            least[field.door] = np.minimum(least[field.door], at_doors)
        return int(proven_least(self.side, self.net, least))

    def _let_in(self, *, ties: bool, rounds: int | None = None) -> bool:
        """Let in the pairs that help, round after round; False if too many still do after ``rounds``."""
        found = self._found
        while True:
            together = 0
            for field in self.fields:
                least, street = least_at_doors(self.side, field, self.net.price)
                pairs = helping(self.side, self.net, field, least, street, int(ties), found)
                self.net = with_room_for(self.net, pairs)
                add_found(self.net, found, pairs)
                together += pairs
            if not together:
                return True
            if rounds is not None:
                rounds -= 1
                if not rounds:
                    return together <= TOO_MANY_TIES

    def _first_net(self, room_tie: Ints) -> Net:
        side = self.side
        start, colleague = colleagues(side)
        pairs = int(np.diff(start)[side.branch].sum()) + (1 + NEAREST) * len(side.room)
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
            pairs=pairs,
        )
        add_first_pairs(side, net, self.fields[0], start, colleague, NEAREST)
        return net
