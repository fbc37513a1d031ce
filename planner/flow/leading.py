"""The leads of one gender's rooms: one a room, a second room only where there are too few people.

People of one home and branch are alike and stand in one pool, except who is pinned, banned or leads
a room today: they stand alone, so that each can be priced. The same flow as for keepers divides
the rooms among pools; a field of minima prices all of them.

Where the keepers are known, a room whose lead is of another branch than its keeper costs one unit, and
every other cost is a multiple of a scale that all these units together do not reach: the cost stays
the least there is, and among plans of that cost one with the most rooms of one branch is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from planner.instance.arrays import (
    LARGEST_UNCOVERED,
    NOBODY,
    UNKNOWN,
    Campus,
    Id,
    Ints,
    ban_lists,
    branch_codes,
    in_id_order,
    ints,
    tie_numbers,
    uncovered_price,
)
from planner.instance.fitting import Fixed
from planner.instance.problem import Problem
from planner.kernels.flow import Net
from planner.kernels.leads import LeadSide, Level, add_first_leads, helping_leads, lead_least, lead_total, least_leads

from .net import new_net
from .rounds import Rounds

HIGH = 2**40  # loads of leads have no band


class LeadFlow(Rounds):
    """The leads of a gender, in their rooms at the least cost over all pairs."""

    def __init__(
        self,
        problem: Problem,
        gender: str,
        fixed: Fixed | None = None,
        seed: int = 0,
        *,
        keepers: Sequence[Id | None] | None = None,
        look_up: Callable[[], object] = lambda: None,
    ) -> None:
        """``keepers``: of every room, where they are known; else no branch is wanted."""
        self.problem = problem
        self.side, self.members = lead_side(problem, gender, fixed or Fixed(), seed, keepers)
        super().__init__(self.side.room_tie, look_up)

    def write(self, leads: list[Id | None]) -> None:
        """Enter the leads into the column of all rooms: in a pool each person once, then those who may lead more."""
        people = self.problem.leads
        given = [0] * len(self.members)
        for room, pool in zip(self.side.room.tolist(), self.net.chosen.tolist(), strict=True):
            if pool != NOBODY:
                leads[room] = people.id[self._person(pool, given[pool])]
                given[pool] += 1

    def _person(self, pool: int, turn: int) -> int:
        members, cap = self.members[pool], self.problem.leads.cap
        if turn < len(members):
            return members[turn]
        more = [member for member in members for _ in range(cap[member] - 1)]
        return more[turn - len(members)]

    def first_net(self, room_tie: Ints) -> Net:
        side = self.side
        net = new_net(
            lo=np.zeros_like(side.members),
            hi=np.full_like(side.members, HIGH),
            cap=side.places,
            full=side.members,
            steep=0,
            second=side.second,
            room_tie=room_tie,
            person_tie=side.person_tie,
            pin=side.pin,
            uncovered=side.uncovered,
            pairs=len(side.in_room) + len(side.room),
        )
        add_first_leads(side, net)
        return net

    def waiting(self) -> Ints:
        return np.flatnonzero(self.side.pin == NOBODY)

    def helping(self, slack: int) -> Iterator[int]:
        yield helping_leads(self.side, self.net, self._least(), slack, self.found)

    def least(self) -> int:
        """The proven cost in the units of the weights."""
        return self.proven_cost() // self.side.scale

    def prices(self) -> Ints:
        """The prices in the units of the weights, which prove the least cost as well.

        Each is the difference of two ways through the network. On these the rooms of two branches come to less than
        a quarter of the scale, so to leave them out by rounding reverses no comparison of whole costs.
        """
        return (self.net.price + self.side.scale // 2) // self.side.scale

    def nobody(self) -> int:
        """The price of an uncovered room in the units of the weights."""
        return self.side.uncovered // self.side.scale

    def cost(self) -> int:
        return int(lead_total(self.side, self.net))

    def bound(self) -> int:
        return int(lead_least(self.side, self.net, self._least()))

    def _least(self) -> Ints:
        least = np.empty(len(self.side.room), dtype=np.int64)
        least_leads(self.side, self.net.price, least)
        return least


def lead_side(
    problem: Problem, gender: str, fixed: Fixed, seed: int, keepers: Sequence[Id | None] | None
) -> tuple[LeadSide, list[list[int]]]:
    """The side, and for each pool the rows of its people, by id."""
    people, weights = problem.leads, problem.weights
    campus = Campus(problem)
    rooms = campus.rooms_of(gender, empty=False)
    today = campus.rows_of(problem.prev.lead, people.id, rooms)
    pinned = ints([fixed.lead.get(room, NOBODY) for room in rooms.tolist()])
    members = _pools(problem, gender, {*today.tolist(), *pinned.tolist(), *(who for _, who in fixed.not_lead)})
    most = max(weights.lead_floor, weights.lead_building, weights.lead_elsewhere) + weights.lead_second
    most += weights.change_lead + 1
    uncovered = uncovered_price(most, len(rooms), len(members))
    scale = 8 * (len(rooms) + 1)
    if keepers is None or uncovered * scale > LARGEST_UNCOVERED:
        keepers, scale = [None] * len(problem.rooms.id), 1
    codes = branch_codes(problem)
    branch = ints([codes[people.branch[pool[0]]] for pool in members])
    branch_of = dict(zip(problem.keepers.id, problem.keepers.branch, strict=True))
    wanted = ints([NOBODY if keepers[r] is None else codes[branch_of[keepers[r]]] for r in rooms.tolist()])
    height = 1 + int(campus.floor.max(initial=0))
    floor_code = campus.building * height + campus.floor
    home = ints([people.home[pool[0]] for pool in members])
    known = home != UNKNOWN
    door_order = np.lexsort((campus.pos[home], floor_code[home], ~known))
    members, home, known = [members[place] for place in door_order.tolist()], home[door_order], known[door_order]
    branch = branch[door_order]
    size = ints([len(pool) for pool in members])
    everybody = ints([row for pool in members for row in pool])
    pool_of = np.full(len(people.id) + 1, NOBODY, dtype=np.int64)
    pool_of[everybody] = np.repeat(np.arange(len(members)), size)
    places = np.bincount(pool_of[everybody], ints(people.cap)[everybody], len(members)).astype(np.int64)
    home_floor = np.where(known, floor_code[home], UNKNOWN)
    home_building = np.where(known, campus.building[home], UNKNOWN)
    settled = int(np.count_nonzero(known))
    order = np.argsort(home[:settled], kind="stable")
    at_home = home[:settled][order]
    starts, ends = np.searchsorted(at_home, rooms), np.searchsorted(at_home, rooms, side="right")
    of_gender = np.array([g == gender for g in people.gender] + [False], dtype=bool)  # the last: who is not known
    ban_start, ban = ban_lists(rooms, pool_of, fixed.not_lead)
    places_of_levels = (
        (home_floor, floor_code[rooms], scale * weights.lead_floor),
        (home_building, campus.building[rooms], scale * weights.lead_building),
        (np.zeros_like(home), np.zeros_like(rooms), scale * weights.lead_elsewhere),
    )
    side = LeadSide(
        room=rooms,
        prev=pool_of[today],
        pin=pool_of[pinned],
        ban_start=ban_start,
        ban=ban,
        wanted=wanted,
        room_tie=tie_numbers(problem.rooms.id, seed)[rooms],
        floor=floor_code[rooms],
        building=campus.building[rooms],
        home=home,
        home_floor=home_floor,
        home_building=home_building,
        branch=branch,
        members=size,
        places=np.minimum(places, len(rooms)),
        person_tie=tie_numbers(people.id, seed)[ints([pool[0] for pool in members])],
        building_start=np.searchsorted(home_building[:settled], np.arange(len(campus.x) + 1)),
        room_start=starts,
        room_end=ends,
        in_room=order,
        branch_start=np.searchsorted(np.sort(branch), np.arange(len(codes) + 1)),
        levels=tuple(
            level
            for of_pool, of_room, cost in places_of_levels
            for level in _levels(of_pool, of_room, cost, branch, wanted)
        ),
        on_the_floor=scale * weights.lead_floor,
        in_the_building=scale * weights.lead_building,
        elsewhere=scale * weights.lead_elsewhere,
        second=scale * weights.lead_second,
        change=scale * weights.change_lead,
        uncovered=scale * uncovered,
        base=int(np.count_nonzero(of_gender[today])) * scale * weights.change_lead,
        scale=scale,
    )
    return side, members


def _levels(of_pool: Ints, of_room: Ints, cost: int, branch: Ints, wanted: Ints) -> Iterator[Level]:
    """The pools of a place, and the pools of a place and a branch; UNKNOWN is no place, NOBODY no branch."""
    places = np.unique(of_pool[of_pool != UNKNOWN])
    yield Level(_found(of_pool, places), _found(of_room, places), len(places), cost, 1)
    width = int(max(branch.max(initial=NOBODY), wanted.max(initial=NOBODY))) + 1
    pairs = np.where(of_pool == UNKNOWN, UNKNOWN, of_pool * width + branch)
    both = np.unique(pairs[pairs != UNKNOWN])
    needed = np.where(wanted == NOBODY, UNKNOWN, of_room * width + wanted)
    yield Level(_found(pairs, both), _found(needed, both), len(both), cost, 0)


def _found(values: Ints, among: Ints) -> Ints:
    """Where each of some values stands among sorted ones, or NOBODY."""
    if not len(among):
        return np.full(len(values), NOBODY, dtype=np.int64)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.where(among[place] == values, place, NOBODY).astype(np.int64)


def _pools(problem: Problem, gender: str, alone: set[int]) -> list[list[int]]:
    """The leads of a gender (rows, by id), those of one home and branch together unless they stand alone."""
    leads = problem.leads
    pools: dict[tuple[str, int, Id], list[int]] = {}
    for row in in_id_order(leads.id).tolist():
        if leads.gender[row] == gender and leads.cap[row]:
            key = ("alone", row, 0) if row in alone else ("home", leads.home[row], leads.branch[row])
            pools.setdefault(key, []).append(row)
    return list(pools.values())
