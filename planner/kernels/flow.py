"""Rooms to people at the least cost with convex loads: one shortest augmentation at a time.

A price a person holds the proof at every moment. With ``worth`` of a room its pair's cost plus
that person's price (``uncovered``, where nobody has it), three things are true between calls:

    no pair of the network beats its room's worth,
    a person's price is at least that of their last slot, and at most that of their next one.

So what is in the network is always divided at the least cost. Costs and prices are two numbers,
compared one after the other: the cost itself, and a tie, room_tie * person_tie, which makes the
optimum unique. Searches settle only people whom the change reaches, and change only their prices.

A room is *inside* while it takes part; a pinned room never does, it only counts in ``taken``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints

from . import compiled

NONE = -1  # the end of a list; no pair; no room


class Net(NamedTuple):
    """R rooms, N people, room for P pairs."""

    # pairs, each in two lists
    pair_room: Ints  # [P] int32
    pair_person: Ints  # [P] int32
    pair_cost: Ints  # [P]
    next_of_room: Ints  # [P] int32
    next_of_person: Ints  # [P] int32
    first_of_room: Ints  # [R]
    first_of_person: Ints  # [N]
    pairs: Ints  # [1] how many there are
    # people
    lo: Ints  # [N] rooms below lo or above hi cost ``steep`` times their square
    hi: Ints  # [N]
    cap: Ints  # [N]
    full: Ints  # [N] each room from here on costs ``second`` as well
    taken: Ints  # [N] pinned rooms
    room_tie: Ints  # [R]
    person_tie: Ints  # [N]
    # the division
    inside: Ints  # [R] 1 = takes part
    chosen: Ints  # [R] person or NOBODY
    chosen_pair: Ints  # [R]
    load: Ints  # [N] with the pinned rooms
    first_kept: Ints  # [N] the rooms a person has, as a list
    next_kept: Ints  # [R]
    prev_kept: Ints  # [R]
    price: Ints  # [N]
    price_tie: Ints  # [N]
    # the search
    seen: Ints  # [N] number of the search that reached the person
    order: Ints  # [N] the settled, first to last
    dist: Ints  # [N]
    dist_tie: Ints  # [N]
    came_from: Ints  # [N] person, or NOBODY at the start
    came_by: Ints  # [N] pair
    heap: Ints  # [N] people reached and not settled, the nearest first
    heap_place: Ints  # [N] where in it a person is
    key: Ints  # [N] by person: distance and price
    key_tie: Ints  # [N]
    count: Ints  # [4] number of the search, entries in the heap, people settled, pair of the room covered
    # prices
    steep: int
    second: int
    uncovered: int


@compiled
def less(a, a_tie, b, b_tie):
    return a < b or (a == b and a_tie < b_tie)


@compiled
def slot(net, k, n):
    """The price of one more room for a person who has n."""
    before = max(0, net.lo[k] - n, n - net.hi[k])
    after = max(0, net.lo[k] - n - 1, n + 1 - net.hi[k])
    price = net.steep * (after * after - before * before)
    return price + net.second if n >= net.full[k] else price


@compiled
def add_pair(net, r, k, cost):
    place = net.pairs[0]
    net.pairs[0] += 1
    net.pair_room[place] = r
    net.pair_person[place] = k
    net.pair_cost[place] = cost
    net.next_of_room[place] = net.first_of_room[r]
    net.first_of_room[r] = place
    net.next_of_person[place] = net.first_of_person[k]
    net.first_of_person[k] = place


@compiled
def pair_tie(net, pair):
    return net.room_tie[net.pair_room[pair]] * net.person_tie[net.pair_person[pair]]


@compiled
def worth(net, r):
    """What a room inside pays: its pair and the person's price."""
    pair = net.chosen_pair[r]
    if pair == NONE:
        return net.uncovered, np.int64(0)
    k = net.pair_person[pair]
    return net.pair_cost[pair] + net.price[k], pair_tie(net, pair) + net.price_tie[k]


@compiled
def insert_all(net, rooms):
    """Bring rooms in, one after the other."""
    for r in rooms:
        insert(net, r)


@compiled
def insert(net, r):
    """Bring a room in, where it and those it displaces cost least."""
    net.inside[r] = 1
    _begin(net)
    pair = net.first_of_room[r]
    while pair != NONE:
        _reach_out(net, NOBODY, pair, net.pair_cost[pair], pair_tie(net, pair), net.uncovered, 0)
        pair = net.next_of_room[pair]
    end, left = _search_out(net, NOBODY, net.uncovered, 0)
    if end != NOBODY:
        _pass_on(net, end, left)


@compiled
def take_out(net, r):
    """Let a room go, and fill the place it leaves where that saves something."""
    k = net.chosen[r]
    net.inside[r] = 0
    if k != NOBODY:
        _drop(net, r)
        fill(net, k)


@compiled
def fill(net, k):
    """Give a person rooms while their price is above that of their next slot."""
    while net.load[k] < net.cap[k] and less(slot(net, k, net.load[k]), 0, net.price[k], net.price_tie[k]):
        end, covered = _search_in(net, k)
        if end == k and covered == NONE:
            return
        _draw_in(net, k, end, covered)


@compiled
def expel(net, k):
    """Take rooms from a person while they have too many or their price is below that of their last slot."""
    while net.load[k] > net.taken[k]:
        over = net.load[k] > net.cap[k]
        last = slot(net, k, net.load[k] - 1)
        if not over and not less(net.price[k], net.price_tie[k], last, 0):
            return
        stay = 2 * net.uncovered if over else last
        _begin(net)
        _reach(net, k, NOBODY, NONE, 0, 0, net.price[k], net.price_tie[k])
        end, left = _search_out(net, k, stay, 0)
        if end == NOBODY:
            return
        _pass_on(net, end, left)


# The search outward: a room must be taken, who takes it passes another on, until a free slot or one left uncovered.


@compiled
def _search_out(net, origin, best, best_tie):
    """(end, left): who gives a free slot, or whose room ``left`` stays uncovered; NOBODY: neither is below ``best``.

    ``origin`` may not end the search with a slot of their own.
    """
    end, left = NOBODY, NONE
    while net.count[1] > 0:
        k, key, key_tie = _pop(net)
        if not less(key, key_tie, best, best_tie):
            break
        _settle(net, k)
        d, d_tie = net.dist[k], net.dist_tie[k]
        if net.load[k] < net.cap[k] and k != origin:
            found = d + slot(net, k, net.load[k])
            if less(found, d_tie, best, best_tie):
                best, best_tie, end, left = found, d_tie, k, NONE
        r = net.first_kept[k]
        while r != NONE:
            own = net.chosen_pair[r]
            base, base_tie = d - net.pair_cost[own], d_tie - pair_tie(net, own)
            if less(base + net.uncovered, base_tie, best, best_tie):
                best, best_tie, end, left = base + net.uncovered, base_tie, k, r
            pair = net.first_of_room[r]
            while pair != NONE:
                _reach_out(net, k, pair, base + net.pair_cost[pair], base_tie + pair_tie(net, pair), best, best_tie)
                pair = net.next_of_room[pair]
            r = net.next_kept[r]
    for place in range(net.count[2]):
        k = net.order[place]
        net.price[k] = best - net.dist[k]
        net.price_tie[k] = best_tie - net.dist_tie[k]
    return end, left


@compiled
def _reach_out(net, giver, pair, d, d_tie, best, best_tie):
    k = net.pair_person[pair]
    key, key_tie = d + net.price[k], d_tie + net.price_tie[k]
    if less(key, key_tie, best, best_tie):
        _reach(net, k, giver, pair, d, d_tie, key, key_tie)


@compiled
def _pass_on(net, end, left):
    """Make the exchanges that a search outward has found."""
    if left == NONE:
        net.load[end] += 1
    else:
        _unlink(net, left)
    k = end
    while net.came_by[k] != NONE:
        giver, pair = net.came_from[k], net.came_by[k]
        r = net.pair_room[pair]
        if giver != NOBODY:
            _unlink(net, r)
        _link(net, r, pair)
        k = giver
        if k == NOBODY:
            return
    net.load[k] -= 1  # a room of the origin has gone


# The search inward: a place is open, who comes leaves another open, until one is left open or an uncovered room is met.


@compiled
def _search_in(net, origin):
    """(end, covered): who is left with an open place, or who takes the uncovered room ``covered``."""
    best, best_tie = -slot(net, origin, net.load[origin]), np.int64(0)
    end, covered = origin, NONE
    _begin(net)
    _reach(net, origin, NOBODY, NONE, 0, 0, -net.price[origin], -net.price_tie[origin])
    while net.count[1] > 0:
        k, key, key_tie = _pop(net)
        if not less(key, key_tie, best, best_tie):
            break
        _settle(net, k)
        d, d_tie = net.dist[k], net.dist_tie[k]
        if k != origin:
            found = d - slot(net, k, net.load[k] - 1)
            if less(found, d_tie, best, best_tie):
                best, best_tie, end, covered = found, d_tie, k, NONE
        pair = net.first_of_person[k]
        while pair != NONE:
            r = net.pair_room[pair]
            if net.inside[r] and net.chosen[r] != k:
                own = net.chosen_pair[r]
                reached, reached_tie = d + net.pair_cost[pair], d_tie + pair_tie(net, pair)
                if own == NONE:
                    if less(reached - net.uncovered, reached_tie, best, best_tie):
                        best, best_tie, end, covered = reached - net.uncovered, reached_tie, k, r
                        net.count[3] = pair
                else:
                    giver = net.pair_person[own]
                    reached -= net.pair_cost[own]
                    reached_tie -= pair_tie(net, own)
                    key, key_tie = reached - net.price[giver], reached_tie - net.price_tie[giver]
                    if less(key, key_tie, best, best_tie):
                        _reach(net, giver, k, pair, reached, reached_tie, key, key_tie)
            pair = net.next_of_person[pair]
    for place in range(net.count[2]):
        k = net.order[place]
        net.price[k] = net.dist[k] - best
        net.price_tie[k] = net.dist_tie[k] - best_tie
    return end, covered


@compiled
def _draw_in(net, origin, end, covered):
    """Make the exchanges that a search inward has found."""
    net.load[origin] += 1
    if covered == NONE:
        net.load[end] -= 1
    else:
        _link(net, covered, net.count[3])
    k = end
    while net.came_by[k] != NONE:
        pair = net.came_by[k]
        r = net.pair_room[pair]
        _unlink(net, r)
        _link(net, r, pair)
        k = net.came_from[k]


# Lists and heap.


@compiled
def _link(net, r, pair):
    k = net.pair_person[pair]
    first = net.first_kept[k]
    net.chosen[r], net.chosen_pair[r] = k, pair
    net.next_kept[r], net.prev_kept[r] = first, NONE
    if first != NONE:
        net.prev_kept[first] = r
    net.first_kept[k] = r


@compiled
def _unlink(net, r):
    before, after = net.prev_kept[r], net.next_kept[r]
    if before == NONE:
        net.first_kept[net.chosen[r]] = after
    else:
        net.next_kept[before] = after
    if after != NONE:
        net.prev_kept[after] = before
    net.chosen[r], net.chosen_pair[r] = NOBODY, NONE


@compiled
def _drop(net, r):
    net.load[net.chosen[r]] -= 1
    _unlink(net, r)


@compiled
def _begin(net):
    net.count[0] += 1
    net.count[1] = net.count[2] = 0


@compiled
def _reach(net, k, giver, pair, d, d_tie, key, key_tie):
    """A way to a person; kept if it is the first or the shortest."""
    if net.seen[k] != net.count[0]:
        net.seen[k] = net.count[0]
        place = net.count[1]
        net.count[1] += 1
    elif less(d, d_tie, net.dist[k], net.dist_tie[k]):
        place = net.heap_place[k]
    else:
        return
    net.dist[k], net.dist_tie[k] = d, d_tie
    net.came_from[k], net.came_by[k] = giver, pair
    net.key[k], net.key_tie[k] = key, key_tie
    while place > 0:
        above = net.heap[(place - 1) >> 1]
        if not less(key, key_tie, net.key[above], net.key_tie[above]):
            break
        net.heap[place] = above
        net.heap_place[above] = place
        place = (place - 1) >> 1
    net.heap[place] = k
    net.heap_place[k] = place


@compiled
def _pop(net):
    """The nearest person, who is settled from now on if the caller goes on."""
    k = net.heap[0]
    net.count[1] -= 1
    last = net.heap[net.count[1]]
    place, below = 0, 1
    while below < net.count[1]:
        person = net.heap[below]
        if below + 1 < net.count[1]:
            other = net.heap[below + 1]
            if less(net.key[other], net.key_tie[other], net.key[person], net.key_tie[person]):
                below, person = below + 1, other
        if not less(net.key[person], net.key_tie[person], net.key[last], net.key_tie[last]):
            break
        net.heap[place] = person
        net.heap_place[person] = place
        place, below = below, 2 * below + 1
    net.heap[place] = last
    net.heap_place[last] = place
    return k, net.key[k], net.key_tie[k]


@compiled
def _settle(net, k):
    net.order[net.count[2]] = k
    net.count[2] += 1
