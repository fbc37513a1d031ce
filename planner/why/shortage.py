"""Why rooms stay uncovered: everybody of a gender shares the rooms of that gender, and places run out."""

from __future__ import annotations

from dataclasses import dataclass

from planner.instance.problem import Problem
from planner.instance.tables import Id, Plan


@dataclass(frozen=True)
class Shortage:
    """The rooms of one gender and the people who could take them."""

    role: str  # "keeper" or "lead"
    gender: str
    rooms: int
    people: int
    places: int

    @property
    def short(self) -> int:
        return max(0, self.rooms - self.places)

    @property
    def zh(self) -> str:
        who = {"keeper": "网格党员", "lead": "微网格负责人"}[self.role]
        whose = {"F": "女生", "M": "男生"}[self.gender]
        shared = f"{whose}寝室共 {self.rooms} 间，{who} {self.people} 人，最多负责 {self.places} 间"
        return f"{shared}，还差 {self.short} 间。" if self.short else f"{shared}，还可以再安排。"

    @property
    def en(self) -> str:
        whose = {"F": "women", "M": "men"}[self.gender]
        shared = f"The {self.rooms} rooms of {whose} share {self.people} {self.role}s with {self.places} places"
        return f"{shared}: {self.short} short." if self.short else f"{shared}, so there is still somebody to ask."


@dataclass(frozen=True)
class Uncovered:
    room: Id
    role: str
    reason: Shortage


def uncovered(problem: Problem, plan: Plan) -> list[Uncovered]:
    """The occupied rooms without a keeper or a lead, and why."""
    reasons = {(reason.role, reason.gender): reason for reason in shortages(problem)}
    return [
        Uncovered(problem.rooms.id[room], role, reasons[role, problem.gender_of(room)])
        for role, column in (("keeper", plan.keeper), ("lead", plan.lead))
        for room, people in enumerate(problem.rooms.occ)
        if people and column[room] is None
    ]


def shortages(problem: Problem) -> list[Shortage]:
    """Rooms, people and places by role and gender, whether they suffice or not."""
    found = []
    for gender in ("F", "M"):
        rooms = sum(1 for room, people in enumerate(problem.rooms.occ) if people and problem.gender_of(room) == gender)
        keepers, leads = problem.keepers, problem.leads
        keeping = [
            cap
            for g, avail, cap in zip(keepers.gender, keepers.avail, keepers.cap, strict=True)
            if g == gender and avail and cap
        ]
        leading = [cap for g, cap in zip(leads.gender, leads.cap, strict=True) if g == gender and cap]
        for role, caps in (("keeper", keeping), ("lead", leading)):
            found.append(Shortage(role, gender, rooms, len(caps), sum(caps)))
    return found


def shortage_of(problem: Problem, role: str, room: int) -> Shortage:
    """The balance of rooms and places that a room (row number) belongs to."""
    gender = problem.gender_of(room)
    return next(found for found in shortages(problem) if found.role == role and found.gender == gender)
