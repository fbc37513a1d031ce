"""One gender's keepers and rooms as integer arrays: what every kernel works on.

``keeper_side(problem, gender)`` gives a ``Side``: R rooms and K keepers that share nothing with
the other gender. All numbers are int64, all arrays one-dimensional unless a shape is given, and
a Side is a NamedTuple of arrays and whole numbers, so a numba kernel takes it as one argument.

Order: rooms stand in (building, floor, pos) order, buildings and keepers by id. The same facts
in other rows give the same Side. Two rooms are neighbours when they stand side by side in the
arrays and ``corridor`` is equal; empty rooms are left out (``empty=True`` takes them in, with
``size`` 0), so that they do not break a run.

Costs are in the units of the weights, from ``planner.kernels.costs``:

    pair_cost(side, r, k)   terms 1, 3 and 5 of room r with keeper k: 2000 a foreign student,
                            10 a step, -50 where k kept r before, the weight of Party groups
                            outside the main building of k's; never more than ``most``, but
                            BANNED times ``uncovered`` where k is banned from r
    load_cost(side, k, n)   term 4 of keeper k with n rooms, convex in n
    slot_price(side, k, n)  load_cost(n + 1) - load_cost(n): the price of one more room

How a division is passed on: ``chosen``, int64[R], the keeper (a place in the Side's own order,
0 .. K - 1) of each room or NOBODY. Its cost in terms 1, 3, 4 and 5 is ``base`` plus the pair
costs plus the load costs of all K keepers, and ``uncovered`` for each room left to NOBODY; no sum
of other costs along a chain of exchanges reaches ``uncovered``, so the fewest are left.
``Optimum`` is what the flow hands on: the cheapest ``chosen``, one price a keeper that proves
it over all pairs, and that cost. A keeper who is not available has cap, lo and hi 0, and is
never chosen. Pinned rooms are in the arrays like any other: ``pin[r]`` is their keeper. A banned pair
costs more than leaving the room to NOBODY, whatever prices are added, so nothing ever chooses it.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .problem import Problem
from .tables import UNKNOWN, Id, ProblemError

Ints = NDArray[np.int64]

NOBODY = -1
BANNED = 2  # times ``uncovered``: the price of a pair that may not be
UNCOVERED = 10**12  # the price of a room without a keeper, above any chain of exchanges of usual weights
LARGEST_UNCOVERED = 2**60  # sums of two still fit in 64 bits
TIE_BITS = 21  # of a room and of a keeper; a product of the two, a hundred thousand times, fits in 64 bits


class Rates(NamedTuple):
    """Prices and steps as plain numbers; see ``tables.Weights``."""

    branch: int
    step: int
    imbalance: int
    change: int
    fragment: int
    group: int
    floor_steps: int
    building_steps: int
    nohome_steps: int


class Side(NamedTuple):
    """The keepers of one gender and their rooms: R rooms, K keepers, B buildings, S stairs a building."""

    # rooms
    room: Ints  # [R] row in the problem's tables
    building: Ints  # [R] row of x, y and stairs
    floor: Ints  # [R] from 1
    pos: Ints  # [R] of the door, along the corridor
    out: Ints  # [R] steps from the door to the street
    corridor: Ints  # [R] 0, 1, 2 ...: one number for each floor of each building, rising
    size: Ints  # [R] students
    branch_start: Ints  # [R + 1] room r's branches are branch[branch_start[r] : branch_start[r + 1]]
    branch: Ints  # [*] branch code; students of no known branch are in ``size`` alone
    branch_count: Ints  # [*] students of it
    prev: Ints  # [R] who kept the room before, if still there, or NOBODY
    pin: Ints  # [R] who must keep the room, or NOBODY
    ban_start: Ints  # [R + 1] who may not keep room r: ban[ban_start[r] : ban_start[r + 1]]
    ban: Ints  # [*]
    room_tie: Ints  # [R] all different; see ``kernels.costs.tie``
    # keepers
    keeper: Ints  # [K] row in the problem's tables
    home_building: Ints  # [K] -1 = home unknown
    home_floor: Ints  # [K]
    home_pos: Ints  # [K]
    home_out: Ints  # [K] steps from the home's door to the street
    keeper_branch: Ints  # [K] branch code
    main_building: Ints  # [K] of the Party group; NOBODY = none, or groups have no weight
    lo: Ints  # [K]
    hi: Ints  # [K]
    cap: Ints  # [K] never more than R; 0 = not available
    keeper_tie: Ints  # [K] all different
    # the campus
    x: Ints  # [B]
    y: Ints  # [B]
    stairs: Ints  # [B, S] door positions; a building with fewer repeats its first
    # numbers
    rates: Rates
    wishes: int  # 0 = there are neither bans nor main buildings to look at
    uncovered: int
    most: int  # no pair and no slot costs more
    base: int  # 50 for each room whose keeper could stay


class Optimum(NamedTuple):
    """The cheapest division in terms 1, 3, 4 and 5, and its proof."""

    chosen: Ints  # [R] place of the keeper, or NOBODY
    price: Ints  # [K] what a place with the keeper is worth: see ``planner.proof.certificate``
    uncovered: int  # rooms left to nobody
    cost: int  # of the others, base included, ``uncovered`` not


def keeper_side(
    problem: Problem,
    gender: str,
    pins: Mapping[int, int] | None = None,
    bans: Collection[tuple[int, int]] = (),
    *,
    empty: bool = False,
    seed: int = 0,
) -> Side:
    """The keepers' side of a gender. ``pins``: room row -> keeper row of the problem; ``bans``: (room row, keeper row)."""
    people, weights = problem.keepers, problem.weights
    campus = Campus(problem)
    rooms = campus.rooms_of(gender, empty=empty)
    column = np.array([g == gender for g in people.gender], dtype=bool)
    keepers = in_id_order(people.id)
    keepers = keepers[column[keepers]]
    place = np.full(len(people.id) + 1, NOBODY, dtype=np.int64)  # the last: who is not known
    place[keepers] = np.arange(len(keepers))
    there = ints(people.avail)[keepers]
    prev = place[campus.rows_of(problem.prev.keeper, people.id, rooms)]
    prev[prev != NOBODY] = np.where(there[prev[prev != NOBODY]] > 0, prev[prev != NOBODY], NOBODY)
    pin = np.full(len(rooms), NOBODY, dtype=np.int64)
    room_place = places_of(rooms)
    for room, keeper in (pins or {}).items():
        if room in room_place:
            pin[room_place[room]] = place[keeper]
    ban_start, ban = ban_lists(rooms, place, bans)
    homes = ints(people.home)[keepers]
    known = homes != UNKNOWN
    start, branch, count, size = _branch_counts(problem, rooms)
    hi = ints(people.hi)[keepers] * there
    cap = np.minimum(ints(people.cap)[keepers], len(rooms)) * there
    rates = Rates(
        weights.branch, weights.step, weights.imbalance, weights.change_keeper, weights.fragment, weights.group,
        weights.floor_steps, weights.building_steps, weights.nohome_steps,
    )  # fmt: skip
    lo = ints(people.lo)[keepers] * there
    most = _most(rates, campus, size, lo, cap)
    building, floor = campus.building[rooms], campus.floor[rooms]
    changes = (np.diff(building, prepend=-1) != 0) | (np.diff(floor, prepend=-1) != 0)
    codes = branch_codes(problem)
    return Side(
        room=rooms,
        building=building,
        floor=floor,
        pos=campus.pos[rooms],
        out=campus.out[rooms],
        corridor=np.cumsum(changes) - 1,
        size=size,
        branch_start=start,
        branch=branch,
        branch_count=count,
        prev=prev,
        pin=pin,
        ban_start=ban_start,
        ban=ban,
        room_tie=tie_numbers(problem.rooms.id, seed)[rooms],
        keeper=keepers,
        home_building=np.where(known, campus.building[homes], UNKNOWN),
        home_floor=np.where(known, campus.floor[homes], 0),
        home_pos=np.where(known, campus.pos[homes], 0),
        home_out=np.where(known, campus.out[homes], 0),
        keeper_branch=ints([codes[b] for b in people.branch])[keepers],
        main_building=campus.main_buildings(problem)[keepers],
        lo=lo,
        hi=hi,
        cap=cap,
        keeper_tie=tie_numbers(people.id, seed)[keepers],
        x=campus.x,
        y=campus.y,
        stairs=campus.stairs,
        rates=rates,
        wishes=int(len(ban) > 0 or rates.group > 0),
        uncovered=uncovered_price(most, len(rooms), len(keepers)),
        most=most,
        base=int(np.count_nonzero((prev != NOBODY) & (size > 0))) * rates.change,
    )


def places_of(rows: Ints) -> dict[int, int]:
    """Where each of some rows stands in an array of them."""
    return {row: number for number, row in enumerate(rows.tolist())}


def ban_lists(rooms: Ints, place: Ints, bans: Collection[tuple[int, int]]) -> tuple[Ints, Ints]:
    """(start, people): who is banned from the room at place r, at ``people[start[r] : start[r + 1]]``.

    ``place`` is where the person of a row of the roster stands in the arrays.
    """
    room_place = places_of(rooms) if bans else {}
    found = sorted((room_place[room], int(place[who])) for room, who in bans if room in room_place)
    found = [(room, who) for room, who in found if who != NOBODY]
    start = np.searchsorted(ints([room for room, _ in found]), np.arange(len(rooms) + 1)).astype(np.int64)
    return start, ints([who for _, who in found])


def uncovered_price(most: int, rooms: int, people: int) -> int:
    """Above the cost of any chain of exchanges. Raises ProblemError where 64 bits cannot hold it."""
    price = max(UNCOVERED, 4 * most * (min(rooms, people) + 1) + 1)
    if price > LARGEST_UNCOVERED:
        raise ProblemError("weights: they are too large for a plan of this size to be computed exactly.")
    return price


def in_id_order(ids: Sequence[Id]) -> Ints:
    """Rows by id: whole numbers before text."""
    if all(type(id_) is int for id_ in ids):
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return np.array(sorted(range(len(ids)), key=lambda row: (isinstance(ids[row], str), ids[row])), dtype=np.int64)


def tie_numbers(ids: Sequence[Id], seed: int) -> Ints:
    """A number of TIE_BITS bits for each id, no two alike: their places in a shuffled order, spread out.

    Which of two is larger depends on the two ids and the seed alone.
    """
    mask = 2**64 - 1
    words = [zlib.crc32(id_.encode()) | 1 << 32 if isinstance(id_, str) else id_ & mask for id_ in ids]
    order = in_id_order(ids)
    mixed = _mix(np.array(words, dtype=np.uint64) ^ _mix(np.array([seed & mask], dtype=np.uint64)))
    place = np.empty(len(order), dtype=np.int64)
    place[order[np.argsort(mixed[order], kind="stable")]] = np.arange(1, len(order) + 1)
    spread = max(0, TIE_BITS - (len(order) + 1).bit_length())
    return (place << spread) | (mixed & np.uint64((1 << spread) - 1)).astype(np.int64)


def _mix(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit of a word spread over all of it: two multiplications with shifts between."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


class Campus:
    """Doors and stairs of the whole problem, buildings in the order of their ids."""

    def __init__(self, problem: Problem) -> None:
        buildings, rooms, weights = problem.buildings, problem.rooms, problem.weights
        order = in_id_order(buildings.id)
        self.rank = rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        self.x, self.y = ints(buildings.x)[order], ints(buildings.y)[order]
        most = max((len(stairs) for stairs in buildings.stairs), default=1)
        padded = [[*stairs, *[stairs[0]] * (most - len(stairs))] for stairs in buildings.stairs]
        self.stairs = np.array(padded, dtype=np.int64).reshape(len(order), most)[order]
        self.female = np.array([gender == "F" for gender in buildings.gender], dtype=bool)[order]
        self.building = rank[ints(rooms.building)]
        self.floor, self.pos = ints(rooms.floor), ints(rooms.pos)
        to_stairs = np.abs(self.pos[:, None] - self.stairs[self.building]).min(axis=1, initial=2**62)
        self.out = to_stairs + weights.floor_steps * (self.floor - 1)
        self.occupied = np.array([bool(occ) for occ in rooms.occ], dtype=bool)

    def main_buildings(self, problem: Problem) -> Ints:
        """For each keeper of the problem their Party group's building; nobody has one where groups have no weight."""
        if not problem.weights.group:
            return np.full(len(problem.keepers.id), NOBODY, dtype=np.int64)
        return np.append(self.rank, NOBODY)[ints(problem.main_building)]

    def rooms_of(self, gender: str, *, empty: bool) -> Ints:
        """The rows of a gender's rooms in door order."""
        wanted = self.female[self.building] == (gender == "F")
        rows = np.flatnonzero(wanted if empty else wanted & self.occupied)
        return rows[np.lexsort((self.pos[rows], self.floor[rows], self.building[rows]))]

    def rows_of(self, chosen: Sequence[Id | None], ids: Sequence[Id], rooms: Ints) -> Ints:
        """The row of whom each of some rooms is given to; -1: nobody, or nobody who is still known."""
        row_of = {id_: row for row, id_ in enumerate(ids)}
        return ints([row_of.get(chosen[room], -1) for room in rooms.tolist()])


def branch_codes(problem: Problem) -> dict[int, int]:
    ids = problem.branches.id
    return {ids[row]: code for code, row in enumerate(in_id_order(ids).tolist())}


def _branch_counts(problem: Problem, rooms: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """(start, branch, count, size): how many students of each branch live in each of some rooms."""
    codes = {**branch_codes(problem), UNKNOWN: -1}
    occupants = [problem.rooms.occ[room] for room in rooms.tolist()]
    size = ints([len(people) for people in occupants])
    branch = ints([codes[b] for b in chain.from_iterable(occupants)])
    owner = np.repeat(np.arange(len(rooms)), size)
    width = len(codes)
    pairs, count = np.unique((owner * width + branch)[branch >= 0], return_counts=True)
    start = np.searchsorted(pairs, np.arange(len(rooms) + 1) * width)
    return start.astype(np.int64), pairs % width, count.astype(np.int64), size


def _most(rates: Rates, campus: Campus, size: Ints, lo: Ints, cap: Ints) -> int:
    """More than any room with any keeper, and than any slot, can cost."""
    span = int(np.ptp(campus.x)) + int(np.ptp(campus.y)) if len(campus.x) else 0
    walk = max(rates.nohome_steps, 2 * int(campus.out.max(initial=0)) + rates.building_steps + span)
    inside = int(np.ptp(campus.pos)) if len(campus.pos) else 0
    stairs = int(np.abs(campus.stairs).max(initial=0)) + int(np.abs(campus.pos).max(initial=0))
    walk = max(walk, inside, 2 * stairs + rates.floor_steps * int(campus.floor.max(initial=0)))
    pair = rates.branch * int(size.max(initial=0)) + rates.step * walk + rates.change + rates.group
    slot = rates.imbalance * (2 * max(int(lo.max(initial=0)), int(cap.max(initial=0))) + 1)
    return pair + slot


def ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
