"""Why a room has its keeper and its lead, and what somebody else would cost, to the unit.

Everything is counted with ``planner.rules``. ``Explainer`` is built once for a plan and
answers for any room; the functions below it are for a single question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.instance.fitting import fixed_rows, known_people
from planner.instance.problem import Problem
from planner.instance.tables import Ban, Id, Pin, Plan, ProblemError

from .boards import Exchange, KeeperBoard, LeadBoard, Swap, cost
from .sentences import Named, Sentences

NEXT = 3


@dataclass(frozen=True)
class Explanation:
    room: Id
    role: str
    person: Id | None
    terms: Mapping[str, int]  # what the room itself counts for
    cost: int
    next: list[Swap]
    zh: list[str]
    en: list[str]


class Explainer:
    """Raises ProblemError for rooms and people that are not in the problem; who is banned is not offered."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        *,
        name: Named = str,
        place: Named = str,
        pins: Iterable[Pin | Ban] = (),
    ) -> None:
        known_people(problem, plan, "plan")
        self.problem = problem
        self.row = {room: row for row, room in enumerate(problem.rooms.id)}
        fixed = fixed_rows(problem, pins)
        self.boards = {
            "keeper": KeeperBoard(problem, plan, fixed.not_keeper),
            "lead": LeadBoard(problem, plan, fixed.not_lead),
        }
        self.sentences = Sentences(problem, self.boards, name, place)

    def room(self, room: Id, role: str = "keeper", *, count: int = NEXT) -> Explanation:
        """The reasons for one room, with the next ``count`` people by what choosing each would cost."""
        board, row = self.boards[role], self._occupied(room)
        person = board.chosen[row]
        terms = {code: count for code, count in board.of_room(row, person).items() if count}
        others = sorted(
            (swap for other in board.able(row) if other != person and (swap := board.swap(row, other))),
            key=lambda swap: (swap.difference, str(swap.person)),
        )[:count]
        zh, en = self.sentences.of(role, row, others)
        who = None if person is None else board.people.id[person]
        return Explanation(room, role, who, terms, cost(self.problem, terms), others, zh, en)

    def swap(self, room: Id, person: Id, role: str = "keeper") -> Swap:
        """What giving a room to this person would cost, the rest of the plan left as it is."""
        board, row = self.boards[role], self._occupied(room)
        other = board.index.get(person)
        if other is None:
            raise ProblemError(f"There is no {role} {person}.")
        if other not in board.able(row):
            raise ProblemError(f"The {role} {person} may not have room {room}.")
        swap = board.swap(row, other)
        if swap is None:
            raise ProblemError(f"The {role} {person} is full and has no room to give back.")
        return swap

    def exchange(self, room: Id, other: Id, role: str = "keeper") -> Exchange:
        """What it would cost if two rooms changed hands, hard rules apart (``check`` judges those)."""
        return self.boards[role].exchange(self._occupied(room), self._occupied(other))

    def _occupied(self, room: Id) -> int:
        row = self.row.get(room)
        if row is None:
            raise ProblemError(f"There is no room {room}.")
        if not self.problem.rooms.occ[row]:
            raise ProblemError(f"Room {room} is empty and needs nobody.")
        return row


def explain_room(
    problem: Problem, plan: Plan, room: Id, role: str = "keeper", *, name: Named = str, place: Named = str
) -> Explanation:
    return Explainer(problem, plan, name=name, place=place).room(room, role)


def swap_cost(problem: Problem, plan: Plan, room: Id, keeper: Id) -> Swap:
    return Explainer(problem, plan).swap(room, keeper)


def swap_lead_cost(problem: Problem, plan: Plan, room: Id, lead: Id) -> Swap:
    return Explainer(problem, plan).swap(room, lead, "lead")
