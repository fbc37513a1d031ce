"""One order for the same facts: a plan must not depend on how the rows happened to be sorted."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

from .problem import Problem
from .tables import Id, Plan

Table = TypeVar("Table")


def in_order(problem: Problem) -> tuple[Problem, list[int]]:
    """The problem with every table sorted by id (rooms: in door order), and the rooms' old rows."""
    buildings, building_rows = _sorted(problem.buildings, _by_id(problem.buildings.id))
    rooms = problem.rooms
    new_building = _inverse(building_rows)
    rooms = dataclasses.replace(rooms, building=[new_building[row] for row in rooms.building])
    doors = [(rooms.building[row], rooms.floor[row], rooms.pos[row]) for row in range(len(rooms.id))]
    room_rows = sorted(range(len(doors)), key=doors.__getitem__)
    rooms, _ = _sorted(rooms, room_rows)
    new_room = {**_inverse(room_rows), -1: -1}
    people = {}
    for name in ("keepers", "leads"):
        table, _ = _sorted(getattr(problem, name), _by_id(getattr(problem, name).id))
        people[name] = dataclasses.replace(table, home=[new_room[row] for row in table.home])
    branches, _ = _sorted(problem.branches, _by_id(problem.branches.id))
    prev = pick(problem.prev, room_rows)
    return dataclasses.replace(
        problem, buildings=buildings, rooms=rooms, branches=branches, prev=prev, **people
    ), room_rows


def pick(plan: Plan, rows: Sequence[int]) -> Plan:
    """The plan for rows of another order: entry i of the answer is entry rows[i] of the plan."""
    return Plan([plan.keeper[row] for row in rows], [plan.lead[row] for row in rows])


def put_back(plan: Plan, rows: Sequence[int]) -> Plan:
    """The opposite of ``pick``."""
    places = _inverse(rows)
    return pick(plan, [places[row] for row in range(len(rows))])


def ties(seed: int, role: str, rooms: Sequence[object], people: Sequence[object]) -> Callable[[int, int], int]:
    """A number below 2**32 for a room and a person (-1: nobody) that depends on their names alone."""

    def tie(row: int, column: int) -> int:
        person = people[column] if column >= 0 else None
        digest = blake2b(f"{seed}/{role}/{rooms[row]!r}/{person!r}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big")

    return tie


def _sorted(table: Table, rows: Sequence[int]) -> tuple[Table, Sequence[int]]:
    columns: dict[str, Any] = {}
    for column in dataclasses.fields(table):
        values = getattr(table, column.name)
        columns[column.name] = [values[row] for row in rows]
    return type(table)(**columns), rows


def _by_id(ids: Sequence[Id]) -> list[int]:
    return sorted(range(len(ids)), key=lambda row: (isinstance(ids[row], str), ids[row]))


def _inverse(rows: Sequence[int]) -> dict[int, int]:
    return {row: place for place, row in enumerate(rows)}
