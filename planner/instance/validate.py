"""What the tables of a problem must be before anything is planned.

Each refusal is one sentence that names the place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from .tables import UNKNOWN, Branches, Buildings, Id, Keepers, Leads, Plan, ProblemError, Rooms, Weights

LARGEST_WEIGHT = 10_000_000
LARGEST_NUMBER = 1_000_000  # positions, floors, steps, caps
GENDERS = ("F", "M")


def validate(
    buildings: Buildings,
    rooms: Rooms,
    branches: Branches,
    keepers: Keepers,
    leads: Leads,
    prev: Plan,
    weights: Weights,
) -> None:
    """Raises ProblemError where a table, or what one says of another, makes no sense."""
    _weights(weights)
    tables = {"buildings": buildings, "rooms": rooms, "branches": branches, "keepers": keepers, "leads": leads}
    for name, table in tables.items():
        _same_lengths(table, name)
        _ids(table.id, name)
    _buildings(buildings)
    _rooms(rooms, buildings, branches)
    for name, people in (("keepers", keepers), ("leads", leads)):
        _people(people, name, rooms=len(rooms.id), branches=set(branches.id))
    _loads(keepers)
    same_rooms(prev, "prev", len(rooms.id))


def same_rooms(plan: Plan, place: str, rooms: int) -> None:
    for name in ("keeper", "lead"):
        found = len(getattr(plan, name))
        if found != rooms:
            raise ProblemError(f"{place}.{name} has {found} entries for {rooms} rooms.")


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


def _rooms(rooms: Rooms, buildings: Buildings, branches: Branches) -> None:
    known = {UNKNOWN, *branches.id}
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
            if not is_id(branch) or branch not in known:
                raise ProblemError(f"{place}: there is no branch {shown(branch)}.")


def _people(people: Keepers | Leads, name: str, *, rooms: int, branches: set[int]) -> None:
    for row, id_ in enumerate(people.id):
        place = f"{name} row {row} ({shown(id_)})"
        _gender(people.gender[row], place)
        home = people.home[row]
        if not _is_whole(home) or not UNKNOWN <= home < rooms:
            raise ProblemError(f"{place}: there is no room in row {shown(home)} to live in.")
        if not is_id(people.branch[row]) or people.branch[row] not in branches:
            raise ProblemError(f"{place}: there is no branch {shown(people.branch[row])}.")
        _whole(people.cap[row], f"{place}, cap", 0, LARGEST_NUMBER)


def _loads(keepers: Keepers) -> None:
    for row, id_ in enumerate(keepers.id):
        place = f"keepers row {row} ({shown(id_)})"
        _whole(keepers.lo[row], f"{place}, lo", 0, LARGEST_NUMBER)
        _whole(keepers.hi[row], f"{place}, hi", keepers.lo[row], LARGEST_NUMBER)
        group = keepers.group[row]
        if group is not None and not is_id(group):
            raise ProblemError(f"{place}: {shown(group)} is not the id of a group.")
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
