"""The prices of all pairs at once, as arrays: what ``planner.rules`` counts, times its weight."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .problem import Problem
from .rules import imbalance, price
from .tables import UNKNOWN

Costs = NDArray[np.int64]


def keeper_costs(problem: Problem, rooms: list[int], keepers: list[int]) -> Costs:
    """rooms x keepers: foreign students, steps, and a change avoided as a discount."""
    branch_column = {branch: column for column, branch in enumerate(problem.branches.id)}
    students = np.array([len(problem.rooms.occ[room]) for room in rooms], dtype=np.int64)
    of_branch = np.zeros((len(rooms), len(branch_column)), dtype=np.int64)
    for row, room in enumerate(rooms):
        for branch in problem.rooms.occ[room]:
            if branch != UNKNOWN:
                of_branch[row, branch_column[branch]] += 1
    columns = [branch_column[problem.keepers.branch[keeper]] for keeper in keepers]
    foreign = students[:, None] - of_branch[:, columns]
    walks = walking(problem, rooms, [problem.keepers.home[keeper] for keeper in keepers])
    costs = price(problem, "foreign_students") * foreign + price(problem, "steps") * walks
    column_of = {problem.keepers.id[keeper]: column for column, keeper in enumerate(keepers)}
    for row, room in enumerate(rooms):
        column = column_of.get(problem.prev.keeper[room])
        if column is not None:
            costs[row, column] -= price(problem, "changed_keepers")
    return costs


def lead_costs(problem: Problem, rooms: list[int], homes: list[int]) -> Costs:
    """rooms x homes: in the room, on the floor, in the building, elsewhere."""
    here, there = _Doors(problem, rooms), _Doors(problem, homes)
    known = np.array(homes) != UNKNOWN
    same_building = (here.building[:, None] == there.building) & known
    same_floor = same_building & (here.floor[:, None] == there.floor)
    costs = np.full(same_floor.shape, price(problem, "lead_elsewhere"), dtype=np.int64)
    costs[same_building] = price(problem, "lead_building")
    costs[same_floor] = price(problem, "lead_floor")
    costs[np.array(rooms)[:, None] == np.array(homes)] = 0
    return costs


def load_prices(problem: Problem, keeper: int, most: int) -> list[int]:
    """The price of a keeper's first, second ... room, never falling, up to the cap."""
    cap = min(problem.keepers.cap[keeper], most)
    outside = [price(problem, "imbalance") * imbalance(problem, keeper, load) for load in range(cap + 1)]
    return [after - before for before, after in pairwise(outside)]


def walking(problem: Problem, rooms: list[int], homes: list[int]) -> Costs:
    """rooms x homes: steps from door to door."""
    weights, buildings = problem.weights, problem.buildings
    here, there = _Doors(problem, rooms), _Doors(problem, homes)
    x, y = np.array(buildings.x, dtype=np.int64), np.array(buildings.y, dtype=np.int64)
    between = np.abs(x[:, None] - x) + np.abs(y[:, None] - y) + weights.building_steps
    walks = between[here.building[:, None], there.building] + here.street[:, None] + there.street
    inside = here.building[:, None] == there.building
    floors = np.abs(here.floor[:, None] - there.floor)
    by_stairs = np.min(
        [here.stair[:, None, stair] + there.stair[:, stair] for stair in range(here.stair.shape[1])], axis=0
    )
    walks[inside] = (by_stairs + weights.floor_steps * floors)[inside]
    on_floor = inside & (floors == 0)
    walks[on_floor] = np.abs(here.pos[:, None] - there.pos)[on_floor]
    walks[:, np.array(homes) == UNKNOWN] = weights.nohome_steps
    return walks


class _Doors:
    """Where some rooms' doors are; the row of an unknown home is filled with room 0's."""

    def __init__(self, problem: Problem, rows: list[int]) -> None:
        rooms, buildings = problem.rooms, problem.buildings
        rows = [max(row, 0) for row in rows]
        self.building = np.array([rooms.building[row] for row in rows], dtype=np.int64)
        self.floor = np.array([rooms.floor[row] for row in rows], dtype=np.int64)
        self.pos = np.array([rooms.pos[row] for row in rows], dtype=np.int64)
        most = max(len(stairs) for stairs in buildings.stairs)
        stairs = [[*stairs, *[stairs[0]] * (most - len(stairs))] for stairs in buildings.stairs]
        self.stair = np.abs(self.pos[:, None] - np.array(stairs, dtype=np.int64)[self.building])
        self.street = self.stair.min(axis=1) + problem.weights.floor_steps * (self.floor - 1)
