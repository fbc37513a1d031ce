"""Publishing: grids and posts of the term, in one transaction. What has not changed keeps its rows and its posts."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.core import clock, outbox
from jingwei.core.dated import live
from jingwei.gate import trail
from jingwei.gate.appointments import end_posts
from jingwei.gate.doors import change, create_many
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.grids.bans import unheeded
from jingwei.grids.models import MicroGrid, Plan, PlanRoom, SmallGrid
from jingwei.grids.planning import College, college
from jingwei.grids.queries import published_plan
from jingwei.grids.wording import broken_rule
from jingwei.party.models import Branch
from jingwei.terms.models import Term
from jingwei.terms.queries import current_term
from planner.proof.check import check

from .drafting import CAPABILITY, draft


@dataclass
class Present:
    """What is in force before the plan is published."""

    grids: dict[int, SmallGrid]  # by keeper, of this term
    other_terms: list[SmallGrid]
    micro: dict[int, MicroGrid]  # by room
    posts: dict[tuple[str, int, int], Appointment] = field(default_factory=dict)  # role, unit, person


def publish_plan(actor, pk: int) -> Plan:
    """Put a draft in force: small grids, micro-grids and posts begin now, what they replace ends in the same instant.

    Raises ValidationError where the plan breaks a hard rule as things stand today, or is not a draft.
    """
    with draft(actor, pk, verb="grids.publish") as plan:
        Term.objects.select_for_update().get(pk=plan.term_id)  # one publishing a term at a time
        if plan.term != current_term():
            raise ValidationError(_("这份方案属于别的学期，不能现在发布"))
        at, known = clock.now(), college()
        rooms = {row.room_id: row for row in plan.rooms.all()}
        _still_fits(known, rooms)
        if unheeded(plan, plan.rooms.select_related("room__floor")):
            raise ValidationError(_("有房间还排给了说明不负责那里的人，请先重新计算再发布"))
        if present := published_plan(plan.term):
            retire(actor, present, by=plan)
        plan.state, plan.published_at = Plan.State.PUBLISHED, at
        put_in_force(actor, plan, known, rooms, at)
    return plan


def retire(actor, plan: Plan, *, by: Plan) -> None:
    """Another plan of the term takes over."""
    with change(actor, CAPABILITY, Plan, plan.pk, verb="grids.replace", by=by.pk) as replaced:
        replaced.state = Plan.State.REPLACED


def _still_fits(known: College, rooms: dict[int, PlanRoom]) -> None:
    """Since the draft was made people may have moved: what is published is checked against today."""
    if set(rooms) != set(known.row):
        raise ValidationError(_("方案做好以后有人搬进或搬出，请先重新计算再发布"))
    if broken := check(known.problem, known.answer(rooms)):
        raise ValidationError(_("方案没有通过检查：%(why)s") % {"why": broken_rule(known, broken[0])})


def put_in_force(actor, plan: Plan, known: College, rooms: dict[int, PlanRoom], at) -> None:
    """Grids, micro-grids and posts become what these rooms say; what they say already is left alone."""
    present = _present(plan)
    wanted_keepers = {row.keeper_id for row in rooms.values() if row.keeper_id}
    grids = {
        keeper: grid
        for keeper, grid in present.grids.items()
        if keeper in wanted_keepers and grid.branch_id == known.branch_of.get(keeper, grid.branch_id)
    }
    ending = [*present.other_terms, *(grid for keeper, grid in present.grids.items() if keeper not in grids)]
    new_grids = _new_grids(plan, known, sorted(wanted_keepers - set(grids)), at)
    SmallGrid.objects.filter(pk__in=[grid.pk for grid in ending]).update(end=at)
    create_many(actor, CAPABILITY, SmallGrid, new_grids, verb="grids.open_small", plan=plan.pk)
    grids |= {grid.keeper_id: grid for grid in new_grids}

    moved = [row for room, row in present.micro.items() if not _same(row, rooms.get(room), grids)]
    MicroGrid.objects.filter(pk__in=[row.pk for row in moved]).update(end=at)
    if ending:
        trail.record_many(actor, "grids.end_small", SmallGrid, [grid.pk for grid in ending], plan=plan.pk)
    if moved:
        trail.record_many(actor, "grids.end_micro", MicroGrid, [row.pk for row in moved], plan=plan.pk)
    kept = {row.room_id for row in present.micro.values()} - {row.room_id for row in moved}
    new_rooms = [row for room, row in rooms.items() if room not in kept and (row.keeper_id or row.lead_id)]
    micro = _new_micro(plan, new_rooms, grids, at)
    create_many(actor, CAPABILITY, MicroGrid, micro, verb="grids.open_micro", plan=plan.pk)
    _posts(actor, present, rooms, grids, at)


def _present(plan: Plan) -> Present:
    grids = list(SmallGrid.objects.select_for_update().filter(end__isnull=True).order_by("pk"))
    posts = Appointment.objects.select_for_update().filter(role__in=[Role.KEEPER, Role.LEAD], end__isnull=True)
    return Present(
        grids={grid.keeper_id: grid for grid in grids if grid.term_id == plan.term_id},
        other_terms=[grid for grid in grids if grid.term_id != plan.term_id],
        micro={row.room_id: row for row in MicroGrid.objects.select_for_update().filter(end__isnull=True)},
        posts={(post.role, post.unit_id, post.person_id): post for post in posts},
    )


def _same(row: MicroGrid, wanted: PlanRoom | None, grids: dict[int, SmallGrid]) -> bool:
    if wanted is None:
        return False
    grid = grids.get(wanted.keeper_id)
    return row.lead_id == wanted.lead_id and row.small_grid_id == (grid and grid.pk)


def _new_grids(plan: Plan, known: College, keepers: list[int], at) -> list[SmallGrid]:
    """Codes are term-branch-small: a running number in the branch, nothing personal."""
    codes = dict(Branch.objects.values_list("pk", "code"))
    used = Counter(SmallGrid.objects.filter(term=plan.term).values_list("branch_id", flat=True))
    made = []
    for keeper in keepers:
        branch = known.branch_of[keeper]
        used[branch] += 1
        code = f"{plan.term.code}-{codes[branch]}-{used[branch]:03d}"
        made.append(SmallGrid(term=plan.term, branch_id=branch, keeper_id=keeper, code=code, start=at))
    return made


def _new_micro(plan: Plan, rooms: list[PlanRoom], grids: dict[int, SmallGrid], at) -> list[MicroGrid]:
    used = Counter(
        MicroGrid.objects.filter(small_grid__in=[grid.pk for grid in grids.values()]).values_list(
            "small_grid_id", flat=True
        )
    )
    made = []
    for row in rooms:
        grid = grids.get(row.keeper_id)
        used[grid and grid.pk] += 1
        prefix = grid.code if grid else f"{plan.term.code}-0000-000"
        code = f"{prefix}-{used[grid and grid.pk]:02d}"
        made.append(MicroGrid(room_id=row.room_id, small_grid=grid, lead_id=row.lead_id, code=code, start=at))
    return made


def _posts(actor, present: Present, rooms: dict[int, PlanRoom], grids: dict[int, SmallGrid], at) -> None:
    wanted = {(Role.KEEPER.value, grid.pk, keeper) for keeper, grid in grids.items()}
    wanted |= {(Role.LEAD.value, row.room_id, row.lead_id) for row in rooms.values() if row.lead_id}
    new = sorted(wanted - set(present.posts))
    _refuse_forbidden({person for _role, _unit, person in new})
    ending = [post for key, post in present.posts.items() if key not in wanted]
    if ending:
        end_posts(actor, ending, at=at)
    kinds = {Role.KEEPER.value: UnitKind.GRID, Role.LEAD.value: UnitKind.ROOM}
    posts = [
        Appointment(person_id=person, role=role, unit_kind=kinds[role], unit_id=unit, start=at)
        for role, unit, person in new
    ]
    create_many(actor, "gate.appoint", Appointment, posts, verb="gate.appoint_many")
    for role in kinds:
        outbox.post(f"grids.{role}_named", to={person for kind, _unit, person in new if kind == role})
    still = {person for _role, _unit, person in wanted}
    outbox.post("grids.ended", to={post.person_id for post in ending} - still)


def _refuse_forbidden(people: set[int]) -> None:
    held = Appointment.objects.filter(live(), person__in=people, role__in=[Role.ADMIN, Role.AUDITOR])
    if names := list(held.values_list("person__name", flat=True)):
        raise ValidationError(_("%(names)s 的现任职务不能再任网格党员或负责人") % {"names": "、".join(names)})
