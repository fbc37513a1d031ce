"""The independent judge of a plan: it shares no code with the solver, nor with the rules.

``check`` says which hard rules a plan breaks; ``score`` counts and prices what it costs.
A room left uncovered breaks no hard rule: it is counted, at the highest price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from planner.instance.problem import Problem
from planner.instance.tables import Ban, Id, Pin, Plan

KEEPER_TERMS = ("uncovered_keeper", "foreign_students", "steps", "outside_group", "imbalance", "changed_keepers")
LEAD_TERMS = (
    "uncovered_lead", "lead_floor", "lead_building", "lead_elsewhere", "lead_second", "changed_leads",
)  # fmt: skip


@dataclass(frozen=True)
class Violation:
    code: str  # of rules.HARD
    role: str  # "keeper" or "lead"
    room: Id | None  # None: the person as a whole
    person: Id | None
    message: str


@dataclass(frozen=True)
class Score:
    """Counts and costs by term; ``keepers`` is terms 1, 3, 4, 5 and uncovered rooms, ``fragments`` term 6."""

    raw: dict[str, int]
    cost: dict[str, int]

    @property
    def keepers(self) -> int:
        return sum(self.cost[term] for term in KEEPER_TERMS)

    @property
    def fragments(self) -> int:
        return self.cost["fragments"]

    @property
    def leads(self) -> int:
        return sum(self.cost[term] for term in LEAD_TERMS)

    @property
    def total(self) -> int:
        return self.keepers + self.fragments + self.leads


def check(problem: Problem, plan: Plan, pins: Iterable[Pin | Ban] = ()) -> list[Violation]:
    """The hard rules and the pins and bans a plan breaks, in room order; an empty list is a pass."""
    pins = list(pins)
    found = []
    for role, people, column in (("keeper", problem.keepers, plan.keeper), ("lead", problem.leads, plan.lead)):
        if len(column) != len(problem.rooms.id):
            message = f"The plan has {len(column)} {role}s listed for {len(problem.rooms.id)} rooms."
            found.append(Violation("one_each", role, None, None, message))
            continue
        index = {person: row for row, person in enumerate(people.id)}
        load: Counter[Id] = Counter()
        for room, person in enumerate(column):
            if person is None:
                continue
            name = problem.rooms.id[room]
            row = index.get(person)

            def violation(code: str, message: str, name: Id = name, person: Id = person, role: str = role) -> None:
                found.append(Violation(code, role, name, person, message))

            if row is None:
                violation("known_person", f"Room {name}: there is no {role} {person}.")
                continue
            load[person] += 1
            if not problem.rooms.occ[room]:
                violation("one_each", f"Room {name} is empty but has the {role} {person}.")
            if people.gender[row] != problem.buildings.gender[problem.rooms.building[room]]:
                violation("gender", f"Room {name}: {role} {person} may not enter the building.")
            if role == "keeper" and not problem.keepers.avail[row]:
                violation("available", f"Room {name}: keeper {person} is not available.")
        found.extend(_unheeded(problem, role, column, pins))
        for person, rooms in load.items():
            most = people.cap[index[person]]
            if rooms > most:
                message = f"{role.capitalize()} {person} has {rooms} rooms, more than {most}."
                found.append(Violation("cap", role, None, person, message))
    return found


def _unheeded(problem: Problem, role: str, column: list[Id | None], pins: list[Pin | Ban]) -> list[Violation]:
    """The pins that a plan does not keep, and the bans that it breaks."""
    found = []
    has = dict(zip(problem.rooms.id, column, strict=True))
    for pin in pins:
        person = getattr(pin, f"not_{role}" if isinstance(pin, Ban) else role)
        if person is None:
            continue
        if isinstance(pin, Pin):
            if has[pin.room] != person:
                message = f"Room {pin.room} is pinned to {role} {person}, and has {has[pin.room]}."
                found.append(Violation("pinned", role, pin.room, person, message))
            continue
        for name, building in zip(problem.rooms.id, problem.rooms.building, strict=True):
            if has[name] == person and (pin.room == name or pin.building == problem.buildings.id[building]):
                message = f"Room {name}: {role} {person} is banned from it."
                found.append(Violation("banned", role, name, person, message))
    return found


def score(problem: Problem, plan: Plan) -> Score:
    """What a plan costs. Raises ValueError where it breaks a hard rule."""
    broken = check(problem, plan)
    if broken:
        raise ValueError(broken[0].message)
    raw = {**_keeper_counts(problem, plan.keeper), **_lead_counts(problem, plan.lead)}
    weights = problem.weights
    price = {
        "uncovered_keeper": weights.uncovered_keeper,
        "foreign_students": weights.branch,
        "steps": weights.step,
        "outside_group": weights.group,
        "imbalance": weights.imbalance,
        "changed_keepers": weights.change_keeper,
        "fragments": weights.fragment,
        "uncovered_lead": weights.uncovered_lead,
        "lead_floor": weights.lead_floor,
        "lead_building": weights.lead_building,
        "lead_elsewhere": weights.lead_elsewhere,
        "lead_second": weights.lead_second,
        "changed_leads": weights.change_lead,
    }
    return Score(raw, {term: count * price[term] for term, count in raw.items()})


def _keeper_counts(problem: Problem, chosen: list[Id | None]) -> dict[str, int]:
    rooms, keepers, gender = problem.rooms, problem.keepers, problem.buildings.gender
    index = {person: row for row, person in enumerate(keepers.id)}
    occupied = [room for room, people in enumerate(rooms.occ) if people]
    kept = [(room, index[chosen[room]]) for room in occupied if chosen[room] is not None]
    load = Counter(keeper for _, keeper in kept)
    changed = 0
    for room in occupied:
        old = index.get(problem.prev.keeper[room])
        if old is not None and keepers.avail[old] and keepers.gender[old] == gender[rooms.building[room]]:
            changed += chosen[room] != keepers.id[old]
    outside = 0
    for keeper, there in enumerate(keepers.avail):
        if there and load[keeper] < keepers.lo[keeper]:
            outside += (keepers.lo[keeper] - load[keeper]) ** 2
        elif there and load[keeper] > keepers.hi[keeper]:
            outside += (load[keeper] - keepers.hi[keeper]) ** 2
    return {
        "uncovered_keeper": len(occupied) - len(kept),
        "foreign_students": sum(
            sum(student != keepers.branch[keeper] for student in rooms.occ[room]) for room, keeper in kept
        ),
        "steps": sum(_walk(problem, keepers.home[keeper], room) for room, keeper in kept),
        "outside_group": _outside_groups(problem, kept),
        "imbalance": outside,
        "changed_keepers": changed,
        "fragments": _fragments(problem, chosen, occupied),
    }


def _outside_groups(problem: Problem, kept: list[tuple[int, int]]) -> int:
    """Rooms that are not in the building where most of the keeper's Party group, of the keeper's gender, live."""
    keepers, ids = problem.keepers, problem.buildings.id
    homes: dict[tuple[Id, str], list[int]] = {}
    for group, gender, home in zip(keepers.group, keepers.gender, keepers.home, strict=True):
        if group is not None and home >= 0:
            homes.setdefault((group, gender), []).append(problem.rooms.building[home])
    main = {}
    for key, found in homes.items():
        most = max(Counter(found).values())
        busiest = [building for building, count in Counter(found).items() if count == most]
        main[key] = min(busiest, key=lambda building: (isinstance(ids[building], str), ids[building]))
    away = 0
    for room, keeper in kept:
        building = main.get((keepers.group[keeper], keepers.gender[keeper]))
        away += building is not None and building != problem.rooms.building[room]
    return away


def _fragments(problem: Problem, chosen: list[Id | None], occupied: list[int]) -> int:
    rooms = problem.rooms
    corridors: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for room in occupied:
        corridors.setdefault((rooms.building[room], rooms.floor[room]), []).append((rooms.pos[room], room))
    runs: Counter[Id] = Counter()
    for corridor in corridors.values():
        before = None
        for _, room in sorted(corridor):
            if chosen[room] is not None and chosen[room] != before:
                runs[chosen[room]] += 1
            before = chosen[room]
    return sum(count - 1 for count in runs.values())


def _lead_counts(problem: Problem, chosen: list[Id | None]) -> dict[str, int]:
    rooms, leads, gender = problem.rooms, problem.leads, problem.buildings.gender
    index = {person: row for row, person in enumerate(leads.id)}
    count: Counter[str] = Counter()
    led: Counter[Id] = Counter()
    for room, people in enumerate(rooms.occ):
        if not people:
            continue
        old = index.get(problem.prev.lead[room])
        if old is not None and leads.gender[old] == gender[rooms.building[room]]:
            count["changed_leads"] += chosen[room] != leads.id[old]
        if chosen[room] is None:
            count["uncovered_lead"] += 1
            continue
        led[chosen[room]] += 1
        home = leads.home[index[chosen[room]]]
        if home == room:
            continue
        if home == -1 or rooms.building[home] != rooms.building[room]:
            count["lead_elsewhere"] += 1
        elif rooms.floor[home] != rooms.floor[room]:
            count["lead_building"] += 1
        else:
            count["lead_floor"] += 1
    count["lead_second"] = sum(rooms_led - 1 for rooms_led in led.values())
    return {term: count[term] for term in LEAD_TERMS}


def _walk(problem: Problem, home: int, room: int) -> int:
    weights, rooms, buildings = problem.weights, problem.rooms, problem.buildings
    if home == -1:
        return weights.nohome_steps
    start, end = rooms.building[home], rooms.building[room]
    if start == end:
        if rooms.floor[home] == rooms.floor[room]:
            return abs(rooms.pos[room] - rooms.pos[home])
        by_stairs = (abs(rooms.pos[home] - s) + abs(rooms.pos[room] - s) for s in buildings.stairs[start])
        return min(by_stairs) + weights.floor_steps * abs(rooms.floor[room] - rooms.floor[home])
    total = weights.building_steps
    total += abs(buildings.x[start] - buildings.x[end]) + abs(buildings.y[start] - buildings.y[end])
    for door in (home, room):
        total += weights.floor_steps * (rooms.floor[door] - 1)
        total += min(abs(rooms.pos[door] - s) for s in buildings.stairs[rooms.building[door]])
    return total
