"""A plan as the planner proposes it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.gate.doors import Denied, change, create, create_many, may
from jingwei.grids.models import Plan, PlanRoom
from jingwei.grids.planning import College, college, pins_of, release_pins
from jingwei.grids.summary import summarise
from jingwei.terms.models import Term
from jingwei.terms.queries import current_term
from planner.problem import Plan as Answer
from planner.problem import ProblemError

CAPABILITY = "grids.plan"


def draft_plan(actor, *, term: Term | None = None, seed: int = 0) -> Plan:
    """Propose keepers and leads for every occupied room of the term, from the plan in force.

    What cannot be covered stays empty and is said in the summary. Raises ValidationError where there is nothing to plan.
    """
    if not may(actor, CAPABILITY):
        raise Denied
    term = term or current_term()
    if term is None:
        raise ValidationError(_("没有正在进行的学期"))
    known = _college()
    answer, summary = solved(known, seed=seed)
    with transaction.atomic():
        by = getattr(actor, "pk", None)
        plan = create(actor, CAPABILITY, Plan(term=term, created_by_id=by, summary=summary), verb="grids.draft")
        rows = [
            PlanRoom(plan=plan, room=room, keeper_id=answer.keeper[row], lead_id=answer.lead[row])
            for row, room in enumerate(known.rooms)
        ]
        create_many(actor, CAPABILITY, PlanRoom, rows, verb="grids.draft_rooms", plan=plan.pk)
    return plan


def replan(actor, pk: int) -> Plan:
    """Plan a draft anew: pinned rooms stay as they are, and residents who moved since are counted where they live."""
    with draft(actor, pk, verb="grids.replan") as plan:
        known = _college()
        rooms = {row.room_id: row for row in plan.rooms.select_for_update()}
        gone = [row.pk for room, row in rooms.items() if room not in known.row]
        release_pins(known, rooms)
        answer, plan.summary = solved(known, pins=pins_of(known, rooms))
        PlanRoom.objects.filter(pk__in=gone).delete()
        changed, new = [], []
        for row, room in enumerate(known.rooms):
            found = rooms.get(room.pk) or PlanRoom(plan=plan, room=room)
            found.keeper_id, found.lead_id = answer.keeper[row], answer.lead[row]
            (changed if found.pk else new).append(found)
        PlanRoom.objects.bulk_update(changed, ["keeper", "lead", "keeper_pinned", "lead_pinned"], batch_size=300)
        PlanRoom.objects.bulk_create(new, batch_size=500)
    return plan


def discard_plan(actor, pk: int) -> Plan:
    with draft(actor, pk, verb="grids.discard") as plan:
        plan.state = Plan.State.DISCARDED
    return plan


@contextmanager
def draft(actor, pk: int, *, verb: str, **data):
    """The plan under lock, for changing, provided it is still a draft then. Raises ValidationError where it is not."""
    with change(actor, CAPABILITY, Plan, pk, verb=verb, **data) as plan:
        if plan.state != Plan.State.DRAFT:
            raise ValidationError(_("这份方案已不是草稿，不能再改"))
        yield plan


def solved(known: College, *, pins=(), seed: int = 0) -> tuple[Answer, dict]:
    """The planner's answer, checked by the independent judge, and its summary."""
    from planner.solve import solve  # here, so that only who plans loads the solver

    try:
        result = solve(known.problem, pins=pins, seed=seed)
    except ProblemError as error:
        raise ValidationError(_("这些条件下排不出方案：%(why)s") % {"why": error}) from error
    return result.plan, summarise(known, result.plan, result)


def _college() -> College:
    known = college()
    if not known.rooms:
        raise ValidationError(_("还没有人入住，先导入名册"))
    return known
