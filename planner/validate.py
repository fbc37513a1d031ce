"""What an instance, a plan and pins must be before anything is planned.

Each refusal is one sentence that names the place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from .problem import (
    UNKNOWN,
    Buildings,
    Id,
    Keepers,
    Leads,
    Pin,
    Plan,
    Problem,
    ProblemError,
    Weights,
)

LARGEST_WEIGHT = 10_000_000
LARGEST_NUMBER = 1_000_000  # positions, floors, steps, caps
GENDERS = ("F", "M")
TABLES = ("buildings", "rooms", "branches", "keepers", "leads")


def validate(problem: Problem) -> None:
    _weights(problem.weights)
    for name in TABLES:
        _same_lengths(getattr(problem, name), name)
        _ids(getattr(problem, name).id, name)
    _buildings(problem.buildings)
    _rooms(problem)
    _people(problem, problem.keepers, "keepers")
    _people(problem, problem.leads, "leads")
    _loads(problem.keepers)
    same_rooms(problem, problem.prev, "prev")


def same_rooms(problem: Problem, plan: Plan, place: str) -> None:
    rooms = len(problem.rooms.id)
    for name in ("keeper", "lead"):
        found = len(getattr(plan, name))
        if found != rooms:
            raise ProblemError(f"{place}.{name} has {found} entries for {rooms} rooms.")


def somebody_of_each_gender(problem: Problem) -> None:
    """Refuse what is more likely a faulty file than a college: rooms of a gender, and nobody at all for them.

    Not part of `validate`: a college short of people still gets a plan, which leaves those rooms uncovered and says so.
    """
    occupied = {problem.gender_of(row) for row, occ in enumerate(problem.rooms.occ) if occ}
    keepers, leads = problem.keepers, problem.leads
    keeping = {g for g, avail, cap in zip(keepers.gender, keepers.avail, keepers.cap, strict=True) if avail and cap}
    leading = {g for g, cap in zip(leads.gender, leads.cap, strict=True) if cap}
    for gender in sorted(occupied):
        if gender not in keeping:
            raise ProblemError(f"keepers: nobody of gender {gender} is available for the rooms of that gender.")
        if gender not in leading:
            raise ProblemError(f"leads: nobody of gender {gender} is available for the rooms of that gender.")


def known_people(problem: Problem, plan: Plan, place: str) -> None:
    """Refuse a plan that names people who are not in the problem."""
    same_rooms(problem, plan, place)
    for name, table in (("keeper", problem.keepers), ("lead", problem.leads)):
        known = {None, *table.id}
        for row, person in enumerate(getattr(plan, name)):
            if person not in known:
                raise ProblemError(f"{place}.{name} row {row}: {shown(person)} is not among the {name}s.")


def pinned_rows(problem: Problem, pins: Iterable[Pin]) -> tuple[dict[int, int], dict[int, int]]:
    """The pins as room row -> keeper row and room row -> lead row; refuses what no plan could keep."""
    room_row = {room: row for row, room in enumerate(problem.rooms.id)}
    pinned: dict[str, dict[int, int]] = {"keeper": {}, "lead": {}}
    tables = {"keeper": problem.keepers, "lead": problem.leads}
    people_row = {name: {person: row for row, person in enumerate(table.id)} for name, table in tables.items()}
    for number, pin in enumerate(pins):
        place = f"pins row {number}"
        row = room_row.get(pin.room)
        if row is None:
            raise ProblemError(f"{place}: there is no room {shown(pin.room)}.")
        if not problem.rooms.occ[row]:
            raise ProblemError(f"{place}: room {shown(pin.room)} is empty and needs nobody.")
        if pin.keeper is None and pin.lead is None:
            raise ProblemError(f"{place}: room {shown(pin.room)} is pinned to nobody.")
        for name, table in tables.items():
            person = getattr(pin, name)
            if person is None:
                continue
            who = people_row[name].get(person)
            if who is None:
                raise ProblemError(f"{place}: there is no {name} {shown(person)}.")
            if table.gender[who] != problem.gender_of(row):
                raise ProblemError(
                    f"{place}: {name} {shown(person)} may not enter the building of room {shown(pin.room)}."
                )
            if name == "keeper" and not problem.keepers.avail[who]:
                raise ProblemError(f"{place}: keeper {shown(person)} is not available.")
            if pinned[name].get(row, who) != who:
                raise ProblemError(f"{place}: room {shown(pin.room)} is pinned to two {name}s.")
            pinned[name][row] = who
            count = list(pinned[name].values()).count(who)
            if count > table.cap[who]:
                raise ProblemError(
                    f"{place}: {name} {shown(person)} is pinned to {count} rooms but may have {table.cap[who]}."
                )
    return pinned["keeper"], pinned["lead"]


def _weights(weights: Weights) -> None:
    for weight in dataclasses.fields(weights):
        _whole(getattr(weights, weight.name), f"weights.{weight.name}", 0, LARGEST_WEIGHT)


def _same_lengths(table: Any, name: str) -> None:
    rows = len(table.id)
    for column in dataclasses.fields(table):
        found = len(getattr(table, column.name))
        if found != rows:
            raise ProblemError(f"{name}.{column.name} has {found} entries, but {name}.id has {rows}.")


def _ids(ids: Sequence[Id], name: str) -> None:
    seen: dict[Id, int] = {}
    for row, id_ in enumerate(ids):
        if not is_id(id_):
            raise ProblemError(f"{name}.id row {row}: {shown(id_)} is not an id.")
        if id_ in seen:
            raise ProblemError(f"{name}.id row {row}: {shown(id_)} is already in row {seen[id_]}.")
        seen[id_] = row


def _buildings(buildings: Buildings) -> None:
    for row, id_ in enumerate(buildings.id):
        place = f"buildings row {row} ({shown(id_)})"
        _gender(buildings.gender[row], place)
        _whole(buildings.x[row], f"{place}, x", -LARGEST_NUMBER, LARGEST_NUMBER)
        _whole(buildings.y[row], f"{place}, y", -LARGEST_NUMBER, LARGEST_NUMBER)
        _whole(buildings.floors[row], f"{place}, floors", 1, LARGEST_NUMBER)
        stairs = buildings.stairs[row]
        if not _is_list(stairs) or not stairs:
            raise ProblemError(f"{place}: the building has no stairs.")
        for position in stairs:
            _whole(position, f"{place}, stairs", -LARGEST_NUMBER, LARGEST_NUMBER)


def _rooms(problem: Problem) -> None:
    rooms, buildings = problem.rooms, problem.buildings
    branches = {UNKNOWN, *problem.branches.id}
    doors: dict[tuple[int, int, int], Id] = {}
    for row, id_ in enumerate(rooms.id):
        place = f"rooms row {row} ({shown(id_)})"
        building = rooms.building[row]
        if not _is_whole(building) or not 0 <= building < len(buildings.id):
            raise ProblemError(f"{place}: there is no building in row {shown(building)}.")
        _whole(rooms.floor[row], f"{place}, floor", 1, buildings.floors[building])
        _whole(rooms.pos[row], f"{place}, pos", -LARGEST_NUMBER, LARGEST_NUMBER)
        door = (building, rooms.floor[row], rooms.pos[row])
        if door in doors:
            raise ProblemError(f"{place}: it has the same door as room {shown(doors[door])}.")
        doors[door] = id_
        if not _is_list(rooms.occ[row]):
            raise ProblemError(f"{place}: occ is not a list of branches.")
        for branch in rooms.occ[row]:
            if not is_id(branch) or branch not in branches:
                raise ProblemError(f"{place}: there is no branch {shown(branch)}.")


def _people(problem: Problem, people: Keepers | Leads, name: str) -> None:
    branches = set(problem.branches.id)
    for row, id_ in enumerate(people.id):
        place = f"{name} row {row} ({shown(id_)})"
        _gender(people.gender[row], place)
        home = people.home[row]
        if not _is_whole(home) or not UNKNOWN <= home < len(problem.rooms.id):
            raise ProblemError(f"{place}: there is no room in row {shown(home)} to live in.")
        if not is_id(people.branch[row]) or people.branch[row] not in branches:
            raise ProblemError(f"{place}: there is no branch {shown(people.branch[row])}.")
        _whole(people.cap[row], f"{place}, cap", 0, LARGEST_NUMBER)


def _loads(keepers: Keepers) -> None:
    for row, id_ in enumerate(keepers.id):
        place = f"keepers row {row} ({shown(id_)})"
        _whole(keepers.lo[row], f"{place}, lo", 0, LARGEST_NUMBER)
        _whole(keepers.hi[row], f"{place}, hi", keepers.lo[row], LARGEST_NUMBER)
        if keepers.avail[row] not in (0, 1):
            raise ProblemError(f"{place}: avail is {shown(keepers.avail[row])}, not 0 or 1.")


def _gender(value: Any, place: str) -> None:
    if value not in GENDERS:
        raise ProblemError(f"{place}: gender is {shown(value)}, not F or M.")


def _whole(value: Any, place: str, least: int, most: int) -> None:
    if not _is_whole(value):
        raise ProblemError(f"{place}: {shown(value)} is not a whole number.")
    if not least <= value <= most:
        raise ProblemError(f"{place}: {value} is not between {least} and {most}.")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_id(value: Any) -> bool:
    return _is_whole(value) or isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 40 else text[:37] + "..."
