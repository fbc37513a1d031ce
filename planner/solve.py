"""The plan of a term: keepers and leads for every occupied room, as cheap as can be proven.

Keepers and leads are separate, and so are the genders. For each, the fewest rooms stay
uncovered, and of those choices the cheapest in terms 1, 3, 4, 5 (keepers) or 2, 5 (leads)
is found exactly over all pairs. Fragments (term 6) are then improved from there; the exact
optimum stays the bound that the whole is measured against.

Measured on two cores: 284 rooms in about two seconds, nearly all of it for term 6. All
pairs of a gender are held in memory, which ends near 20,000 rooms with one ProblemError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from time import perf_counter

from .check import Score, check, score
from .contiguity import improve
from .flow import NOBODY, assign
from .matrices import keeper_costs, lead_costs, load_prices
from .order import in_order, pick, put_back
from .problem import Id, Pin, Plan, Problem
from .shortage import Uncovered, uncovered
from .validate import known_people, pinned_rows

Stop = Callable[[], bool]
Progress = Callable[[str, float], None]  # stage ("keepers", "leads", "contiguity"), share done


@dataclass(frozen=True)
class Result:
    """A plan and what is known about it. ``score`` is counted by the independent judge.

    ``keepers_bound`` no plan with as few uncovered rooms can beat in terms 1, 3, 4, 5 (so
    none in all six), ``leads_bound`` none in the leads' terms.
    """

    plan: Plan
    score: Score
    uncovered: list[Uncovered]
    keepers_bound: int
    leads_bound: int
    seconds: dict[str, float]

    @property
    def keepers_gap(self) -> int:
        """How far the keepers' six terms may be from the best; 0 = proven optimal."""
        return self.score.keepers + self.score.fragments - self.keepers_bound

    @property
    def proven(self) -> bool:
        return self.keepers_gap == 0 and self.score.leads == self.leads_bound


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    pins: Iterable[Pin] = (),
    seed: int = 0,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Result:
    """The best plan found for a problem that keeps the pins.

    ``start`` is a plan to improve on where it beats the exact one in all six terms;
    ``seed`` picks among equals; ``stop()`` ends the improvement of term 6, never the rest.
    The same input gives the same plan, whatever the order of its rows. Raises ProblemError.
    """
    stop = stop or (lambda: False)
    progress = progress or (lambda stage, share: None)
    sorted_problem, rows = in_order(problem)
    fixed_keepers, fixed_leads = pinned_rows(sorted_problem, pins)
    if start is not None:
        known_people(problem, start, "start")
        start = pick(start, rows)
    seconds = {}

    began = perf_counter()
    sides = _sides(sorted_problem, fixed_keepers, seed)
    exact: list[Id | None] = [None] * len(rows)
    for number, side in enumerate(sides):
        progress("keepers", number / len(sides))
        side.solve()
        side.write(exact)
    seconds["keepers"] = perf_counter() - began

    began = perf_counter()
    progress("leads", 0.0)
    leads = _leads(sorted_problem, fixed_leads, seed)
    seconds["leads"] = perf_counter() - began

    began = perf_counter()
    keepers = list(exact)
    for number, side in enumerate(sides):
        if start is not None:
            side.adopt(start)
        side.improve(stop, lambda share, done=number: progress("contiguity", (done + share) / len(sides)))
        side.write(keepers)
    seconds["contiguity"] = perf_counter() - began

    bound = score(sorted_problem, Plan(exact, leads))
    plan = put_back(Plan(keepers, leads), rows)
    return Result(plan, score(problem, plan), uncovered(problem, plan), bound.keepers, bound.leads, seconds)


class _Side:
    """The keepers of one gender and the rooms they may keep."""

    def __init__(self, problem: Problem, gender: str, pinned: dict[int, int], seed: int) -> None:
        self.problem = problem
        self.rooms = _occupied(problem, gender)
        keepers = problem.keepers
        self.keepers = [row for row, g in enumerate(keepers.gender) if g == gender and keepers.avail[row]]
        column = {keeper: place for place, keeper in enumerate(self.keepers)}
        row = {room: place for place, room in enumerate(self.rooms)}
        self.fixed = {row[room]: column[keeper] for room, keeper in pinned.items() if room in row}
        self.cost = keeper_costs(problem, self.rooms, self.keepers)
        self.slots = [load_prices(problem, keeper, len(self.rooms)) for keeper in self.keepers]
        self.seed = seed
        self.chosen: list[int] = []

    def solve(self) -> None:
        names = [self.problem.keepers.id[keeper] for keeper in self.keepers]
        tie = _ties("keeper", [self.problem.rooms.id[room] for room in self.rooms], names, self.seed)
        self.exact = assign(self.cost, self.slots, fixed=self.fixed, tie=tie)
        self.chosen = self.exact.chosen

    def adopt(self, start: Plan) -> None:
        """Go on from another plan, if it keeps the rules and the pins and is cheaper in all six terms."""
        column = {self.problem.keepers.id[keeper]: place for place, keeper in enumerate(self.keepers)}
        other = [column.get(start.keeper[room], NOBODY) for room in self.rooms]
        if any(other[row] != keeper for row, keeper in self.fixed.items()):
            return
        theirs, ours = self._plan(other), self._plan(self.chosen)
        if check(self.problem, theirs):
            return
        theirs, ours = score(self.problem, theirs), score(self.problem, ours)
        if theirs.raw["uncovered_keeper"] == ours.raw["uncovered_keeper"] and theirs.total < ours.total:
            self.chosen = other

    def improve(self, stop: Stop, progress: Callable[[float], None]) -> None:
        rooms = self.problem.rooms
        self.chosen = improve(
            self.cost,
            self.slots,
            [(rooms.building[room], rooms.floor[room]) for room in self.rooms],
            self.chosen,
            prices=self.exact.prices,
            fragment=self.problem.weights.fragment,
            fixed=self.fixed,
            random=Random(self.seed),
            stop=stop,
            progress=progress,
        )

    def write(self, keepers: list[Id | None]) -> None:
        """Enter this side's choice into the column of all rooms."""
        for room, keeper in zip(self.rooms, self._ids(self.chosen), strict=True):
            keepers[room] = keeper

    def _ids(self, chosen: Sequence[int]) -> list[Id | None]:
        ids = self.problem.keepers.id
        return [None if column == NOBODY else ids[self.keepers[column]] for column in chosen]

    def _plan(self, chosen: Sequence[int]) -> Plan:
        keepers: list[Id | None] = [None] * len(self.problem.rooms.id)
        for room, keeper in zip(self.rooms, self._ids(chosen), strict=True):
            keepers[room] = keeper
        return Plan(keepers, [None] * len(keepers))


def _sides(problem: Problem, pinned: dict[int, int], seed: int) -> list[_Side]:
    return [_Side(problem, gender, pinned, seed) for gender in _genders(problem)]


def _leads(problem: Problem, pinned: dict[int, int], seed: int) -> list[Id | None]:
    """The leads of all rooms. People of one home count as one, but for pins and last term's leads."""
    leads: list[Id | None] = [None] * len(problem.rooms.id)
    for gender in _genders(problem):
        rooms = _occupied(problem, gender)
        last_term = {problem.prev.lead[room] for room in rooms}
        alone = {problem.leads.id[lead] for lead in pinned.values()} | last_term
        pools: dict[tuple[str, Id], list[int]] = {}
        for row, person in enumerate(problem.leads.id):
            if problem.leads.gender[row] == gender and problem.leads.cap[row]:
                home = problem.leads.home[row]
                name = ("person", person) if person in alone else ("home", problem.rooms.id[home] if home >= 0 else "")
                pools.setdefault(name, []).append(row)
        members = list(pools.values())
        cost = lead_costs(problem, rooms, [problem.leads.home[people[0]] for people in members])
        for column, (kind, person) in enumerate(pools):
            if kind == "person":
                for row, room in enumerate(rooms):
                    if problem.prev.lead[room] == person:
                        cost[row, column] -= problem.weights.change_lead
        pool_of = {lead: column for column, people in enumerate(members) for lead in people}
        fixed = {row: pool_of[pinned[room]] for row, room in enumerate(rooms) if room in pinned}
        caps = [[min(problem.leads.cap[lead], len(rooms)) for lead in people] for people in members]
        slots = [[0] * len(cap) + [problem.weights.lead_second] * (sum(cap) - len(cap)) for cap in caps]
        tie = _ties("lead", [problem.rooms.id[room] for room in rooms], list(pools), seed)
        chosen = assign(cost, slots, fixed=fixed, tie=tie).chosen
        places = [_places(people, cap) for people, cap in zip(members, caps, strict=True)]
        for room, column in zip(rooms, chosen, strict=True):
            if column != NOBODY:
                leads[room] = problem.leads.id[next(places[column])]
    return leads


def _places(people: Sequence[int], caps: Sequence[int]) -> Iterator[int]:
    """Each person once, then those who may lead more."""
    yield from people
    for person, cap in zip(people, caps, strict=True):
        yield from [person] * (cap - 1)


def _genders(problem: Problem) -> list[str]:
    return sorted({problem.gender_of(room) for room, people in enumerate(problem.rooms.occ) if people})


def _occupied(problem: Problem, gender: str) -> list[int]:
    return [room for room, people in enumerate(problem.rooms.occ) if people and problem.gender_of(room) == gender]


def _ties(kind: str, rooms: Sequence[object], people: Sequence[object], seed: int) -> Callable[[int, int], int]:
    """A number below 2**32 for a room and a person that depends on nothing but their ids."""

    def tie(row: int, column: int) -> int:
        person = "nobody" if column == NOBODY else people[column]
        text = f"{seed}/{kind}/{rooms[row]!r}/{person!r}"
        return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big")

    return tie
