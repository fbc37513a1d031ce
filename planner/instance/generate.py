"""Made-up colleges of any size: buildings on a grid, a few colleges a quarter, housed year by year, branch by branch.

First-year students have few Party members and live together, so the keepers of their branches
mostly live elsewhere: that is what makes dividing a campus hard.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from .bands import load_bands
from .tables import UNKNOWN, Buildings, Rooms, Weights

ROOMS_A_COLLEGE = 275
BRANCHES = 10  # a college
QUARTER = 40  # branches that live side by side
BEDS = {4: 60, 3: 19, 6: 12, 5: 6, 2: 3}  # how often, of a hundred
YEARS = (0.02, 0.1, 0.4, 0.48)  # of the Party members, by year
MEMBERS = 0.14  # of the students
MOST_MEMBERS = 0.5
ACTIVISTS = 0.6
UNKNOWN_HOME, AWAY, EMPTY = 0.035, 0.03, 0.008
ACROSS, DOWN = 33, 40  # campus steps between buildings
ROOMS_A_BUILDING = 135


def generate(rooms: int, *, seed: int = 1, members: float = MEMBERS) -> dict[str, Any]:
    """The JSON of a college with so many rooms; ``members``: keepers as a share of all students."""
    random = Random(seed)
    buildings, places = _campus(rooms, random)
    branches = max(1, round(rooms / ROOMS_A_COLLEGE)) * BRANCHES
    occ, people = _housed(buildings, places, branches, random)
    table = {
        "id": [f"{buildings['id'][b]}-{floor}{pos:02}" for b, floor, pos in places],
        "building": [b for b, _, _ in places],
        "floor": [floor for _, floor, _ in places],
        "pos": [pos for _, _, pos in places],
        "occ": occ,
    }
    keepers, leads = _rosters(people, members, random)
    _loads(keepers, leads, table, buildings)
    return {
        "name": f"made-{rooms}",
        "seed": seed,
        "weights": {name: getattr(Weights(), name) for name in Weights.__dataclass_fields__},
        "buildings": buildings,
        "rooms": table,
        "branches": {"id": list(range(branches)), "college": [b // BRANCHES for b in range(branches)]},
        "keepers": keepers,
        "leads": leads,
        "prev": {"keeper": [None] * rooms, "lead": [None] * rooms},
    }


def _campus(rooms: int, random: Random) -> tuple[dict[str, list[Any]], list[tuple[int, int, int]]]:
    """Buildings, the women's first, and a (building, floor, pos) for each room."""
    buildings: dict[str, list[Any]] = {name: [] for name in ("id", "gender", "x", "y", "stairs", "floors")}
    places: list[tuple[int, int, int]] = []
    women = round(rooms * 0.53)
    a_row = max(2, round((rooms / ROOMS_A_BUILDING) ** 0.5))
    for gender, until in (("F", women), ("M", rooms)):
        while len(places) < until:
            number = len(buildings["id"])
            floors, length = random.randint(5, 7), random.choice((16, 18, 21, 22, 23, 26, 29, 30))
            stairs = [length // 2 - random.randint(0, 2)] if length < 20 else [length // 4, length * 3 // 4]
            row = (f"{gender}{number + 1}", gender, number % a_row * ACROSS + random.randint(0, 8),
                   number // a_row * DOWN + random.randint(0, 8), stairs, floors)  # fmt: skip
            for column, value in zip(buildings.values(), row, strict=True):
                column.append(value)
            doors = [(number, floor, pos) for floor in range(1, floors + 1) for pos in range(1, length + 1)]
            closed = set(random.sample(range(len(doors)), len(doors) // 60))  # laundries, lifts, stores
            places += [door for at, door in enumerate(doors) if at not in closed][: until - len(places)]
    return buildings, places


def _housed(
    buildings: dict[str, list[Any]], places: list[tuple[int, int, int]], branches: int, random: Random
) -> tuple[list[list[int]], list[tuple[str, int, int, int]]]:
    """The branches in each room, and everybody as (gender, year, branch, room)."""
    occ: list[list[int]] = [[] for _ in places]
    people = []
    size = [random.lognormvariate(0, 0.5) for _ in range(branches)]
    for gender in "FM":
        rooms = [row for row, place in enumerate(places) if buildings["gender"][place[0]] == gender]
        beds = [0 if random.random() < EMPTY else random.choices(list(BEDS), list(BEDS.values()))[0] for _ in rooms]
        queue = _students(size, sum(beds), random)
        for row, number in zip(rooms, beds, strict=True):
            for _ in range(number):
                year, branch = next(queue)
                occ[row].append(branch)
                people.append((gender, year, branch, row))
    return occ, people


def _students(size: list[float], beds: int, random: Random) -> Iterator[tuple[int, int]]:
    """(year, branch) of one student after the other, and of the last branch for ever."""
    a_share = beds / sum(size) / len(YEARS)
    for first in range(0, len(size), QUARTER):
        for year in range(len(YEARS)):
            for branch in range(first, min(first + QUARTER, len(size))):
                for _ in range(round(a_share * size[branch] * random.uniform(0.7, 1.3))):
                    yield year, branch
    while True:
        yield len(YEARS) - 1, len(size) - 1


def _rosters(
    people: list[tuple[str, int, int, int]], members: float, random: Random
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    keepers: dict[str, list[Any]] = {
        name: [] for name in ("id", "gender", "home", "branch", "group", "lo", "hi", "cap", "avail")
    }
    leads: dict[str, list[Any]] = {name: [] for name in ("id", "gender", "home", "branch", "cap")}
    for number, (gender, year, branch, room) in enumerate(people):
        home = UNKNOWN if random.random() < UNKNOWN_HOME else room
        if random.random() < members * YEARS[year] * len(YEARS):
            person = {"group": branch * 100 + len(keepers["id"]) // 6 % 100, "avail": int(random.random() >= AWAY)}
            table = keepers
        elif random.random() < ACTIVISTS:
            person, table = {}, leads
        else:
            continue
        person |= {"id": number, "gender": gender, "home": home, "branch": branch}
        for name, value in person.items():
            table[name].append(value)
    return keepers, leads


def _loads(
    keepers: dict[str, list[Any]], leads: dict[str, list[Any]], rooms: dict[str, Any], buildings: dict[str, Any]
) -> None:
    """Caps that leave room to choose, and the fair share of each branch."""
    occupied = [buildings["gender"][b] for b, occ in zip(rooms["building"], rooms["occ"], strict=True) if occ]
    most = {}
    for gender in "FM":
        there = sum(g == gender and bool(a) for g, a in zip(keepers["gender"], keepers["avail"], strict=True))
        most[gender] = max(4, -(-9 * occupied.count(gender) // (5 * max(1, there))))
    keepers["cap"] = [most[gender] for gender in keepers["gender"]]
    keepers["lo"], keepers["hi"] = load_bands(
        Rooms(**rooms), Buildings(**buildings), gender=keepers["gender"], branch=keepers["branch"],
        cap=keepers["cap"], avail=keepers["avail"],
    )  # fmt: skip
    enough = {gender: leads["gender"].count(gender) >= occupied.count(gender) for gender in "FM"}
    leads["cap"] = [1 if enough[gender] else 2 for gender in leads["gender"]]
