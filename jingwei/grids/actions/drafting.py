"""A plan as the planner proposes it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.gate.doors import Denied, change, create, create_many, may, one
from jingwei.grids.models import Calculation, Plan, PlanRoom
from jingwei.grids.wishes import Wishes
from jingwei.terms.models import Term
from jingwei.terms.queries import current_term

from .working import Progress, Worked, still_true, unwatched, work

CAPABILITY = "grids.plan"


def draft_plan(
    actor, *, term: Term | None = None, wishes: Wishes | None = None, seed: int = 0, progress: Progress = unwatched
) -> Plan:
    """Propose keepers and leads for every occupied room of the term, from the plan in force, and wait for it.

    What cannot be covered stays empty and is said in the summary. Raises ValidationError where there is nothing to plan.
    """
    term = term_to_plan(actor, term)
    return store_draft(actor, term, work(wishes=wishes, seed=seed, progress=progress))


def replan(actor, pk: int, *, progress: Progress = unwatched) -> Plan:
    """Plan a draft anew: pinned rooms stay as they are, and residents who moved since are counted where they live."""
    plan = one(actor, CAPABILITY, Plan, pk)
    refuse_unless_draft(plan)
    return store_anew(actor, pk, work(plan, progress=progress))


def discard_plan(actor, pk: int) -> Plan:
    with draft(actor, pk, verb="grids.discard") as plan:
        plan.state = Plan.State.DISCARDED
    return plan


def term_to_plan(actor, term: Term | None) -> Term:
    """Raises Denied, or ValidationError where no term runs."""
    if not may(actor, CAPABILITY):
        raise Denied
    term = term or current_term()
    if term is None:
        raise ValidationError(_("没有正在进行的学期"))
    return term


def store_draft(actor, term: Term, worked: Worked) -> Plan:
    """A new draft of what was worked out, in one short transaction."""
    with transaction.atomic():
        still_true(worked)
        by = getattr(actor, "pk", None)
        made = Plan(term=term, created_by_id=by, wishes=worked.wishes, summary=worked.summary)
        plan = create(actor, CAPABILITY, made, verb="grids.draft")
        rows = [
            PlanRoom(plan=plan, room=room, keeper_id=worked.answer.keeper[row], lead_id=worked.answer.lead[row])
            for row, room in enumerate(worked.ground.known.rooms)
        ]
        create_many(actor, CAPABILITY, PlanRoom, rows, verb="grids.draft_rooms", plan=plan.pk)
    return plan


def store_anew(actor, pk: int, worked: Worked) -> Plan:
    """What was worked out anew, into its draft, in one short transaction."""
    with draft(actor, pk, verb="grids.replan") as plan:
        now, answer = still_true(worked, plan), worked.answer
        plan.summary = worked.summary
        gone = [row.pk for room, row in now.rooms.items() if room not in now.known.row]
        PlanRoom.objects.filter(pk__in=gone).delete()
        changed, new = [], []
        for row, room in enumerate(now.known.rooms):
            found = now.rooms.get(room.pk) or PlanRoom(plan=plan, room=room)
            found.keeper_id, found.lead_id = answer.keeper[row], answer.lead[row]
            (changed if found.pk else new).append(found)
        PlanRoom.objects.bulk_update(changed, ["keeper", "lead", "keeper_pinned", "lead_pinned"], batch_size=300)
        PlanRoom.objects.bulk_create(new, batch_size=500)
    return plan


@contextmanager
def draft(actor, pk: int, *, verb: str, **data):
    """The plan under lock, for changing, provided it is still a draft then. Raises ValidationError where it is not."""
    with change(actor, CAPABILITY, Plan, pk, verb=verb, **data) as plan:
        refuse_unless_draft(plan)
        refuse_while_calculated(plan)
        yield plan


def refuse_unless_draft(plan: Plan) -> None:
    if plan.state != Plan.State.DRAFT:
        raise ValidationError(_("这份方案已不是草稿，不能再改"))


def refuse_while_calculated(plan: Plan) -> None:
    if plan.calculations.filter(state__in=Calculation.UNFINISHED).exists():
        raise ValidationError(_("这份方案正在重新计算，算好或停下以后再改"))
