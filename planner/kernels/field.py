"""The price field: what every room would pay to the cheapest of all keepers, without looking at pairs.

A keeper's price spreads from the home at 10 a step: along the corridor in two passes, up and
down each stairwell, out to the street and from building to building. What arrives at a door
first is the least of ``walk cost + price`` over all keepers of the field: O(rooms + keepers +
buildings squared) for all pairs.

Outside the main building of a keeper's Party group the price is higher by what that costs. A keeper
who lives elsewhere comes to that building as its *visitor*, and is looked at by name. Where what
arrives at a door may be from somebody who is banned from the room, all others are asked one by one.

``helping`` then looks at the pairs of those rooms alone where the field says that a pair could
beat, or equal, what the room pays now, and names the pairs that do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints

from . import allocating, compiled
from .costs import banned, has_bans, outside_group, own_students, pair_cost, walk
from .flow import worth
from .offers import ALWAYS, SPREAD, note, offer


class Field(NamedTuple):
    """Some keepers and some rooms, corridor by corridor: G corridors in C buildings."""

    member: Ints  # [m] keepers with a known home, in (building, floor, pos) order
    homeless: Ints  # [h] the other keepers
    door: Ints  # [n] rooms in door order
    offset: Ints  # [n] what is added for a room, whoever keeps it
    floor: Ints  # [G]
    member_start: Ints  # [G + 1] members of corridor g
    door_start: Ints  # [G + 1] doors of corridor g
    corridor_start: Ints  # [C + 1] corridors of building c
    building: Ints  # [C] row of x, y and stairs
    visitor: Ints  # [v] keepers with another home or none, whose Party group is at home in a building
    visitor_start: Ints  # [C + 1] visitors of building c
    branch: int  # of whom this is the field, or NOBODY: of all, as if no student were of their branch


@allocating
def spread(side, field, price, least, street):
    """Fills ``least`` [n], the field at each door, and ``street`` [C], the least that comes to a building from others."""
    endless = 8 * side.uncovered
    step, stairs = side.rates.step, side.stairs.shape[1]
    corridors, buildings = len(field.floor), len(field.building)
    by_stairs = np.full((corridors, stairs), endless, dtype=np.int64)
    out = np.full(buildings, endless, dtype=np.int64)
    for c in range(buildings):
        b = field.building[c]
        first, last = field.corridor_start[c], field.corridor_start[c + 1]
        for g in range(first, last):
            for place in range(field.member_start[g], field.member_start[g + 1]):
                k = field.member[place]
                out[c] = min(out[c], asks(side, price, k, NOBODY) + step * side.home_out[k])
                here = asks(side, price, k, b)
                for s in range(stairs):
                    by_stairs[g, s] = min(by_stairs[g, s], here + step * abs(side.home_pos[k] - side.stairs[b, s]))
        climb = step * side.rates.floor_steps
        for s in range(stairs):
            for g in range(first + 1, last):
                up = by_stairs[g - 1, s] + climb * (field.floor[g] - field.floor[g - 1])
                by_stairs[g, s] = min(by_stairs[g, s], up)
            for g in range(last - 2, first - 1, -1):
                down = by_stairs[g + 1, s] + climb * (field.floor[g + 1] - field.floor[g])
                by_stairs[g, s] = min(by_stairs[g, s], down)
    nowhere = endless
    for k in field.homeless:
        nowhere = min(nowhere, asks(side, price, k, NOBODY) + step * side.rates.nohome_steps)
    for c in range(buildings):
        b = field.building[c]
        street[c] = endless
        for other in range(buildings):
            if other != c:
                street[c] = min(street[c], out[other] + step * between(side, b, field.building[other]))
        by_street, anyhow = street[c], nowhere
        for place in range(field.visitor_start[c], field.visitor_start[c + 1]):
            k = field.visitor[place]
            if side.home_building[k] < 0:
                anyhow = min(anyhow, price[k] + step * side.rates.nohome_steps)
            else:
                way = side.home_out[k] + between(side, b, side.home_building[k])
                by_street = min(by_street, price[k] + step * way)
        for g in range(field.corridor_start[c], field.corridor_start[c + 1]):
            _along(side, field, price, least, g, b)
            for place in range(field.door_start[g], field.door_start[g + 1]):
                r = field.door[place]
                arrives = min(least[place], anyhow, by_street + step * side.out[r])
                for s in range(stairs):
                    arrives = min(arrives, by_stairs[g, s] + step * abs(side.pos[r] - side.stairs[b, s]))
                if side.wishes and has_bans(side, r) and _least_banned(side, field, price, r) <= arrives:
                    arrives = _least_allowed(side, field, price, r)
                least[place] = arrives + field.offset[place]


@compiled
def asks(side, price, k, b):
    """A keeper's price in a building; NOBODY: in any that is not their group's."""
    return price[k] + outside_group(side, k, b)


@compiled
def _at_the_door(side, price, r, k):
    """What arrives at a door from one keeper."""
    return asks(side, price, k, side.building[r]) + side.rates.step * walk(side, r, k)


@compiled
def _least_banned(side, field, price, r):
    """What arrives from those of the field who are banned from the room."""
    least = 8 * side.uncovered
    for place in range(side.ban_start[r], side.ban_start[r + 1]):
        k = side.ban[place]
        if field.branch == NOBODY or field.branch == side.keeper_branch[k]:
            least = min(least, _at_the_door(side, price, r, k))
    return least


@compiled
def _least_allowed(side, field, price, r):
    """What arrives from all the others."""
    least = 8 * side.uncovered
    for k in field.member:
        if not banned(side, r, k):
            least = min(least, _at_the_door(side, price, r, k))
    for k in field.homeless:
        if not banned(side, r, k):
            least = min(least, _at_the_door(side, price, r, k))
    return least


@compiled
def between(side, here, there):
    """Steps from one building's street door to another's."""
    return side.rates.building_steps + abs(side.x[here] - side.x[there]) + abs(side.y[here] - side.y[there])


@compiled
def _along(side, field, price, least, g, b):
    """What comes along the corridor itself, from the left and from the right."""
    step, endless = side.rates.step, 8 * side.uncovered
    first, last = field.member_start[g], field.member_start[g + 1]
    best, m = endless, first
    for place in range(field.door_start[g], field.door_start[g + 1]):
        pos = side.pos[field.door[place]]
        while m < last and side.home_pos[field.member[m]] <= pos:
            k = field.member[m]
            best = min(best, asks(side, price, k, b) - step * side.home_pos[k])
            m += 1
        least[place] = min(endless, best + step * pos)
    best, m = endless, last - 1
    for place in range(field.door_start[g + 1] - 1, field.door_start[g] - 1, -1):
        pos = side.pos[field.door[place]]
        while m >= first and side.home_pos[field.member[m]] >= pos:
            k = field.member[m]
            best = min(best, asks(side, price, k, b) + step * side.home_pos[k])
            m -= 1
        least[place] = min(least[place], best - step * pos)


@allocating
def helping(side, net, field, least, street, slack, found):
    """The pairs that beat what their room pays, the best few of each room; returns how many.

    With ``slack`` 0 the rooms are looked at that a pair beats by cost, with 1 those as well that
    a pair may beat by its tie alone.
    """
    step = side.rates.step
    fare = np.empty(len(field.member), dtype=np.int64)  # price and way to the street, by place in ``ranked``
    ranked = np.empty(len(field.member), dtype=np.int64)  # the members of each building, the cheapest first
    outsider = np.empty(len(field.member), dtype=np.int64)  # who comes to one building, and what that costs at its door
    arrives = np.empty(len(field.member), dtype=np.int64)
    asked = np.empty(len(field.homeless), dtype=np.int64)
    for m in range(len(asked)):
        asked[m] = asks(side, net.price, field.homeless[m], NOBODY)
    nowhere = field.homeless[np.argsort(asked, kind="mergesort")]
    are_ranked = False
    pairs = 0
    for c in range(len(field.building)):
        first, last = field.corridor_start[c], field.corridor_start[c + 1]
        outsiders = -1  # not known yet
        for place in range(field.door_start[first], field.door_start[last]):
            r = field.door[place]
            if not net.inside[r]:
                continue
            pays, pays_tie = worth(net, r)
            if least[place] >= pays + slack:
                continue
            count = 0
            if has_bans(side, r) and _least_banned(side, field, net.price, r) + field.offset[place] <= pays:
                for k in field.member:
                    count = _offer(side, net, field, r, k, pays, pays_tie, found, count)
                for k in field.homeless:
                    count = _offer(side, net, field, r, k, pays, pays_tie, found, count)
                pairs = note(net, r, found, pairs, count)
                continue
            for m in range(field.member_start[first], field.member_start[last]):
                count = _offer(side, net, field, r, field.member[m], pays, pays_tie, found, count)
            for m in range(field.visitor_start[c], field.visitor_start[c + 1]):
                count = _offer(side, net, field, r, field.visitor[m], pays, pays_tie, found, count)
            way_in = step * side.out[r] + field.offset[place]
            if street[c] + way_in < pays + slack:
                if not are_ranked:
                    _rank(side, net, field, fare, ranked)
                    are_ranked = True
                if outsiders < 0:
                    outsiders = _outsiders(
                        side, field, street, fare, ranked, c, (len(found.cheapest) - 1) * SPREAD, outsider, arrives
                    )
                for m in range(outsiders):
                    if arrives[m] + way_in > pays:
                        break
                    if slack == 0 and m >= ALWAYS and (m + place) % SPREAD:
                        continue
                    if side.main_building[outsider[m]] == side.building[r]:
                        continue  # a visitor
                    count = _offer(side, net, field, r, outsider[m], pays, pays_tie, found, count)
            at_home = step * side.rates.nohome_steps + field.offset[place]
            for m in range(len(nowhere)):
                k = nowhere[m]
                if asks(side, net.price, k, NOBODY) + at_home > pays:
                    break
                if slack == 0 and m >= ALWAYS and (m + place) % SPREAD:
                    continue
                if side.main_building[k] == side.building[r]:
                    continue  # a visitor
                count = _offer(side, net, field, r, k, pays, pays_tie, found, count)
            pairs = note(net, r, found, pairs, count)
    return pairs


@compiled
def _offer(side, net, field, r, k, pays, pays_tie, found, count):
    if field.branch == NOBODY and own_students(side, r, k) > 0:
        return count  # priced with their own branch
    return offer(net, r, k, pair_cost(side, r, k), pays, pays_tie, found, count)


@allocating
def _rank(side, net, field, fare, ranked):
    """The members of each building by what they cost at their own street door."""
    for c in range(len(field.building)):
        first = field.member_start[field.corridor_start[c]]
        last = field.member_start[field.corridor_start[c + 1]]
        costs = np.empty(last - first, dtype=np.int64)
        for m in range(first, last):
            k = field.member[m]
            costs[m - first] = asks(side, net.price, k, NOBODY) + side.rates.step * side.home_out[k]
        order = np.argsort(costs, kind="mergesort")
        for m in range(first, last):
            ranked[m] = field.member[first + order[m - first]]
            fare[m] = costs[order[m - first]]


@allocating
def _outsiders(side, field, street, fare, ranked, c, width, outsider, arrives):
    """Who comes to a building from others: all who are cheapest, then the next up to ``width``; returns how many."""
    step, b = side.rates.step, field.building[c]
    buildings = len(field.building)
    head = np.empty(buildings, dtype=np.int64)
    way = np.empty(buildings, dtype=np.int64)
    count = 0
    for other in range(buildings):
        place = field.member_start[field.corridor_start[other]]
        way[other] = step * between(side, b, field.building[other])
        last = field.member_start[field.corridor_start[other + 1]] if other != c else place
        while place < last and fare[place] + way[other] == street[c]:
            outsider[count], arrives[count] = ranked[place], street[c]
            count += 1
            place += 1
        head[other] = place
    while count < width:
        best, least = -1, np.int64(0)
        for other in range(buildings):
            if other != c and head[other] < field.member_start[field.corridor_start[other + 1]]:
                value = fare[head[other]] + way[other]
                if best < 0 or value < least:
                    best, least = other, value
        if best < 0:
            break
        outsider[count], arrives[count] = ranked[head[best]], least
        count += 1
        head[best] += 1
    return count
