"""Who has which rooms in one role, what that counts for, and what a change would, to the unit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from planner import rules
from planner.instance.problem import Problem
from planner.instance.tables import Id, Keepers, Leads, Plan


@dataclass(frozen=True)
class Swap:
    """A room given to somebody else. Where they are full, one of their rooms comes back in exchange."""

    room: Id
    person: Id
    replaces: Id | None
    gives_back: Id | None
    terms: Mapping[str, int]  # differences in students, steps, rooms ...
    difference: int  # in cost, all terms


@dataclass(frozen=True)
class Exchange:
    """Two rooms that change hands with each other."""

    room: Id
    other: Id
    terms: Mapping[str, int]
    difference: int


def cost(problem: Problem, terms: Mapping[str, int]) -> int:
    return sum(count * rules.price(problem, code) for code, count in terms.items())


class Board(ABC):
    """Who has which rooms, in one role, and what that counts for by term."""

    role: str
    people: Keepers | Leads

    def __init__(self, problem: Problem, plan: Plan, bans: Collection[tuple[int, int]] = ()) -> None:
        self.problem = problem
        self.bans = frozenset(bans)  # (room, person)
        self.index = {person: row for row, person in enumerate(self.people.id)}
        self.chosen = [self.index.get(person) for person in getattr(plan, self.role)]
        self.old = [self.index.get(person) for person in getattr(problem.prev, self.role)]
        self.rooms_of: dict[int, set[int]] = {row: set() for row in range(len(self.people.id))}
        for room, person in enumerate(self.chosen):
            if person is not None:
                self.rooms_of[person].add(room)

    @abstractmethod
    def may(self, person: int, room: int) -> bool:
        """Whether no hard rule keeps the person from the room."""

    @abstractmethod
    def of_pair(self, room: int, person: int) -> dict[str, int]:
        """The terms of a room in the hands of a person."""

    @abstractmethod
    def of_load(self, person: int, rooms: Set[int]) -> dict[str, int]:
        """The terms of all a person's rooms together."""

    def able(self, room: int) -> list[int]:
        people = [row for row, cap in enumerate(self.people.cap) if cap and self.may(row, room)]
        return [row for row in people if (room, row) not in self.bans] if self.bans else people

    def of_room(self, room: int, person: int | None) -> Counter[str]:
        """The terms a room counts for in the hands of a person, whatever else they have."""
        terms = Counter({f"uncovered_{self.role}": int(person is None)})
        old = self.old[room]
        if old is not None and self.may(old, room):
            terms[f"changed_{self.role}s"] = int(person != old)
        if person is not None:
            terms.update(self.of_pair(room, person))
        return terms

    def swap(self, room: int, person: int) -> Swap | None:
        """The cheapest way to give a room to a person: by itself, or in exchange for one of theirs.

        None where they are full and whoever has the room now is banned from all of theirs.
        """
        old = self.chosen[room]
        full = len(self.rooms_of[person]) >= self.people.cap[person] and person != old
        backs = [back for back in sorted(self.rooms_of[person]) if (back, old) not in self.bans] if full else [None]
        ways = []
        for back in backs:
            changes = {room: person} if back is None else {room: person, back: old}
            terms = self._difference(changes)
            ways.append((cost(self.problem, terms), back, terms))
        if not ways:
            return None
        difference, back, terms = min(ways, key=lambda way: way[0])
        ids = self.problem.rooms.id
        return Swap(
            room=ids[room],
            person=self.people.id[person],
            replaces=None if old is None else self.people.id[old],
            gives_back=None if back is None else ids[back],
            terms={code: count for code, count in terms.items() if count},
            difference=difference,
        )

    def exchange(self, room: int, other: int) -> Exchange:
        """Two rooms change hands; whether a hard rule stands against it is the judge's to say."""
        terms = self._difference({room: self.chosen[other], other: self.chosen[room]})
        ids = self.problem.rooms.id
        counted = {code: count for code, count in terms.items() if count}
        return Exchange(ids[room], ids[other], counted, cost(self.problem, terms))

    def _difference(self, changes: Mapping[int, int | None]) -> Counter[str]:
        terms: Counter[str] = Counter()
        touched = {self.chosen[room] for room in changes} | set(changes.values())
        after = {person: set(self.rooms_of[person]) for person in touched if person is not None}
        for room, person in changes.items():
            old = self.chosen[room]
            terms.subtract(self.of_room(room, old))
            terms.update(self.of_room(room, person))
            if old is not None:
                after[old].discard(room)
            if person is not None:
                after[person].add(room)
        for person, rooms in after.items():
            terms.subtract(self.of_load(person, self.rooms_of[person]))
            terms.update(self.of_load(person, rooms))
        return terms


class KeeperBoard(Board):
    role = "keeper"

    def __init__(self, problem: Problem, plan: Plan, bans: Collection[tuple[int, int]] = ()) -> None:
        self.people = problem.keepers
        super().__init__(problem, plan, bans)
        self.before = rules.rooms_before(problem)

    def may(self, keeper: int, room: int) -> bool:
        return rules.may_keep(self.problem, keeper, room)

    def of_pair(self, room: int, keeper: int) -> dict[str, int]:
        home = self.people.home[keeper]
        terms = {
            "foreign_students": rules.foreign_students(self.problem, keeper, room),
            "steps": rules.steps(self.problem, home, room),
        }
        if self.problem.weights.group:
            terms["outside_group"] = rules.outside_group(self.problem, keeper, room)
        return terms

    def of_load(self, keeper: int, rooms: Set[int]) -> dict[str, int]:
        return {
            "imbalance": rules.imbalance(self.problem, keeper, len(rooms)),
            "fragments": max(0, rules.runs(self.before, rooms) - 1),
        }


class LeadBoard(Board):
    role = "lead"

    def __init__(self, problem: Problem, plan: Plan, bans: Collection[tuple[int, int]] = ()) -> None:
        self.people = problem.leads
        super().__init__(problem, plan, bans)

    def may(self, lead: int, room: int) -> bool:
        return rules.may_lead(self.problem, lead, room)

    def of_pair(self, room: int, lead: int) -> dict[str, int]:
        level = rules.lead_level(self.problem, self.people.home[lead], room)
        return {level: 1} if level else {}

    def of_load(self, lead: int, rooms: Set[int]) -> dict[str, int]:
        return {"lead_second": max(0, len(rooms) - 1)}
