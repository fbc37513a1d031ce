"""Small problems for tests: one built by hand, many by hypothesis, and the instances at hand."""

from __future__ import annotations

import dataclasses
import json
from itertools import cycle
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from planner.instance.problem import Problem
from planner.instance.reading import read_problem
from planner.instance.tables import Id, Plan

DATA = Path(__file__).parent / "data"


def instance(name: str) -> Problem:
    return read_problem(json.loads((DATA / f"{name}.json").read_text()))


def two_people(**changes: Any) -> dict[str, Any]:
    """The JSON of one women's building with rooms 101-103 and 201, two keepers and two leads.

    Ada (branch 1) lives in 101, Bea (branch 2) in 201. The stairs are at door 2. Room 103
    is empty. ``changes`` replace columns: ``keepers_cap=[1, 1]``.
    """
    data = {
        "weights": {},
        "buildings": {"id": ["F"], "gender": ["F"], "x": [0], "y": [0], "stairs": [[2]], "floors": [2]},
        "rooms": {
            "id": ["101", "102", "103", "201"],
            "building": [0, 0, 0, 0],
            "floor": [1, 1, 1, 2],
            "pos": [1, 2, 3, 1],
            "occ": [[1, 1], [1, 2], [], [2, 2]],
        },
        "branches": {"id": [1, 2], "college": [0, 0]},
        "keepers": {
            "id": ["ada", "bea"],
            "gender": ["F", "F"],
            "home": [0, 3],
            "branch": [1, 2],
            "group": [None, None],
            "lo": [1, 1],
            "hi": [2, 2],
            "cap": [3, 3],
            "avail": [1, 1],
        },
        "leads": {"id": ["ada", "bea"], "gender": ["F", "F"], "home": [0, 3], "branch": [1, 2], "cap": [2, 2]},
        "prev": {"keeper": [None] * 4, "lead": [None] * 4},
    }
    for name, column in changes.items():
        table, _, key = name.partition("_")
        data[table][key] = column
    return data


def by_turns(problem: Problem, skip: int = 0) -> Plan:
    """A plan nobody would choose: everybody in roster order takes the next room, ``skip`` people late."""
    keeper: list[Id | None] = [None] * len(problem.rooms.id)
    lead: list[Id | None] = [None] * len(problem.rooms.id)
    for gender in "FM":
        keepers, leads = problem.keepers, problem.leads
        keeping = [
            id_
            for id_, g, there in zip(keepers.id, keepers.gender, keepers.avail, strict=True)
            if g == gender and there
        ]
        leading = [id_ for id_, g in zip(leads.id, leads.gender, strict=True) if g == gender]
        next_keeper, next_lead = cycle(keeping), cycle(leading)
        for _ in range(skip):
            next(next_keeper), next(next_lead)
        for room, people in enumerate(problem.rooms.occ):
            if people and problem.gender_of(room) == gender:
                keeper[room], lead[room] = next(next_keeper), next(next_lead)
    return Plan(keeper, lead)


def shuffled(problem: Problem, random: Any) -> tuple[Problem, list[int]]:
    """The same facts in another order, and for each new room its old row."""

    def mixed(table: Any) -> tuple[Any, list[int]]:
        rows = list(range(len(table.id)))
        random.shuffle(rows)
        columns = {f.name: [getattr(table, f.name)[row] for row in rows] for f in dataclasses.fields(table)}
        return type(table)(**columns), rows

    buildings, building_rows = mixed(problem.buildings)
    rooms, room_rows = mixed(problem.rooms)
    rooms = dataclasses.replace(rooms, building=[building_rows.index(row) for row in rooms.building])
    people = {}
    for name in ("keepers", "leads"):
        table, _ = mixed(getattr(problem, name))
        homes = [-1 if home < 0 else room_rows.index(home) for home in table.home]
        people[name] = dataclasses.replace(table, home=homes)
    prev = Plan([problem.prev.keeper[row] for row in room_rows], [problem.prev.lead[row] for row in room_rows])
    branches, _ = mixed(problem.branches)
    return dataclasses.replace(
        problem, buildings=buildings, rooms=rooms, branches=branches, prev=prev, **people
    ), room_rows


@st.composite
def problems(draw: st.DrawFn, *, most_rooms: int = 6, most_keepers: int = 3) -> Problem:
    """Two women's and one men's building with everything that may go with a room or a person."""
    number = st.integers
    buildings = {
        "id": ["A", "B", "M"],
        "gender": ["F", "F", "M"],
        "x": [0, draw(number(0, 40)), 10],
        "y": [0, 7, draw(number(0, 40))],
        "stairs": draw(st.lists(st.lists(number(0, 6), min_size=1, max_size=2), min_size=3, max_size=3)),
        "floors": [2, 2, 2],
    }
    doors = st.tuples(number(0, 2), number(1, 2), number(1, 4))
    places = draw(st.lists(doors, min_size=1, max_size=most_rooms, unique=True))
    occupants = st.lists(st.sampled_from([1, 2, 3, -1]), max_size=3)
    rooms = {
        "id": [f"{b}-{floor}-{pos}" for b, floor, pos in places],
        "building": [b for b, _, _ in places],
        "floor": [floor for _, floor, _ in places],
        "pos": [pos for _, _, pos in places],
        "occ": [draw(occupants) for _ in places],
    }
    home = number(-1, len(places) - 1)
    keepers: dict[str, list[Any]] = {
        key: [] for key in ("id", "gender", "home", "branch", "group", "lo", "hi", "cap", "avail")
    }
    leads: dict[str, list[Any]] = {key: [] for key in ("id", "gender", "home", "branch", "cap")}
    for gender in "FM":
        for place in range(draw(number(1, most_keepers))):
            lo = draw(number(0, 2))
            there = place == 0 or draw(st.booleans())  # somebody of each gender
            row = (f"k{gender}{place}", gender, draw(home), draw(number(1, 3)), None, lo, lo + draw(number(0, 1)),
                   draw(number(1, 3)), int(there))  # fmt: skip
            for key, value in zip(keepers, row, strict=True):
                keepers[key].append(value)
        for place in range(draw(number(1, most_keepers))):
            row = (f"l{gender}{place}", gender, draw(home), draw(number(1, 3)), draw(number(1, 2)))
            for key, value in zip(leads, row, strict=True):
                leads[key].append(value)
    old_keeper = st.sampled_from([None, "gone", *keepers["id"]])
    old_lead = st.sampled_from([None, "gone", *leads["id"]])
    prev = {"keeper": [draw(old_keeper) for _ in places], "lead": [draw(old_lead) for _ in places]}
    return read_problem(
        {
            "weights": {},
            "buildings": buildings,
            "rooms": rooms,
            "branches": {"id": [1, 2, 3], "college": [0, 0, 0]},
            "keepers": keepers,
            "leads": leads,
            "prev": prev,
        }
    )
