"""The network of the flow for some rooms and some people, before and after pairs are added."""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY, Ints
from planner.kernels.flow import NONE, Net

CLOSED = 2  # times ``uncovered``: the price of who may have no room at all
ENDLESS = 2**31


def new_net(
    *,
    lo: Ints,
    hi: Ints,
    cap: Ints,
    full: Ints,
    steep: int,
    second: int,
    room_tie: Ints,
    person_tie: Ints,
    pin: Ints,
    uncovered: int,
    pairs: int,
) -> Net:
    """Nobody has a room yet but the pinned ones; room for so many pairs."""
    rooms, people = len(room_tie), len(person_tie)
    taken = np.bincount(pin[pin != NOBODY], minlength=people).astype(np.int64)
    cap = np.maximum(cap, taken)

    def rows(size: int, value: int = 0) -> Ints:
        return np.full(size, value, dtype=np.int64)

    def outside(load: Ints) -> Ints:
        return np.maximum(0, np.maximum(lo - load, load - hi)) ** 2

    first_slot = steep * (outside(taken + 1) - outside(taken)) + np.where(taken >= full, second, 0)
    return Net(
        pair_room=np.empty(pairs, dtype=np.int32),
        pair_person=np.empty(pairs, dtype=np.int32),
        pair_cost=np.empty(pairs, dtype=np.int64),
        next_of_room=np.empty(pairs, dtype=np.int32),
        next_of_person=np.empty(pairs, dtype=np.int32),
        first_of_room=rows(rooms, NONE),
        first_of_person=rows(people, NONE),
        pairs=rows(1),
        lo=lo.copy(),
        hi=hi.copy(),
        cap=cap,
        full=full.copy(),
        taken=taken,
        room_tie=room_tie,
        person_tie=person_tie,
        inside=rows(rooms),
        chosen=pin.copy(),
        chosen_pair=rows(rooms, NONE),
        load=taken.copy(),
        first_kept=rows(people, NONE),
        next_kept=rows(rooms, NONE),
        prev_kept=rows(rooms, NONE),
        price=np.where(cap > taken, first_slot, CLOSED * uncovered),
        price_tie=rows(people),
        seen=rows(people),
        order=rows(people),
        dist=rows(people),
        dist_tie=rows(people),
        came_from=rows(people),
        came_by=rows(people),
        heap=rows(people),
        heap_place=rows(people),
        key=rows(people),
        key_tie=rows(people),
        count=rows(4),
        steep=steep,
        second=second,
        uncovered=uncovered,
    )


def with_room_for(net: Net, more: int) -> Net:
    """The same network with place for so many more pairs."""
    needed, there = int(net.pairs[0]) + more, len(net.pair_cost)
    if needed <= there:
        return net
    size = max(needed, there + there // 2)

    def longer(column: Ints) -> Ints:
        wider = np.empty(size, dtype=column.dtype)
        wider[:there] = column
        return wider

    names = ("pair_room", "pair_person", "pair_cost", "next_of_room", "next_of_person")
    return net._replace(**{name: longer(getattr(net, name)) for name in names})
