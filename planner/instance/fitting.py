"""Whether plans, pins and people fit a problem; each refusal is one sentence that names the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .problem import Problem
from .tables import Ban, Id, Pin, Plan, ProblemError
from .validate import same_rooms, shown


def somebody_of_each_gender(problem: Problem) -> None:
    """Refuse what is more likely a faulty file than a college: rooms of a gender, and nobody at all for them.

    Not part of a problem's own check: a college short of people still gets a plan, which leaves those rooms uncovered and says so.
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
    same_rooms(plan, place, len(problem.rooms.id))
    for name, table in (("keeper", problem.keepers), ("lead", problem.leads)):
        known = {None, *table.id}
        for row, person in enumerate(getattr(plan, name)):
            if person not in known:
                raise ProblemError(f"{place}.{name} row {row}: {shown(person)} is not among the {name}s.")


ROLES = ("keeper", "lead")


@dataclass(frozen=True)
class Fixed:
    """Pins and bans as row numbers: room -> person, and (room, person)."""

    keeper: dict[int, int] = field(default_factory=dict)
    lead: dict[int, int] = field(default_factory=dict)
    not_keeper: set[tuple[int, int]] = field(default_factory=set)
    not_lead: set[tuple[int, int]] = field(default_factory=set)


def fixed_rows(problem: Problem, pins: Iterable[Pin | Ban]) -> Fixed:
    """Refuses what no plan could keep, and what is not known."""
    fixed, reader = Fixed(), _Reader(problem)
    for number, pin in enumerate(pins):
        place = f"pins row {number}"
        if isinstance(pin, Ban):
            reader.ban(fixed, pin, place)
        else:
            reader.pin(fixed, pin, place)
    return fixed


class _Reader:
    """Looks ids up, and says which one is not known."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.room_row = {room: row for row, room in enumerate(problem.rooms.id)}
        self.tables = {"keeper": problem.keepers, "lead": problem.leads}
        self.pinned = {name: Counter[int]() for name in ROLES}  # rooms a person is pinned to
        self.people_row = {name: {id_: row for row, id_ in enumerate(table.id)} for name, table in self.tables.items()}

    def pin(self, fixed: Fixed, pin: Pin, place: str) -> None:
        row = self._room(pin.room, place)
        if not self.problem.rooms.occ[row]:
            raise ProblemError(f"{place}: room {shown(pin.room)} is empty and needs nobody.")
        if pin.keeper is None and pin.lead is None:
            raise ProblemError(f"{place}: room {shown(pin.room)} is pinned to nobody.")
        for name in ROLES:
            person = getattr(pin, name)
            if person is not None:
                self._pin(fixed, row, name, person, place)

    def _pin(self, fixed: Fixed, row: int, name: str, person: Id, place: str) -> None:
        table, who = self.tables[name], self._person(name, person, place)
        room, pinned = self.problem.rooms.id[row], getattr(fixed, name)
        if table.gender[who] != self.problem.gender_of(row):
            raise ProblemError(f"{place}: {name} {shown(person)} may not enter the building of room {shown(room)}.")
        if name == "keeper" and not self.problem.keepers.avail[who]:
            raise ProblemError(f"{place}: keeper {shown(person)} is not available.")
        if pinned.get(row, who) != who:
            raise ProblemError(f"{place}: room {shown(room)} is pinned to two {name}s.")
        if (row, who) in getattr(fixed, f"not_{name}"):
            raise self._pinned_and_banned(place, name, who, row)
        self.pinned[name][who] += row not in pinned
        pinned[row] = who
        count = self.pinned[name][who]
        if count > table.cap[who]:
            raise ProblemError(
                f"{place}: {name} {shown(person)} is pinned to {count} rooms but may have {table.cap[who]}."
            )

    def ban(self, fixed: Fixed, ban: Ban, place: str) -> None:
        if (ban.room is None) == (ban.building is None):
            raise ProblemError(f"{place}: a ban is from a room or from a building.")
        if ban.not_keeper is None and ban.not_lead is None:
            raise ProblemError(f"{place}: nobody is banned.")
        rooms = self._building(ban.building, place) if ban.room is None else [self._room(ban.room, place)]
        for name in ROLES:
            person = getattr(ban, f"not_{name}")
            if person is not None:
                who = self._person(name, person, place)
                for room in rooms:
                    if getattr(fixed, name).get(room) == who:
                        raise self._pinned_and_banned(place, name, who, room)
                    getattr(fixed, f"not_{name}").add((room, who))

    def _pinned_and_banned(self, place: str, name: str, who: int, row: int) -> ProblemError:
        person, room = shown(self.tables[name].id[who]), shown(self.problem.rooms.id[row])
        return ProblemError(f"{place}: {name} {person} is pinned to room {room} and banned from it.")

    def _room(self, room: Id, place: str) -> int:
        if room not in self.room_row:
            raise ProblemError(f"{place}: there is no room {shown(room)}.")
        return self.room_row[room]

    def _building(self, building: Id | None, place: str) -> list[int]:
        ids = self.problem.buildings.id
        if building not in ids:
            raise ProblemError(f"{place}: there is no building {shown(building)}.")
        row = list(ids).index(building)
        return [room for room, there in enumerate(self.problem.rooms.building) if there == row]

    def _person(self, name: str, person: Id, place: str) -> int:
        if person not in self.people_row[name]:
            raise ProblemError(f"{place}: there is no {name} {shown(person)}.")
        return self.people_row[name][person]
