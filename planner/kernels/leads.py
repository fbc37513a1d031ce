"""What a room costs with a lead, and the field of four minima: room, floor, building, elsewhere.

Each level has its minimum among all and among the people of the branch that the room's keeper is of. All prices
are multiples of ``scale`` but for the one unit that a lead of another branch costs: of choices that cost the same,
the one with the most rooms whose keeper and lead are of one branch is taken.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import BANNED, NOBODY, Ints

from . import allocating, compiled
from .costs import banned, has_bans
from .flow import NONE, add_pair, slot, worth
from .offers import ALWAYS, SPREAD, note, offer


class Level(NamedTuple):
    """Pools in groups, at one price for each room: those of a floor, of a building or all, of one branch or of any."""

    of_pool: Ints  # [N] the group, or NOBODY
    of_room: Ints  # [R]
    groups: int
    cost: int
    any_branch: int  # 1 = the people of a group are of many branches


class LeadSide(NamedTuple):
    """The leads of one gender: R rooms in door order, N pools of people who live in the same room.

    Pools stand in door order of their homes, those of no known home last.
    """

    room: Ints  # [R] row in the problem's tables
    prev: Ints  # [R] pool of who led the room before, or NOBODY
    pin: Ints  # [R]
    ban_start: Ints  # [R + 1] pools that may not lead room r: ban[ban_start[r] : ban_start[r + 1]]
    ban: Ints  # [*]
    wanted: Ints  # [R] branch of the room's keeper, or NOBODY
    room_tie: Ints  # [R]
    floor: Ints  # [R] a number for each floor of each building, rising from building to building
    building: Ints  # [R]
    home: Ints  # [N] row in the problem's tables, or -1 = unknown
    home_floor: Ints  # [N] the same numbers
    home_building: Ints  # [N]
    branch: Ints  # [N]
    members: Ints  # [N]
    places: Ints  # [N] rooms that they may have together
    person_tie: Ints  # [N]
    building_start: Ints  # [B + 1] pools of building b
    room_start: Ints  # [R] pools in the room itself are in_room[room_start[r] : room_end[r]]
    room_end: Ints  # [R]
    in_room: Ints  # [*]
    branch_start: Ints  # [branches + 1] pools of branch b, when sorted by it
    levels: tuple[Level, ...]
    on_the_floor: int
    in_the_building: int
    elsewhere: int
    second: int
    change: int
    uncovered: int
    base: int
    scale: int


@compiled
def lead_cost(side, r, k):
    """Terms 2 and 5 of a room with somebody of a pool, but for second rooms."""
    return BANNED * side.uncovered if banned(side, r, k) else _open_cost(side, r, k)


@compiled
def _open_cost(side, r, k):
    """The same, as if nobody were banned."""
    cost = side.elsewhere
    if side.home[k] == side.room[r]:
        cost = 0
    elif side.home[k] >= 0 and side.home_building[k] == side.building[r]:
        cost = side.on_the_floor if side.home_floor[k] == side.floor[r] else side.in_the_building
    if side.wanted[r] != NOBODY and side.branch[k] != side.wanted[r]:
        cost += 1
    return cost - side.change if side.prev[r] == k else cost


@compiled
def _least_banned(side, price, r):
    """What those would ask who are banned from the room."""
    least = 8 * side.uncovered
    for place in range(side.ban_start[r], side.ban_start[r + 1]):
        k = side.ban[place]
        least = min(least, price[k] + _open_cost(side, r, k))
    return least


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
    least[:] = endless
    for level in side.levels:
        lowest = np.full(level.groups, endless, dtype=np.int64)
        for k in range(len(price)):
            group = level.of_pool[k]
            if group != NOBODY:
                lowest[group] = min(lowest[group], price[k])
        for r in range(len(least)):
            group = level.of_room[r]
            if group != NOBODY:
                another = 1 if level.any_branch and side.wanted[r] != NOBODY else 0
                least[r] = min(least[r], lowest[group] + level.cost + another)
    for r in range(len(least)):
        if has_bans(side, r) and _least_banned(side, price, r) <= least[r]:
            least[r] = endless
            for k in range(len(price)):
                least[r] = min(least[r], price[k] + lead_cost(side, r, k))


@allocating
def helping_leads(side, net, least, slack, found):
    """As ``field.helping``: the pairs that beat what their room pays; returns how many."""
    pairs = 0
    ranked = np.argsort(net.price, kind="mergesort")
    by_branch = ranked[np.argsort(side.branch[ranked], kind="mergesort")]
    for r in range(len(side.room)):
        if not net.inside[r]:
            continue
        pays, pays_tie = worth(net, r)
        if least[r] >= pays + slack:
            continue
        count = 0
        if has_bans(side, r) and _least_banned(side, net.price, r) <= pays:
            for k in ranked:
                count = offer(net, r, k, lead_cost(side, r, k), pays, pays_tie, found, count)
            pairs = note(net, r, found, pairs, count)
            continue
        for k in range(side.building_start[side.building[r]], side.building_start[side.building[r] + 1]):
            count = offer(net, r, k, lead_cost(side, r, k), pays, pays_tie, found, count)
        wanted = side.wanted[r]
        if wanted != NOBODY:
            own = by_branch[side.branch_start[wanted] : side.branch_start[wanted + 1]]
            count = _offer_outsiders(side, net, r, own, NOBODY, pays, pays_tie, slack, found, count)
        count = _offer_outsiders(side, net, r, ranked, wanted, pays, pays_tie, slack, found, count)
        pairs = note(net, r, found, pairs, count)
    return pairs


@compiled
def _offer_outsiders(side, net, r, ranked, but, pays, pays_tie, slack, found, count):
    """Who lives elsewhere, the cheapest first; the people of one branch are left out."""
    least = side.elsewhere + (0 if but == NOBODY else 1)
    outsiders = 0
    for k in ranked:
        if net.price[k] + least >= pays + slack:
            break
        at_home = side.home[k] >= 0 and side.home_building[k] == side.building[r]
        if at_home or (but != NOBODY and side.branch[k] == but):
            continue
        outsiders += 1
        if slack == 0 and outsiders > len(found.cheapest) * SPREAD:
            break
        if slack == 1 or outsiders <= ALWAYS or (outsiders + r) % SPREAD == 0:
            count = offer(net, r, k, lead_cost(side, r, k), pays, pays_tie, found, count)
    return count


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
