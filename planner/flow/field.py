"""Which keepers and rooms stand where, for the price field of ``planner.kernels.field``."""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY, UNKNOWN, Ints, Side
from planner.kernels.field import Field, spread

COLLEAGUES = 64  # a branch with more keepers has a field of its own; of a smaller one every pair is in the network


def fields(side: Side) -> list[Field]:
    """The field of all keepers, as if of no branch, and one for each large branch."""
    everybody = np.arange(len(side.keeper), dtype=np.int64)
    all_rooms = np.arange(len(side.room), dtype=np.int64)
    found = [_field(side, everybody, all_rooms, side.rates.branch * side.size, NOBODY)]
    for branch in large_branches(side).tolist():
        owner = np.repeat(all_rooms, np.diff(side.branch_start))
        of_it = side.branch == branch
        rooms = owner[of_it]
        offset = side.rates.branch * (side.size[rooms] - side.branch_count[of_it])
        found.append(_field(side, np.flatnonzero(side.keeper_branch == branch), rooms, offset, branch))
    return found


def large_branches(side: Side) -> Ints:
    return np.flatnonzero(np.bincount(side.keeper_branch) > COLLEAGUES)


def colleagues(side: Side) -> tuple[Ints, Ints]:
    """(start, keepers): the keepers of branch b at ``keepers[start[b] : start[b + 1]]``; large branches are left out."""
    branches = int(max(side.branch.max(initial=NOBODY), side.keeper_branch.max(initial=NOBODY))) + 1
    small = ~np.isin(side.keeper_branch, large_branches(side))
    order = np.argsort(side.keeper_branch, kind="stable")
    order = order[small[order]]
    return np.searchsorted(side.keeper_branch[order], np.arange(branches + 1)), order


def least_at_doors(side: Side, field: Field, price: Ints) -> tuple[Ints, Ints]:
    """(least, street) of ``spread``."""
    least = np.empty(len(field.door), dtype=np.int64)
    street = np.empty(len(field.building), dtype=np.int64)
    spread(side, field, price, least, street)
    return least, street


def _field(side: Side, keepers: Ints, rooms: Ints, offset: Ints, branch: int) -> Field:
    known = side.home_building[keepers] != UNKNOWN
    member = keepers[known]
    member = member[np.lexsort((side.home_pos[member], side.home_floor[member], side.home_building[member]))]
    height = 1 + int(max(side.floor.max(initial=0), side.home_floor.max(initial=0)))
    of_member = side.home_building[member] * height + side.home_floor[member]
    of_door = side.building[rooms] * height + side.floor[rooms]
    corridors = np.union1d(of_member, of_door)
    building = np.unique(corridors // height)
    main, at_home = side.main_building[keepers], side.home_building[keepers]
    away = (main != NOBODY) & (main != at_home) & np.isin(main, building)
    visitor = keepers[away][np.argsort(main[away], kind="stable")]
    return Field(
        member=member,
        homeless=keepers[~known],
        door=rooms,
        offset=offset,
        floor=corridors % height,
        member_start=_starts(of_member, corridors),
        door_start=_starts(of_door, corridors),
        corridor_start=_starts(corridors // height, building),
        building=building,
        visitor=visitor,
        visitor_start=_starts(side.main_building[visitor], building),
        branch=branch,
    )


def _starts(sorted_values: Ints, values: Ints) -> Ints:
    """Where each of some values begins among sorted ones, and where the last ends."""
    return np.append(np.searchsorted(sorted_values, values), len(sorted_values)).astype(np.int64)
