"""One change at a time: the keepers of a college, kept optimal in terms 1, 3, 4 and 5 over all pairs.

A ``Division`` starts from a problem, with the plan in force as what came before. Each change,
a member who leaves, returns or moves, a room that fills or empties, a pin, a cap, a fair load,
shifts rooms along a few shortest exchanges and then prices all pairs again. What it answers
is the same plan as if everything were solved anew with the plan of before in force, so it moves
the fewest rooms that are worth moving. The plan after a change is the one in force for the next.

Leads are not held here; nor are fragments, so the answer is what the improvement starts from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .flow.exact import KeeperFlow
from .flow.field import colleagues, fields
from .flow.net import CLOSED, with_room_for
from .instance.arrays import NOBODY, Campus, Id, Side, branch_codes, keeper_side
from .instance.fitting import fixed_rows
from .instance.problem import Problem
from .instance.tables import UNKNOWN, Ban, Pin, ProblemError
from .instance.validate import shown
from .kernels.costs import pair_cost
from .kernels.flow import NONE, Net, add_pair, expel, fill, insert, take_out
from .kernels.pairs import put_in_force, recost_person, recost_room


@dataclass(frozen=True)
class Change:
    """What a change comes to: the rooms that have somebody else now, and the difference in cost and in uncovered rooms."""

    moved: Mapping[Id, tuple[Id | None, Id | None]]  # room: (before, after)
    cost: int
    uncovered: int


class Division:
    """Raises ProblemError for rooms and keepers that are not in the problem, and where a pin stands in the way."""

    def __init__(self, problem: Problem, *, pins: Iterable[Pin | Ban] = (), seed: int = 0) -> None:
        self.problem = problem
        fixed = fixed_rows(problem, pins)
        self.codes = branch_codes(problem)
        self.campus = Campus(problem)
        self.halves = {}
        self.place_of: dict[str, dict[Id, tuple[str, int]]] = {"room": {}, "keeper": {}}
        for gender in ("F", "M"):
            flow = KeeperFlow(
                keeper_side(problem, gender, fixed.keeper, fixed.not_keeper, empty=True, seed=seed)
            ).solve()
            self.halves[gender] = half = _Half(flow)
            half.put_in_force()
            for place, row in enumerate(flow.side.room.tolist()):
                self.place_of["room"][problem.rooms.id[row]] = gender, place
            for place, row in enumerate(flow.side.keeper.tolist()):
                self.place_of["keeper"][problem.keepers.id[row]] = gender, place

    def keepers(self) -> dict[Id, Id | None]:
        """Who has which room now, for every room where somebody lives."""
        return {
            self._room(half, r): self._keeper(half, half.net.chosen[r])
            for half in self.halves.values()
            for r in np.flatnonzero(half.side.size > 0).tolist()
        }

    def cost(self) -> int:
        """Terms 1, 3, 4 and 5 of all keepers, changes counted since the last change began; proven to be the least."""
        return sum(half.flow.proven_cost() for half in self.halves.values())

    def member_leaves(self, keeper: Id) -> Change:
        half, k = self._of("keeper", keeper)
        if half.net.taken[k]:
            raise ProblemError(f"keeper {shown(keeper)} has pinned rooms: they must be let go first.")
        return self._done(half, lambda: half.close(k, for_good=True))

    def member_returns(self, keeper: Id, *, lo: int, hi: int, cap: int) -> Change:
        """Somebody of the roster may keep rooms again."""
        half, k = self._of("keeper", keeper)
        _fair(lo, hi, cap)
        return self._done(half, lambda: half.open(k, lo, hi, cap))

    def member_moves(self, keeper: Id, home: Id | None) -> Change:
        """Into another room, or nobody knows where to."""
        half, k = self._of("keeper", keeper)
        row = UNKNOWN
        if home is not None:
            other, r = self._of("room", home)
            row = int(other.side.room[r])
        return self._done(half, lambda: half.move(k, row, self.campus))

    def room_empties(self, room: Id) -> Change:
        half, r = self._of("room", room)
        return self._done(half, lambda: half.empty(r))

    def room_fills(self, room: Id, occ: Sequence[int]) -> Change:
        """Others live there now: ``occ`` is the branch of each."""
        half, r = self._of("room", room)
        known = Counter(self.codes[branch] for branch in occ if branch in self.codes)
        return self._done(half, lambda: half.settle(r, len(occ), sorted(known.items())))

    def pin(self, room: Id, keeper: Id) -> Change:
        half, r = self._of("room", room)
        other, k = self._of("keeper", keeper)
        if other is not half or half.net.taken[k] >= half.side.cap[k]:
            raise ProblemError(f"room {shown(room)} cannot be pinned to keeper {shown(keeper)}.")
        if k in half.banned(r):
            raise ProblemError(f"keeper {shown(keeper)} is banned from room {shown(room)}.")
        if not half.side.size[r] or half.side.pin[r] != NOBODY:
            raise ProblemError(f"room {shown(room)} is empty or pinned already.")
        return self._done(half, lambda: half.pin(r, k))

    def unpin(self, room: Id) -> Change:
        half, r = self._of("room", room)
        if half.side.pin[r] == NOBODY:
            raise ProblemError(f"room {shown(room)} is not pinned.")
        return self._done(half, lambda: half.unpin(r))

    def ban(self, room: Id, keeper: Id) -> Change:
        """The room goes to anybody but this keeper from now on."""
        half, r = self._of("room", room)
        other, k = self._of("keeper", keeper)
        if half.side.pin[r] == k and other is half:
            raise ProblemError(f"keeper {shown(keeper)} is pinned to room {shown(room)}.")
        return self._done(half, lambda: half.ban(r, half.banned(r) | ({k} if other is half else set())))

    def unban(self, room: Id, keeper: Id) -> Change:
        half, r = self._of("room", room)
        other, k = self._of("keeper", keeper)
        return self._done(half, lambda: half.ban(r, half.banned(r) - ({k} if other is half else set())))

    def load(self, keeper: Id, *, lo: int, hi: int, cap: int) -> Change:
        """Another cap, another fair load, or both, for somebody who is available."""
        half, k = self._of("keeper", keeper)
        _fair(lo, hi, cap)
        if cap < half.net.taken[k]:
            raise ProblemError(f"keeper {shown(keeper)} has {half.net.taken[k]} pinned rooms, more than {cap}.")
        return self._done(half, lambda: half.load(k, lo, hi, cap))

    def _of(self, kind: str, id_: Id) -> tuple[_Half, int]:
        if id_ not in self.place_of[kind]:
            raise ProblemError(f"there is no {kind} {shown(id_)}.")
        gender, place = self.place_of[kind][id_]
        return self.halves[gender], place

    def _done(self, half: _Half, change: Callable[[], None]) -> Change:
        for each in self.halves.values():
            each.put_in_force()
        before, cost, left = half.net.chosen.copy(), half.flow.cost(), half.flow.uncovered()
        change()
        half.flow.price_all()
        moved = np.flatnonzero((before != half.net.chosen) & (half.side.size > 0)).tolist()
        half.moved = np.flatnonzero(before != half.net.chosen)
        return Change(
            {
                self._room(half, r): (self._keeper(half, before[r]), self._keeper(half, half.net.chosen[r]))
                for r in moved
            },
            half.flow.cost() - cost,
            half.flow.uncovered() - left,
        )

    def _room(self, half: _Half, r: int) -> Id:
        return self.problem.rooms.id[half.side.room[r]]

    def _keeper(self, half: _Half, k: int) -> Id | None:
        return None if k == NOBODY else self.problem.keepers.id[half.side.keeper[k]]


def _fair(lo: int, hi: int, cap: int) -> None:
    if not 0 <= lo <= hi or cap < 1:
        raise ProblemError(f"a load of {lo} to {hi}, at most {cap}, makes no sense.")


class _Half:
    """One gender's flow, and what each change does to its arrays; the flow's own invariant holds after each."""

    def __init__(self, flow: KeeperFlow) -> None:
        self.flow = flow
        self.moved = np.arange(len(flow.side.room))
        self.start, self.colleague = colleagues(flow.side)

    @property
    def side(self) -> Side:
        return self.flow.side

    @property
    def net(self) -> Net:
        return self.flow.net

    def put_in_force(self) -> None:
        """From now on a change is counted against the division as it is. It stays optimal, and so do the prices."""
        put_in_force(self.side, self.net, self.moved)
        self.moved = self.moved[:0]
        self._count_base()

    def close(self, k: int, *, for_good: bool) -> None:
        """Nobody has a room of theirs any more."""
        side, net = self.side, self.net
        for column in (side.lo, side.hi, side.cap, net.lo, net.hi, net.cap):
            column[k] = 0
        expel(net, k)
        net.price[k], net.price_tie[k] = CLOSED * side.uncovered, 0
        if for_good:
            side.prev[side.prev == k] = NOBODY
            recost_person(side, net, k)
            self._count_base()

    def open(self, k: int, lo: int, hi: int, cap: int) -> None:
        self._set_load(k, lo, hi, cap)
        fill(self.net, k)

    def load(self, k: int, lo: int, hi: int, cap: int) -> None:
        self._set_load(k, lo, hi, cap)
        expel(self.net, k)
        fill(self.net, k)

    def move(self, k: int, home: int, campus: Campus) -> None:
        side, net = self.side, self.net
        fair = int(side.lo[k]), int(side.hi[k]), int(side.cap[k])
        pinned = [r for r in np.flatnonzero(side.pin == k).tolist() if side.size[r]]
        for r in pinned:
            self._loosen(r)
        self.close(k, for_good=False)
        known = home != UNKNOWN
        side.home_building[k] = campus.building[home] if known else UNKNOWN
        side.home_floor[k], side.home_pos[k] = (campus.floor[home], campus.pos[home]) if known else (0, 0)
        side.home_out[k] = campus.out[home] if known else 0
        recost_person(side, net, k)
        self.flow.fields = fields(side)
        self._set_load(k, *fair)
        for r in pinned:
            self._fasten(r, k)
        fill(net, k)

    def empty(self, r: int) -> None:
        side, net = self.side, self.net
        if side.pin[r] != NOBODY:
            k = side.pin[r]
            self._loosen(r)
            fill(net, k)
        elif side.size[r]:
            take_out(net, r)
        side.size[r] = 0
        self._count_base()

    def settle(self, r: int, students: int, branches: list[tuple[int, int]]) -> None:
        side = self.side
        pin = side.pin[r]
        self.empty(r)
        if not students:
            return
        first, last = side.branch_start[r], side.branch_start[r + 1]
        codes = np.array([code for code, _ in branches], dtype=np.int64)
        counts = np.array([count for _, count in branches], dtype=np.int64)
        start = side.branch_start.copy()
        start[r + 1 :] += len(codes) - (last - first)
        self.flow.side = side = side._replace(
            branch_start=start,
            branch=np.concatenate([side.branch[:first], codes, side.branch[last:]]),
            branch_count=np.concatenate([side.branch_count[:first], counts, side.branch_count[last:]]),
        )
        side.size[r] = students
        self.flow.fields = fields(side)
        self._count_base()
        recost_room(side, self.net, r)
        known = self._known(r)
        wanted = [k for code, _ in branches if code + 1 < len(self.start) for k in self._members(code)]
        missing = [k for k in [*wanted, int(side.prev[r])] if k != NOBODY and k not in known]
        self.flow.net = with_room_for(self.net, len(missing))
        for k in dict.fromkeys(missing):
            add_pair(self.net, r, k, pair_cost(side, r, k))
        if pin == NOBODY:
            insert(self.net, r)
        else:
            self.pin(r, pin)

    def pin(self, r: int, k: int) -> None:
        if self.net.inside[r]:
            take_out(self.net, r)
        self._fasten(r, k)
        expel(self.net, k)

    def unpin(self, r: int) -> None:
        k = self.side.pin[r]
        self._loosen(r)
        fill(self.net, k)
        insert(self.net, r)

    def banned(self, r: int) -> set[int]:
        side = self.side
        return set(side.ban[side.ban_start[r] : side.ban_start[r + 1]].tolist())

    def ban(self, r: int, people: set[int]) -> None:
        """These people, and only they, may not have the room."""
        side, inside = self.side, bool(self.net.inside[r])
        if inside:
            take_out(self.net, r)
        first, last = side.ban_start[r], side.ban_start[r + 1]
        start = side.ban_start.copy()
        start[r + 1 :] += len(people) - (last - first)
        ban = np.concatenate([side.ban[:first], np.array(sorted(people), dtype=np.int64), side.ban[last:]])
        self.flow.side = side._replace(ban_start=start, ban=ban, wishes=1)
        recost_room(self.side, self.net, r)
        if inside:
            insert(self.net, r)

    def _members(self, code: int) -> list[int]:
        return self.colleague[self.start[code] : self.start[code + 1]].tolist()

    def _fasten(self, r: int, k: int) -> None:
        self.side.pin[r] = self.net.chosen[r] = k
        self.net.taken[k] += 1
        self.net.load[k] += 1

    def _loosen(self, r: int) -> None:
        k = self.side.pin[r]
        self.side.pin[r] = self.net.chosen[r] = NOBODY
        self.net.taken[k] -= 1
        self.net.load[k] -= 1

    def _set_load(self, k: int, lo: int, hi: int, cap: int) -> None:
        side, net = self.side, self.net
        side.lo[k] = net.lo[k] = lo
        side.hi[k] = net.hi[k] = hi
        side.cap[k] = net.cap[k] = min(cap, len(side.room))

    def _known(self, r: int) -> set[int]:
        """Whose pairs with a room are in the network."""
        known = set()
        pair = self.net.first_of_room[r]
        while pair != NONE:
            known.add(int(self.net.pair_person[pair]))
            pair = self.net.next_of_room[pair]
        return known

    def _count_base(self) -> None:
        side = self.side
        kept = int(np.count_nonzero((side.prev != NOBODY) & (side.size > 0)))
        self.flow.side = side._replace(base=kept * side.rates.change)
