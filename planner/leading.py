"""The leads of all rooms: one a room, a second room only where there are too few people.

People of one home are alike and stand in one pool, except who is pinned or leads a room
today: they stand alone, so that a change can be priced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .flow import NOBODY, assign
from .matrices import lead_costs
from .order import ties
from .problem import Problem
from .tables import UNKNOWN, Id


def exact_leads(problem: Problem, pinned: Mapping[int, int], seed: int) -> list[Id | None]:
    """The cheapest leads with the fewest rooms uncovered, one a room."""
    leads: list[Id | None] = [None] * len(problem.rooms.id)
    for gender in problem.genders():
        rooms = problem.occupied(gender)
        pools = _pools(problem, gender, {problem.prev.lead[room] for room in rooms}, set(pinned.values()))
        members = list(pools.values())
        caps = [[min(problem.leads.cap[lead], len(rooms)) for lead in people] for people in members]
        cost = lead_costs(problem, rooms, [problem.leads.home[people[0]] for people in members])
        column_of = {lead: column for column, people in enumerate(members) for lead in people}
        row_of = {id_: row for row, id_ in enumerate(problem.leads.id)}
        for row, room in enumerate(rooms):
            today = column_of.get(row_of.get(problem.prev.lead[room], UNKNOWN))
            if today is not None:
                cost[row, today] -= problem.weights.change_lead
        chosen = assign(
            cost,
            [[0] * len(cap) + [problem.weights.lead_second] * (sum(cap) - len(cap)) for cap in caps],
            fixed={row: column_of[pinned[room]] for row, room in enumerate(rooms) if room in pinned},
            tie=ties(seed, "lead", [problem.rooms.id[room] for room in rooms], list(pools)),
        ).chosen
        places = [_places(people, cap) for people, cap in zip(members, caps, strict=True)]
        for room, column in zip(rooms, chosen, strict=True):
            if column != NOBODY:
                leads[room] = problem.leads.id[next(places[column])]
    return leads


def _pools(problem: Problem, gender: str, today: set[Id | None], pinned: set[int]) -> dict[tuple[str, Id], list[int]]:
    """The leads of a gender by a name that no other order of the rows would change."""
    leads, pools = problem.leads, {}
    for row, person in enumerate(leads.id):
        if leads.gender[row] != gender or not leads.cap[row]:
            continue
        if person in today or row in pinned:
            name = ("person", person)
        elif leads.home[row] == UNKNOWN:
            name = ("nowhere", "")
        else:
            name = ("home", problem.rooms.id[leads.home[row]])
        pools.setdefault(name, []).append(row)
    return pools


def _places(people: Sequence[int], caps: Sequence[int]) -> Iterator[int]:
    """Each person once, then those who may lead more."""
    yield from people
    for person, cap in zip(people, caps, strict=True):
        yield from [person] * (cap - 1)
