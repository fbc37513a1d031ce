"""All pairs, of all keepers with all rooms, whose cost is near their room's price: without looking at each.

A keeper's own branch is a list of rooms. Everybody else's rooms are passed over a building at a
time where even the cheapest of them is too far.
"""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY

from . import allocating
from .costs import own_students, pair_cost
from .pricing import SCALE

FAR = 2**61


@allocating
def near_pairs(side, value, price, building_start, branch_start, branch_room):
    """The pairs with scaled cost + price[k] < value[r], as keeper * rooms + room, in this order.

    Rooms that are pinned are only ever of their keeper, and always.
    """
    rooms, buildings = len(side.room), len(building_start) - 1
    from_street = np.full(buildings, FAR, dtype=np.int64)
    from_nowhere = np.full(buildings, FAR, dtype=np.int64)
    step = SCALE * side.rates.step
    for r in range(rooms):
        if side.pin[r] == NOBODY:
            least = SCALE * side.rates.branch * side.size[r] - value[r]
            if side.prev[r] != NOBODY:
                least -= SCALE * side.rates.change
            b = side.building[r]
            from_street[b] = min(from_street[b], least + step * side.out[r])
            from_nowhere[b] = min(from_nowhere[b], least + step * side.rates.nohome_steps)
    found = np.empty(16 * rooms + 64, dtype=np.int64)
    count = 0
    for k in range(len(side.keeper)):
        first = count
        if side.cap[k] > 0:
            branch = side.keeper_branch[k]
            if branch + 1 < len(branch_start):
                for place in range(branch_start[branch], branch_start[branch + 1]):
                    r = branch_room[place]
                    if side.pin[r] == NOBODY and SCALE * pair_cost(side, r, k) + price[k] < value[r]:
                        found[count] = k * rooms + r
                        count += 1
                        if count == len(found):
                            found = np.append(found, np.empty(count, dtype=np.int64))
            home = side.home_building[k]
            for b in range(buildings):
                if building_start[b] == building_start[b + 1]:
                    continue
                if home < 0:
                    if from_nowhere[b] + price[k] >= 0:
                        continue
                elif home != b:
                    between = abs(side.x[home] - side.x[b]) + abs(side.y[home] - side.y[b])
                    way = step * (side.home_out[k] + side.rates.building_steps + between)
                    if from_street[b] + way + price[k] >= 0:
                        continue
                for r in range(building_start[b], building_start[b + 1]):
                    if side.pin[r] != NOBODY or SCALE * side.rates.branch * side.size[r] + price[k] >= value[r] + (
                        SCALE * side.rates.change if side.prev[r] == k else 0
                    ):
                        continue
                    if own_students(side, r, k) > 0:
                        continue
                    if SCALE * pair_cost(side, r, k) + price[k] < value[r]:
                        found[count] = k * rooms + r
                        count += 1
                        if count == len(found):
                            found = np.append(found, np.empty(count, dtype=np.int64))
        found[first:count].sort()
    return found[:count].copy()


@allocating
def pair_costs(side, keeper, room):
    """The scaled cost of each pair."""
    cost = np.empty(len(room), dtype=np.int64)
    for i in range(len(room)):
        cost[i] = SCALE * pair_cost(side, room[i], keeper[i])
    return cost
