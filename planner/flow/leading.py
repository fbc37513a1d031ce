"""The leads of one gender's rooms: one a room, a second room only where there are too few people.

People of one home are alike and stand in one pool, except who is pinned or leads a room
today: they stand alone, so that a change can be priced. The same flow as for keepers divides the
rooms among pools; a field of four minima prices all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from planner.instance.arrays import NOBODY, UNKNOWN, Campus, Id, Ints, in_id_order, ints, tie_numbers, uncovered_price
from planner.instance.problem import Problem
from planner.kernels.flow import Net
from planner.kernels.leads import LeadSide, add_first_leads, helping_leads, lead_least, lead_total, least_leads

from .net import new_net
from .rounds import Rounds

HIGH = 2**40  # loads of leads have no band


class LeadFlow(Rounds):
    """The leads of a gender, in their rooms at the least cost over all pairs."""

    def __init__(self, problem: Problem, gender: str, pins: Mapping[int, int] | None = None, seed: int = 0) -> None:
        self.problem = problem
        self.side, self.members = lead_side(problem, gender, pins or {}, seed)
        super().__init__(self.side.room_tie)

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

    def cost(self) -> int:
        return int(lead_total(self.side, self.net))

    def bound(self) -> int:
        return int(lead_least(self.side, self.net, self._least()))

    def _least(self) -> Ints:
        least = np.empty(len(self.side.room), dtype=np.int64)
        least_leads(self.side, self.net.price, least)
        return least


def lead_side(problem: Problem, gender: str, pins: Mapping[int, int], seed: int) -> tuple[LeadSide, list[list[int]]]:
    """The side, and for each pool the rows of its people, by id."""
    people, weights = problem.leads, problem.weights
    campus = Campus(problem)
    rooms = campus.rooms_of(gender, empty=False)
    today = campus.rows_of(problem.prev.lead, people.id, rooms)
    pinned = ints([pins.get(room, NOBODY) for room in rooms.tolist()])
    members = _pools(problem, gender, {*today.tolist(), *pinned.tolist()})
    height = 1 + int(campus.floor.max(initial=0))
    floor_code = campus.building * height + campus.floor
    home = ints([people.home[pool[0]] for pool in members])
    known = home != UNKNOWN
    door_order = np.lexsort((campus.pos[home], floor_code[home], ~known))
    members, home, known = [members[place] for place in door_order.tolist()], home[door_order], known[door_order]
    size = ints([len(pool) for pool in members])
    everybody = ints([row for pool in members for row in pool])
    pool_of = np.full(len(people.id) + 1, NOBODY, dtype=np.int64)
    pool_of[everybody] = np.repeat(np.arange(len(members)), size)
    places = np.bincount(pool_of[everybody], ints(people.cap)[everybody], len(members)).astype(np.int64)
    codes = np.unique(np.concatenate([floor_code[rooms], floor_code[home[known]]]))
    home_floor = np.where(known, np.searchsorted(codes, floor_code[home]), UNKNOWN)
    home_building = np.where(known, campus.building[home], UNKNOWN)
    settled = int(np.count_nonzero(known))
    order = np.argsort(home[:settled], kind="stable")
    at_home = home[:settled][order]
    starts, ends = np.searchsorted(at_home, rooms), np.searchsorted(at_home, rooms, side="right")
    prev = pool_of[today]
    of_gender = np.array([g == gender for g in people.gender] + [False], dtype=bool)  # the last: who is not known
    most = max(weights.lead_floor, weights.lead_building, weights.lead_elsewhere) + weights.lead_second
    most += weights.change_lead
    side = LeadSide(
        room=rooms,
        prev=prev,
        pin=pool_of[pinned],
        room_tie=tie_numbers(problem.rooms.id, seed)[rooms],
        floor=np.searchsorted(codes, floor_code[rooms]),
        building=campus.building[rooms],
        home=home,
        home_floor=home_floor,
        home_building=home_building,
        members=size,
        places=np.minimum(places, len(rooms)),
        person_tie=tie_numbers(people.id, seed)[ints([pool[0] for pool in members])],
        building_start=np.searchsorted(home_building[:settled], np.arange(len(campus.x) + 1)),
        floors=len(codes),
        room_start=starts,
        room_end=ends,
        in_room=order,
        on_the_floor=weights.lead_floor,
        in_the_building=weights.lead_building,
        elsewhere=weights.lead_elsewhere,
        second=weights.lead_second,
        change=weights.change_lead,
        uncovered=uncovered_price(most, len(rooms), len(members)),
        base=int(np.count_nonzero(of_gender[today])) * weights.change_lead,
    )
    return side, members


def _pools(problem: Problem, gender: str, alone: set[int]) -> list[list[int]]:
    """The leads of a gender (rows, by id), those of one home together unless they stand alone."""
    leads = problem.leads
    pools: dict[tuple[str, int], list[int]] = {}
    for row in in_id_order(leads.id).tolist():
        if leads.gender[row] == gender and leads.cap[row]:
            pools.setdefault(("alone", row) if row in alone else ("home", leads.home[row]), []).append(row)
    return list(pools.values())
