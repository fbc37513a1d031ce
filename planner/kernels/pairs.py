"""The first pairs of a network, those that are likely to be used; and what pairs cost after a change."""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY

from . import allocating, compiled
from .costs import pair_cost
from .flow import NONE, add_pair


@allocating
def add_first_pairs(side, net, field, colleague_start, colleague, nearest):
    """For each room all keepers of its branches, who kept it before, and the ``nearest`` of the building.

    ``colleague[colleague_start[b] : colleague_start[b + 1]]`` are the keepers of branch b.
    """
    known = np.full(len(side.keeper), -1, dtype=np.int64)
    near = np.empty(nearest + 1, dtype=np.int64)
    costs = np.empty(nearest + 1, dtype=np.int64)
    for c in range(len(field.building)):
        first, last = field.corridor_start[c], field.corridor_start[c + 1]
        for place in range(field.door_start[first], field.door_start[last]):
            r = field.door[place]
            if side.pin[r] >= 0:
                continue
            for b in range(side.branch_start[r], side.branch_start[r + 1]):
                for m in range(colleague_start[side.branch[b]], colleague_start[side.branch[b] + 1]):
                    k = colleague[m]
                    known[k] = r
                    add_pair(net, r, k, pair_cost(side, r, k))
            if side.prev[r] >= 0 and known[side.prev[r]] != r:
                known[side.prev[r]] = r
                add_pair(net, r, side.prev[r], pair_cost(side, r, side.prev[r]))
            count = 0
            for m in range(field.member_start[first], field.member_start[last]):
                k = field.member[m]
                if known[k] == r or net.cap[k] == net.taken[k]:
                    continue
                cost = pair_cost(side, r, k) + net.price[k]
                if count == nearest and cost >= costs[count - 1]:
                    continue
                at = count
                while at > 0 and cost < costs[at - 1]:
                    near[at], costs[at] = near[at - 1], costs[at - 1]
                    at -= 1
                near[at], costs[at] = k, cost
                count = min(count + 1, nearest)
            for m in range(count):
                add_pair(net, r, near[m], pair_cost(side, r, near[m]))


@compiled
def recost_room(side, net, r):
    pair = net.first_of_room[r]
    while pair != NONE:
        net.pair_cost[pair] = pair_cost(side, r, net.pair_person[pair])
        pair = net.next_of_room[pair]


@compiled
def recost_person(side, net, k):
    pair = net.first_of_person[k]
    while pair != NONE:
        net.pair_cost[pair] = pair_cost(side, net.pair_room[pair], k)
        pair = net.next_of_person[pair]


@compiled
def put_in_force(side, net, rooms):
    """Who has some rooms now is who had them before, from now on."""
    for r in rooms:
        new = net.chosen[r] if side.size[r] > 0 else NOBODY
        if side.prev[r] != new:
            side.prev[r] = new
            recost_room(side, net, r)
