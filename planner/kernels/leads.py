"""What a room costs with a lead, and the field of four minima: room, floor, building, elsewhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints

from . import allocating, compiled
from .flow import NONE, add_pair, slot, worth
from .offers import ALWAYS, SPREAD, note, offer


class LeadSide(NamedTuple):
    """The leads of one gender: R rooms in door order, N pools of people who live in the same room.

    Pools stand in door order of their homes, those of no known home last.
    """

    room: Ints  # [R] row in the problem's tables
    prev: Ints  # [R] pool of who led the room before, or NOBODY
    pin: Ints  # [R]
    room_tie: Ints  # [R]
    floor: Ints  # [R] a number for each floor of each building, rising from building to building
    building: Ints  # [R]
    home: Ints  # [N] row in the problem's tables, or -1 = unknown
    home_floor: Ints  # [N] the same numbers
    home_building: Ints  # [N]
    members: Ints  # [N]
    places: Ints  # [N] rooms that they may have together
    person_tie: Ints  # [N]
    building_start: Ints  # [B + 1] pools of building b
    room_start: Ints  # [R] pools in the room itself are in_room[room_start[r] : room_end[r]]
    room_end: Ints  # [R]
    in_room: Ints  # [*]
    floors: int
    on_the_floor: int
    in_the_building: int
    elsewhere: int
    second: int
    change: int
    uncovered: int
    base: int


@compiled
def lead_cost(side, r, k):
    """Terms 2 and 5 of a room with somebody of a pool, but for second rooms."""
    cost = side.elsewhere
    if side.home[k] == side.room[r]:
        cost = 0
    elif side.home[k] >= 0 and side.home_building[k] == side.building[r]:
        cost = side.on_the_floor if side.home_floor[k] == side.floor[r] else side.in_the_building
    return cost - side.change if side.prev[r] == k else cost


@compiled
def add_first_leads(side, net):
    """For each room who lives in it and who led it before."""
    for r in range(len(side.room)):
        if side.pin[r] != NOBODY:
            continue
        known = False
        for place in range(side.room_start[r], side.room_end[r]):
            k = side.in_room[place]
            known = known or k == side.prev[r]
            add_pair(net, r, k, lead_cost(side, r, k))
        if side.prev[r] != NOBODY and not known:
            add_pair(net, r, side.prev[r], lead_cost(side, r, side.prev[r]))


@allocating
def least_leads(side, price, least):
    """The least that each room pays over all pools, as if nobody lived in it or had led it: those pairs are known."""
    endless = 8 * side.uncovered
    floors, buildings = side.floors, len(side.building_start) - 1
    on_floor = np.full(floors, endless, dtype=np.int64)
    in_building = np.full(buildings, endless, dtype=np.int64)
    anywhere = endless
    for k in range(len(side.home)):
        anywhere = min(anywhere, price[k])
        if side.home[k] >= 0:
            on_floor[side.home_floor[k]] = min(on_floor[side.home_floor[k]], price[k])
            in_building[side.home_building[k]] = min(in_building[side.home_building[k]], price[k])
    for r in range(len(least)):
        arrives = anywhere + side.elsewhere
        arrives = min(arrives, in_building[side.building[r]] + side.in_the_building)
        arrives = min(arrives, on_floor[side.floor[r]] + side.on_the_floor)
        least[r] = arrives


@allocating
def helping_leads(side, net, least, slack, found):
    """As ``field.helping``: the pairs that beat what their room pays; returns how many."""
    pairs = 0
    ranked = np.argsort(net.price, kind="mergesort")
    for r in range(len(side.room)):
        if not net.inside[r]:
            continue
        pays, pays_tie = worth(net, r)
        if least[r] >= pays + slack:
            continue
        count = 0
        for k in range(side.building_start[side.building[r]], side.building_start[side.building[r] + 1]):
            count = offer(net, r, k, lead_cost(side, r, k), pays, pays_tie, found, count)
        outsiders = 0
        for k in ranked:
            if net.price[k] + side.elsewhere >= pays + slack:
                break
            if side.home[k] >= 0 and side.home_building[k] == side.building[r]:
                continue
            outsiders += 1
            if slack == 0 and outsiders > len(found.cheapest) * SPREAD:
                break
            if slack == 1 or outsiders <= ALWAYS or (outsiders + r) % SPREAD == 0:
                count = offer(net, r, k, lead_cost(side, r, k), pays, pays_tie, found, count)
        pairs = note(net, r, found, pairs, count)
    return pairs


@compiled
def lead_total(side, net):
    """Terms 2 and 5, ``base`` included, of the rooms that have a lead."""
    total = side.base
    for r in range(len(net.chosen)):
        if net.chosen[r] != NOBODY:
            total += lead_cost(side, r, net.chosen[r])
    for k in range(len(net.load)):
        for n in range(net.load[k]):
            total += slot(net, k, n)
    return total


@compiled
def lead_least(side, net, least):
    """As ``proof.proven_least``: what no choice of leads over all pairs can cost less than."""
    total = side.base
    for r in range(len(least)):
        k = side.pin[r]
        if k != NOBODY:
            total += lead_cost(side, r, k) + net.price[k]
            continue
        worth_of = min(side.uncovered, least[r])
        pair = net.first_of_room[r]
        while pair != NONE:
            worth_of = min(worth_of, net.pair_cost[pair] + net.price[net.pair_person[pair]])
            pair = net.next_of_room[pair]
        total += worth_of
    for k in range(len(net.cap)):
        total -= net.price[k] * net.taken[k]
        for n in range(net.cap[k]):
            if n < net.taken[k]:
                total += slot(net, k, n)
            elif slot(net, k, n) < net.price[k]:
                total += slot(net, k, n) - net.price[k]
    return total
