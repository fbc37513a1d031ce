"""Everything an instance must be before it is planned: each refusal is one sentence with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from .problem import (
    UNKNOWN,
    Branches,
    Buildings,
    Id,
    Keepers,
    Leads,
    Pin,
    Plan,
    Problem,
    ProblemError,
    Rooms,
    Weights,
)

LARGEST_WEIGHT = 10_000_000
LARGEST_NUMBER = 1_000_000  # positions, floors, steps, caps
GENDERS = ("F", "M")
TABLES = {"buildings": Buildings, "rooms": Rooms, "branches": Branches, "keepers": Keepers, "leads": Leads}


def read_problem(data: Any) -> Problem:
    """A Problem from parsed JSON. Keys it does not know are ignored."""
    if not isinstance(data, dict):
        raise ProblemError("The instance is not a JSON object.")
    tables = {name: _read_table(data, name, kind) for name, kind in TABLES.items()}
    if "prev" in data:
        prev = read_plan(data["prev"], "prev")
    else:
        prev = Plan.empty(len(tables["rooms"].id))
    return Problem(weights=_read_weights(data.get("weights", {})), prev=prev, **tables)


def read_plan(data: Any, place: str) -> Plan:
    if not isinstance(data, dict):
        raise ProblemError(f"{place} is not an object with the columns keeper and lead.")
    columns = {}
    for name in ("keeper", "lead"):
        column = data.get(name)
        if not isinstance(column, list):
            raise ProblemError(f"{place}.{name} is not a list.")
        for row, person in enumerate(column):
            if person is not None and not _is_id(person):
                raise ProblemError(f"{place}.{name} row {row}: {_shown(person)} is not an id.")
        columns[name] = column
    return Plan(**columns)


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
    _somebody_of_each_gender(problem)
    same_rooms(problem, problem.prev, "prev")


def same_rooms(problem: Problem, plan: Plan, place: str) -> None:
    rooms = len(problem.rooms.id)
    for name in ("keeper", "lead"):
        found = len(getattr(plan, name))
        if found != rooms:
            raise ProblemError(f"{place}.{name} has {found} entries for {rooms} rooms.")


def known_people(problem: Problem, plan: Plan, place: str) -> None:
    """Refuse a plan that names people who are not in the problem."""
    same_rooms(problem, plan, place)
    for name, table in (("keeper", problem.keepers), ("lead", problem.leads)):
        known = {None, *table.id}
        for row, person in enumerate(getattr(plan, name)):
            if person not in known:
                raise ProblemError(f"{place}.{name} row {row}: {_shown(person)} is not among the {name}s.")


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
            raise ProblemError(f"{place}: there is no room {_shown(pin.room)}.")
        if not problem.rooms.occ[row]:
            raise ProblemError(f"{place}: room {_shown(pin.room)} is empty and needs nobody.")
        if pin.keeper is None and pin.lead is None:
            raise ProblemError(f"{place}: room {_shown(pin.room)} is pinned to nobody.")
        for name, table in tables.items():
            person = getattr(pin, name)
            if person is None:
                continue
            who = people_row[name].get(person)
            if who is None:
                raise ProblemError(f"{place}: there is no {name} {_shown(person)}.")
            if table.gender[who] != problem.gender_of(row):
                raise ProblemError(
                    f"{place}: {name} {_shown(person)} may not enter the building of room {_shown(pin.room)}."
                )
            if name == "keeper" and not problem.keepers.avail[who]:
                raise ProblemError(f"{place}: keeper {_shown(person)} is not available.")
            if pinned[name].get(row, who) != who:
                raise ProblemError(f"{place}: room {_shown(pin.room)} is pinned to two {name}s.")
            pinned[name][row] = who
            count = list(pinned[name].values()).count(who)
            if count > table.cap[who]:
                raise ProblemError(
                    f"{place}: {name} {_shown(person)} is pinned to {count} rooms but may have {table.cap[who]}."
                )
    return pinned["keeper"], pinned["lead"]


def _read_table(data: dict[str, Any], name: str, kind: type) -> Any:
    table = data.get(name)
    if not isinstance(table, dict):
        raise ProblemError(f"{name} is missing or not a table of columns.")
    columns = {}
    for column in dataclasses.fields(kind):
        values = table.get(column.name)
        if not isinstance(values, list):
            raise ProblemError(f"{name}.{column.name} is missing or not a list.")
        columns[column.name] = values
    return kind(**columns)


def _read_weights(data: Any) -> Weights:
    if not isinstance(data, dict):
        raise ProblemError("weights is not an object of names and numbers.")
    known = {weight.name for weight in dataclasses.fields(Weights)}
    for name in data:
        if name not in known:
            raise ProblemError(f"weights.{name}: there is no such weight.")
    return Weights(**data)


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
        if not _is_id(id_):
            raise ProblemError(f"{name}.id row {row}: {_shown(id_)} is not an id.")
        if id_ in seen:
            raise ProblemError(f"{name}.id row {row}: {_shown(id_)} is already in row {seen[id_]}.")
        seen[id_] = row


def _buildings(buildings: Buildings) -> None:
    for row, id_ in enumerate(buildings.id):
        place = f"buildings row {row} ({_shown(id_)})"
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
        place = f"rooms row {row} ({_shown(id_)})"
        building = rooms.building[row]
        if not _is_whole(building) or not 0 <= building < len(buildings.id):
            raise ProblemError(f"{place}: there is no building in row {_shown(building)}.")
        _whole(rooms.floor[row], f"{place}, floor", 1, buildings.floors[building])
        _whole(rooms.pos[row], f"{place}, pos", -LARGEST_NUMBER, LARGEST_NUMBER)
        door = (building, rooms.floor[row], rooms.pos[row])
        if door in doors:
            raise ProblemError(f"{place}: it has the same door as room {_shown(doors[door])}.")
        doors[door] = id_
        if not _is_list(rooms.occ[row]):
            raise ProblemError(f"{place}: occ is not a list of branches.")
        for branch in rooms.occ[row]:
            if not _is_id(branch) or branch not in branches:
                raise ProblemError(f"{place}: there is no branch {_shown(branch)}.")


def _people(problem: Problem, people: Keepers | Leads, name: str) -> None:
    branches = set(problem.branches.id)
    for row, id_ in enumerate(people.id):
        place = f"{name} row {row} ({_shown(id_)})"
        _gender(people.gender[row], place)
        home = people.home[row]
        if not _is_whole(home) or not UNKNOWN <= home < len(problem.rooms.id):
            raise ProblemError(f"{place}: there is no room in row {_shown(home)} to live in.")
        if not _is_id(people.branch[row]) or people.branch[row] not in branches:
            raise ProblemError(f"{place}: there is no branch {_shown(people.branch[row])}.")
        _whole(people.cap[row], f"{place}, cap", 0, LARGEST_NUMBER)


def _loads(keepers: Keepers) -> None:
    for row, id_ in enumerate(keepers.id):
        place = f"keepers row {row} ({_shown(id_)})"
        _whole(keepers.lo[row], f"{place}, lo", 0, LARGEST_NUMBER)
        _whole(keepers.hi[row], f"{place}, hi", keepers.lo[row], LARGEST_NUMBER)
        if keepers.avail[row] not in (0, 1):
            raise ProblemError(f"{place}: avail is {_shown(keepers.avail[row])}, not 0 or 1.")


def _somebody_of_each_gender(problem: Problem) -> None:
    occupied = {problem.gender_of(row) for row, occ in enumerate(problem.rooms.occ) if occ}
    keepers, leads = problem.keepers, problem.leads
    keeping = {g for g, avail, cap in zip(keepers.gender, keepers.avail, keepers.cap, strict=True) if avail and cap}
    leading = {g for g, cap in zip(leads.gender, leads.cap, strict=True) if cap}
    for gender in sorted(occupied):
        if gender not in keeping:
            raise ProblemError(f"keepers: nobody of gender {gender} is available for the rooms of that gender.")
        if gender not in leading:
            raise ProblemError(f"leads: nobody of gender {gender} is available for the rooms of that gender.")


def _gender(value: Any, place: str) -> None:
    if value not in GENDERS:
        raise ProblemError(f"{place}: gender is {_shown(value)}, not F or M.")


def _whole(value: Any, place: str, least: int, most: int) -> None:
    if not _is_whole(value):
        raise ProblemError(f"{place}: {_shown(value)} is not a whole number.")
    if not least <= value <= most:
        raise ProblemError(f"{place}: {value} is not between {least} and {most}.")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_id(value: Any) -> bool:
    return _is_whole(value) or isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 40 else text[:37] + "..."
