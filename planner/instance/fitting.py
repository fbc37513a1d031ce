"""Whether plans, pins and people fit a problem; each refusal is one sentence that names the place."""

from __future__ import annotations

from collections.abc import Iterable

from .problem import Problem
from .tables import Pin, Plan, ProblemError
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
