"""Repairs: worked out each night for what is wrong with the grids in force, and put in force with one tap."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.core.models import Sequence
from jingwei.gate.doors import Denied, change, create, create_many, holds_college, one
from jingwei.gate.posts import System
from jingwei.grids import repairs
from jingwei.grids.models import MicroGrid, Plan, PlanRoom, Repair
from jingwei.grids.planning import College, college
from jingwei.grids.queries import published_plan
from jingwei.grids.summary import summarise
from jingwei.grids.wording import broken_rule
from jingwei.terms.models import Term
from planner.proof.check import Violation, check

from .drafting import CAPABILITY, term_to_plan
from .publishing import put_in_force, retire

LAST = "grids.repairs"  # under which the day of the last round is kept
HOUR = 4  # at night
PROVED = ("bound", "gap", "proven")


def propose_once_a_day() -> None:
    """Called by the clock every minute: one round a day, at night or as soon as a worker is there again."""
    now = timezone.localtime(clock.now())
    if now.hour >= HOUR and _is_first(now.date().toordinal()):
        propose_repairs(System("worker"))


def propose_repairs(actor) -> int:
    """Work out what would mend each finding; what has become stale goes. Returns how many proposals there are now."""
    if not holds_college(actor, CAPABILITY):
        raise Denied
    found = {_key(row): row for row in repairs.work_out()}
    with transaction.atomic():
        kept = {_key(row): row for row in Repair.objects.select_for_update()}
        stale = [row.pk for key, row in kept.items() if key not in found or row.facts != found[key].facts]
        Repair.objects.filter(pk__in=stale).delete()
        new = [row for key, row in found.items() if key not in kept or kept[key].pk in stale]
        create_many(actor, CAPABILITY, Repair, new, verb="grids.propose")
    return len(found)


def accept_repair(actor, pk: int) -> Plan:
    """Put one proposal in force now: the plan in force goes on with this one change, posts and rights with it.

    Raises ValidationError where things have changed since it was worked out.
    """
    with transaction.atomic():
        repair = one(actor, CAPABILITY, Repair, pk, lock=True)
        term = term_to_plan(actor, None)
        Term.objects.select_for_update().get(pk=term.pk)  # one publishing a term at a time
        present = {row.room_id: row for row in MicroGrid.objects.live().select_related("small_grid")}
        if any(row.small_grid and row.small_grid.term_id != term.pk for row in present.values()):
            raise ValidationError(_("现在的网格还是上个学期的，请先发布这个学期的方案"))
        if not repairs.still_true(repair, present.get(repair.room_id)):
            raise ValidationError(_("这间房刚刚变过，建议已过时，请重新计算建议"))
        before = published_plan(term)
        known = college(wishes=before.wishes if before else {})
        rooms = _as_in_force(present)
        broken = _broken(known, rooms)
        row = rooms.setdefault(repair.room_id, PlanRoom(room_id=repair.room_id))
        setattr(row, f"{repair.role}_id", repair.new_id)
        _refuse_if_worse(known, broken, _broken(known, rooms))
        plan = _repaired(actor, term, before, known, rooms, repair)
        repair.delete()
    return plan


def _repaired(actor, term: Term, before: Plan | None, known: College, rooms: dict[int, PlanRoom], repair) -> Plan:
    """What is in force and the one change, as a plan of its own, so that it can be read later what held when."""
    answer, by = known.answer(rooms), getattr(actor, "pk", None)
    summary = {**before.summary} if before else {}
    for proved in PROVED:  # of other rosters
        summary.pop(proved, None)
    if not check(known.problem, answer):
        summary |= summarise(known, answer)
    made = Plan(term=term, created_by_id=by, wishes=before.wishes if before else {}, summary=summary)
    plan = create(actor, CAPABILITY, made, verb="grids.repair", place=str(repair.room), role=repair.role)
    for row in rooms.values():
        row.plan = plan
    create_many(actor, CAPABILITY, PlanRoom, rooms.values(), verb="grids.draft_rooms", plan=plan.pk)
    if before:
        retire(actor, before, by=plan)
    with change(actor, CAPABILITY, Plan, plan.pk, verb="grids.publish") as plan:
        plan.state, plan.published_at = Plan.State.PUBLISHED, clock.now()
        put_in_force(actor, plan, known, rooms, plan.published_at)
    return plan


def _as_in_force(present: dict[int, MicroGrid]) -> dict[int, PlanRoom]:
    return {
        room: PlanRoom(room_id=room, keeper_id=row.small_grid and row.small_grid.keeper_id, lead_id=row.lead_id)
        for room, row in present.items()
    }


def _broken(known: College, rooms: dict[int, PlanRoom]) -> set[Violation]:
    return set(check(known.problem, known.answer(rooms)))


def _refuse_if_worse(known: College, before: set[Violation], after: set[Violation]) -> None:
    """What else is wrong waits for its own repair; this one may not break anything."""
    seen = {(found.code, found.role, found.room, found.person) for found in before}
    for found in after:
        if (found.code, found.role, found.room, found.person) not in seen:
            raise ValidationError(_("这样安排不行：%(why)s") % {"why": broken_rule(known, found)})


def _is_first(day: int) -> bool:
    with transaction.atomic():
        Sequence.objects.get_or_create(name=LAST)
        row = Sequence.objects.select_for_update().get(name=LAST)
        first = row.last < day
        row.last = max(row.last, day)
        row.save(update_fields=["last"])
    return first


def _key(row: Repair) -> tuple:
    return (row.room_id, row.role, row.old_id, row.new_id)
