"""What a division costs, and what its prices prove that no division can cost less than.

Sums wrap around at 64 bits where many rooms stay uncovered: equal sums stay equal.
"""

from __future__ import annotations

from . import compiled
from .costs import load_cost, pair_cost, slot_price
from .flow import NONE


@compiled
def total_cost(side, chosen, load):
    """Terms 1, 3, 4 and 5, ``base`` included, of the rooms that have a keeper."""
    total = side.base
    for r in range(len(chosen)):
        if chosen[r] >= 0 and side.size[r] > 0:
            total += pair_cost(side, r, chosen[r])
    for k in range(len(load)):
        total += load_cost(side, k, load[k])
    return total


@compiled
def proven_least(side, net, least):
    """The bound of the network's prices over all pairs.

    ``least`` [R] is the price field, which takes nobody for their own branch; the network has
    those pairs. A room counts with the less of the two and of ``uncovered``, a keeper with the
    number of rooms at which load cost less price is least.
    """
    total = side.base
    for r in range(len(least)):
        if side.size[r] == 0:
            continue
        k = side.pin[r]
        if k >= 0:
            total += pair_cost(side, r, k) + net.price[k]
            continue
        worth = min(side.uncovered, least[r])
        pair = net.first_of_room[r]
        while pair != NONE:
            worth = min(worth, net.pair_cost[pair] + net.price[net.pair_person[pair]])
            pair = net.next_of_room[pair]
        total += worth
    for k in range(len(net.cap)):
        n = net.taken[k]
        total += load_cost(side, k, n) - net.price[k] * n
        while n < net.cap[k] and slot_price(side, k, n) < net.price[k]:
            total += slot_price(side, k, n) - net.price[k]
            n += 1
    return total
