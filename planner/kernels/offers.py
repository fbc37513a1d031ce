"""Pairs outside the network that would help: the best few of each room, and how they are let in."""

from __future__ import annotations

from typing import NamedTuple

from planner.instance.arrays import Ints

from . import compiled
from .flow import add_pair, insert, less, take_out

# Neighbours would all be shown the same few people from afar, and fill them one after the other; so each room sees the
# first few and every so many of the others.
ALWAYS, SPREAD = 8, 8


class Found(NamedTuple):
    """Room for the pairs that help, and for the search after them."""

    room: Ints  # [most pairs]
    person: Ints
    cost: Ints
    cheapest: Ints  # [width + 1] the best people for one room: cost and price, tie, who, cost
    cheapest_tie: Ints
    cheapest_person: Ints
    cheapest_cost: Ints


@compiled
def offer(net, r, k, cost, pays, pays_tie, found, count):
    """Keep a person among the best for a room, if they beat what it pays; returns how many are kept."""
    price, tie = cost + net.price[k], net.room_tie[r] * net.person_tie[k] + net.price_tie[k]
    if not less(price, tie, pays, pays_tie):
        return count
    place = count
    while place > 0 and less(price, tie, found.cheapest[place - 1], found.cheapest_tie[place - 1]):
        found.cheapest[place] = found.cheapest[place - 1]
        found.cheapest_tie[place] = found.cheapest_tie[place - 1]
        found.cheapest_person[place] = found.cheapest_person[place - 1]
        found.cheapest_cost[place] = found.cheapest_cost[place - 1]
        place -= 1
    found.cheapest[place], found.cheapest_tie[place] = price, tie
    found.cheapest_person[place], found.cheapest_cost[place] = k, cost
    return min(count + 1, len(found.cheapest) - 1)


@compiled
def note(net, r, found, pairs, count):
    """Write down the best that were kept for a room; returns how many pairs there are now."""
    for m in range(count):
        found.room[pairs] = r
        found.person[pairs] = found.cheapest_person[m]
        found.cost[pairs] = found.cheapest_cost[m]
        pairs += 1
    return pairs


@compiled
def let_in(net, found, first, most, pairs):
    """Take each room out, let its pairs in, bring it back: optimal again over all pairs known.

    From place ``first`` of ``pairs`` on, about ``most`` of them; returns the place of the first that is left.
    """
    end = min(first + most, pairs)
    while first < end:
        r = found.room[first]
        last = first
        take_out(net, r)
        while last < pairs and found.room[last] == r:
            add_pair(net, r, found.person[last], found.cost[last])
            last += 1
        insert(net, r)
        first = last
    return first
