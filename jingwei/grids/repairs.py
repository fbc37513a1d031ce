"""The cheapest way to mend what is wrong with the grids in force, with everything that is sound left as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from planner import rules
from planner.instance.tables import Pin
from planner.instance.tables import Plan as Answer
from planner.proof.check import check
from planner.why.boards import KeeperBoard, LeadBoard

from .models import MicroGrid, Repair
from .planning import College, college

ROLES = ("keeper", "lead")


@dataclass(frozen=True)
class Broken:
    """What may not stay as it is in force: rooms by row, for each role."""

    keeper: frozenset[int]
    lead: frozenset[int]


def work_out(known: College | None = None) -> list[Repair]:
    """One proposal for each room that has to change hands; none where nobody could take it. Nothing is stored."""
    from planner.solve import solve  # here, so that only who plans loads the solver

    known = known or college()
    problem = known.problem
    broken = _broken(known)
    if not broken.keeper and not broken.lead:
        return []
    pins = [
        Pin(room, **held)
        for row, room in enumerate(problem.rooms.id)
        if (held := {role: getattr(problem.prev, role)[row] for role in ROLES if row not in getattr(broken, role)})
    ]
    answer = solve(problem, pins=pins, stop=lambda: True).plan
    return list(_changes(known, answer))


def facts_in_words(repair: Repair) -> str:
    """What the new person would mean for the room, in the reader's language."""
    facts = repair.facts
    if repair.role == Repair.Role.LEAD:
        return _lead_words(facts)
    branch = (
        _("%(students)s 名同学中 %(foreign)s 名是别的支部")
        if facts["foreign"]
        else _("%(students)s 名同学都是同一支部")
    )
    return _("%(branch)s；走过去约 %(steps)s 步；接手后共 %(load)s 间") % {**facts, "branch": branch % facts}


def _lead_words(facts: dict) -> str:
    where = {
        "": _("就住在这间"),
        "lead_floor": _("住同一层"),
        "lead_building": _("住同一栋楼的别的楼层"),
        "lead_elsewhere": _("住别处，或住处不详"),
    }[facts["level"]]
    return _("%(where)s；接手后共 %(load)s 间") % {"where": where, "load": facts["load"]}


def _broken(known: College) -> Broken:
    """Nobody there, somebody who may not, somebody with too many, or a lead who lives in another building by now."""
    problem = known.problem
    occupied = [row for row, people in enumerate(problem.rooms.occ) if people]
    found = {role: {row for row in occupied if getattr(problem.prev, role)[row] is None} for role in ROLES}
    over = set()
    for violation in check(problem, problem.prev):
        if violation.room is None:
            over.add((violation.role, violation.person))
        else:
            found[violation.role].add(known.row[violation.room])
    for role, column in (("keeper", problem.prev.keeper), ("lead", problem.prev.lead)):
        found[role] |= {row for row in occupied if (role, column[row]) in over}
    leads = LeadBoard(problem, problem.prev)
    for row in occupied:
        lead = leads.chosen[row]
        if lead is not None and rules.lead_level(problem, problem.leads.home[lead], row) == "lead_elsewhere":
            found["lead"].add(row)
    return Broken(frozenset(found["keeper"]), frozenset(found["lead"]))


def _changes(known: College, answer: Answer) -> Iterator[Repair]:
    problem = known.problem
    keepers, leads = KeeperBoard(problem, answer), LeadBoard(problem, answer)
    for row, room in enumerate(known.rooms):
        for role, board in (("keeper", keepers), ("lead", leads)):
            old, new = getattr(problem.prev, role)[row], getattr(answer, role)[row]
            if new is None or new == old:
                continue
            person = board.index[new]
            facts = {"load": len(board.rooms_of[person])}
            if role == "keeper":
                terms = board.of_pair(row, person)
                facts |= {"students": len(problem.rooms.occ[row])}
                facts |= {"foreign": terms["foreign_students"], "steps": terms["steps"]}
            else:
                facts |= {"level": rules.lead_level(problem, problem.leads.home[person], row) or ""}
            yield Repair(room=room, role=role, old_id=old, new_id=new, facts=facts)


def still_true(repair: Repair, present: MicroGrid | None) -> bool:
    """Whether the room is still in the hands it was in when the repair was worked out, and the new one is still there."""
    return repair.new.is_active and repair.old_id == holder(present, repair.role)


def holder(present: MicroGrid | None, role: str) -> int | None:
    if present is None:
        return None
    return present.lead_id if role == "lead" else (present.small_grid and present.small_grid.keeper_id)


def proposals() -> list[Repair]:
    """Those that still hold, in door order. Two statements."""
    found = list(
        Repair.objects.select_related("room__floor__building", "old", "new").order_by(
            "room__floor__building__number", "room__floor__number", "room__position", "role"
        )
    )
    rows = MicroGrid.objects.live().filter(room__in=[row.room_id for row in found]).select_related("small_grid")
    present = {row.room_id: row for row in rows}
    return [row for row in found if still_true(row, present.get(row.room_id))]
