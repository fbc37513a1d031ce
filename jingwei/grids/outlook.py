"""What a plan would look like before it is asked for: by each set of wishes, beside the plan in force.

Only the exact part is worked out, a fraction of a second for most colleges: rooms are not yet moved side by side,
so the gaps are the most there may be.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from planner import rules
from planner.instance.problem import Problem
from planner.instance.tables import Plan as Answer
from planner.why.boards import KeeperBoard, LeadBoard

from .planning import College
from .wishes import PRESETS, Wishes, name_of, weights_of


@dataclass(frozen=True)
class Counts:
    """A division of the rooms in numbers that anybody can picture."""

    uncovered: int  # lived-in rooms without a keeper
    foreign: int  # students whose keeper is of another branch
    steps: int
    outside: int  # keepers with fewer or more rooms than is fair in their branch
    changed: int  # rooms whose keeper is still there and is not kept
    fragments: int
    lead_away: int  # rooms whose lead lives in another one
    outside_group: int = 0  # rooms outside the building where most of the keeper's Party group live


@dataclass(frozen=True)
class Outlook:
    counts: Counts
    wishes: Wishes | None = None  # None: the plan in force

    @property
    def label(self) -> str:
        return _("现行方案") if self.wishes is None else name_of(self.wishes)


def counts(problem: Problem, answer: Answer) -> Counts:
    """Of any division, also of one that breaks a rule by now."""
    board, leads = KeeperBoard(problem, answer), LeadBoard(problem, answer)
    occupied = [room for room, people in enumerate(problem.rooms.occ) if people]
    kept = [board.of_pair(room, board.chosen[room]) for room in occupied if board.chosen[room] is not None]
    keepers, loads = problem.keepers, {keeper: len(rooms) for keeper, rooms in board.rooms_of.items()}
    return Counts(
        uncovered=len(occupied) - len(kept),
        foreign=sum(terms["foreign_students"] for terms in kept),
        steps=sum(terms["steps"] for terms in kept),
        outside=sum(
            bool(keepers.avail[row]) and not keepers.lo[row] <= load <= keepers.hi[row] for row, load in loads.items()
        ),
        changed=sum(_is_changed(board, room) for room in occupied),
        fragments=sum(board.of_load(keeper, rooms)["fragments"] for keeper, rooms in board.rooms_of.items()),
        outside_group=sum(
            rules.outside_group(problem, board.chosen[room], room)
            for room in occupied
            if board.chosen[room] is not None
        ),
        lead_away=sum(bool(leads.of_pair(room, lead)) for lead, rooms in leads.rooms_of.items() for room in rooms),
    )


def outlooks(
    known: College, wishes: Wishes, *, progress: Callable[[float], None] = lambda share: None
) -> list[Outlook]:
    """The plan in force, where there is one; what each preset would give; and what these wishes would, if they are none."""
    found = []
    if any(known.problem.prev.keeper):
        found.append(Outlook(counts(known.problem, known.problem.prev)))
    sets = [preset.wishes for preset in PRESETS]
    if wishes not in sets:
        sets.append(wishes)
    for number, named in enumerate(sets):
        progress(number / len(sets))
        found.append(Outlook(_exact(known, named), named))
    return found


def _exact(known: College, wishes: Wishes) -> Counts:
    from planner.solve import solve  # here, so that only who plans loads the solver

    problem = dataclasses.replace(known.problem, weights=weights_of(wishes))
    return counts(problem, solve(problem, stop=lambda: True).plan)


def _is_changed(board: KeeperBoard, room: int) -> bool:
    old = board.old[room]
    return old is not None and board.may(old, room) and board.chosen[room] != old
