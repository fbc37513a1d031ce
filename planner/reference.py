"""Terms 1, 3, 4 and 5 with the term of Party groups, or 2 and 5, in plain Python: slow, short, and right.

The same successive shortest augmentations as ``planner.kernels.flow``, but over all pairs, with
``planner.rules`` for the costs and Bellman's search for the shortest way, which needs no prices.
The compiled flow is tested against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from . import rules
from .instance.problem import Problem

NOBODY = -1
UNCOVERED = 10**15
Pairs = Collection[tuple[int, int]]  # room row, person row: who is banned from where
Price = Callable[[int, int], int]  # of a room with a person; of one more room for a person who has so many


def least_keepers(problem: Problem, gender: str, bans: Pairs = ()) -> tuple[int, int]:
    """(rooms uncovered, cost of the others in terms 1, 3, 4, 5 and that of groups) at the optimum of a gender."""
    keepers = problem.keepers
    people = [k for k, g in enumerate(keepers.gender) if g == gender and keepers.avail[k]]

    def cost(room: int, k: int) -> int:
        changed = rules.price(problem, "changed_keepers") * _changed(problem.prev.keeper[room], keepers.id, people, k)
        if k == NOBODY:
            return changed
        foreign = rules.price(problem, "foreign_students") * rules.foreign_students(problem, k, room)
        group = rules.price(problem, "outside_group") * rules.outside_group(problem, k, room)
        return foreign + rules.price(problem, "steps") * rules.steps(problem, keepers.home[k], room) + group + changed

    def load(k: int, n: int) -> int:
        return rules.price(problem, "imbalance") * rules.imbalance(problem, k, n)

    return _least(problem, gender, people, keepers.cap, cost, load, bans)


def least_leads(problem: Problem, gender: str, bans: Pairs = ()) -> tuple[int, int]:
    """The same of the leads, in terms 2 and 5."""
    leads = problem.leads
    people = [k for k, g in enumerate(leads.gender) if g == gender]

    def cost(room: int, k: int) -> int:
        changed = rules.price(problem, "changed_leads") * _changed(problem.prev.lead[room], leads.id, people, k)
        level = None if k == NOBODY else rules.lead_level(problem, leads.home[k], room)
        return (rules.price(problem, level) if level else 0) + changed

    def load(_k: int, n: int) -> int:
        return rules.price(problem, "lead_second") * max(0, n - 1)

    return _least(problem, gender, people, leads.cap, cost, load, bans)


def _changed(before: object, ids: Sequence[object], people: Sequence[int], k: int) -> bool:
    """Whether a room could have stayed with somebody, and has another or nobody now."""
    return before in {ids[other] for other in people} and (k == NOBODY or before != ids[k])


def _least(
    problem: Problem, gender: str, people: list[int], cap: Sequence[int], cost: Price, load: Price, bans: Pairs
) -> tuple[int, int]:
    rooms = problem.occupied(gender)
    held: dict[int, list[int]] = {k: [] for k in [*people, NOBODY]}

    def pair(room: int, k: int) -> int:
        return cost(room, k) + UNCOVERED * (k == NOBODY) + 2 * UNCOVERED * ((room, k) in bans)

    def slot(k: int) -> int | None:
        """What one more room costs; None where there is no place."""
        if k == NOBODY:
            return 0
        return load(k, len(held[k]) + 1) - load(k, len(held[k])) if len(held[k]) < cap[k] else None

    for room in rooms:
        _bring_in(room, held, pair, slot)
    pairs = sum(cost(room, k) for k, theirs in held.items() for room in theirs)
    return len(held[NOBODY]), pairs + sum(load(k, len(held[k])) for k in people)


def _bring_in(room: int, held: dict[int, list[int]], pair: Price, slot: Callable[[int], int | None]) -> None:
    """The shortest way for a room, over rooms that are passed on, to somebody with a place."""
    dist = {k: pair(room, k) for k in held}
    via: dict[int, tuple[int, int | None]] = dict.fromkeys(held, (room, None))  # the room that comes, and from whom
    shorter = True
    while shorter:
        shorter = False
        for giver, rooms in held.items():
            for other in rooms:
                for k in held:
                    way = dist[giver] - pair(other, giver) + pair(other, k)
                    if way < dist[k]:
                        dist[k], via[k], shorter = way, (other, giver), True
    k: int | None = min((k for k in held if slot(k) is not None), key=lambda k: dist[k] + slot(k))
    while k is not None:
        comes, giver = via[k]
        if giver is not None:
            held[giver].remove(comes)
        held[k].append(comes)
        k = giver
