"""What a room costs with a keeper: the numbers of ``planner.rules``, on a Side's arrays."""

from __future__ import annotations

from planner.instance.arrays import BANNED, NOBODY

from . import compiled


@compiled
def walk(side, r, k):
    """Steps from the keeper's door to the room's."""
    here, there = side.home_building[k], side.building[r]
    if here < 0:
        return side.rates.nohome_steps
    if here != there:
        between = abs(side.x[here] - side.x[there]) + abs(side.y[here] - side.y[there])
        return side.home_out[k] + side.rates.building_steps + between + side.out[r]
    home, door = side.home_pos[k], side.pos[r]
    floors = abs(side.home_floor[k] - side.floor[r])
    if floors == 0:
        return abs(home - door)
    least = abs(home - side.stairs[there, 0]) + abs(side.stairs[there, 0] - door)
    for s in range(1, side.stairs.shape[1]):
        least = min(least, abs(home - side.stairs[there, s]) + abs(side.stairs[there, s] - door))
    return least + side.rates.floor_steps * floors


@compiled
def own_students(side, r, k):
    """Students of the room who are of the keeper's branch."""
    for place in range(side.branch_start[r], side.branch_start[r + 1]):
        if side.branch[place] == side.keeper_branch[k]:
            return side.branch_count[place]
    return 0


@compiled
def has_bans(side, r):
    return side.ban_start[r] < side.ban_start[r + 1]


@compiled
def banned(side, r, k):
    """Whether somebody may not have a room, by a wish."""
    first, last = side.ban_start[r], side.ban_start[r + 1]
    return first < last and _among(side.ban, first, last, k)


@compiled
def _among(people, first, last, k):
    """Whether somebody stands between two places of a list. A call of its own that does not take the side: with a loop
    in it, who may be banned would no longer be drawn into the loops that ask for costs.
    """
    found = False
    for place in range(first, last):
        found = found or people[place] == k
    return found


@compiled
def outside_group(side, k, b):
    """What any room of a building costs for being outside the main building of the keeper's Party group."""
    main = side.main_building[k]
    return 0 if main in (NOBODY, b) else side.rates.group


@compiled
def pair_cost(side, r, k):
    """Terms 1, 3 and 5 of a room with a keeper, and the term of Party groups."""
    cost = side.rates.branch * (side.size[r] - own_students(side, r, k)) + side.rates.step * walk(side, r, k)
    if side.wishes:
        if banned(side, r, k):
            return BANNED * side.uncovered
        cost += outside_group(side, k, side.building[r])
    return cost - side.rates.change if side.prev[r] == k else cost


@compiled
def load_cost(side, k, n):
    """Term 4 of a keeper with n rooms."""
    outside = max(0, side.lo[k] - n, n - side.hi[k])
    return side.rates.imbalance * outside * outside


@compiled
def slot_price(side, k, n):
    """The price of one more room for a keeper with n."""
    return load_cost(side, k, n + 1) - load_cost(side, k, n)


@compiled
def tie(side, r, k):
    """Among divisions of equal cost, the one with the least sum of these is taken: no two sums are alike."""
    return side.room_tie[r] * side.keeper_tie[k]
