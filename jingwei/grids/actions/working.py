"""Working a plan out: read, solve with no transaction open, and see that what was read still holds before it is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.grids.bans import bans_of
from jingwei.grids.models import Calculation, Plan, PlanRoom
from jingwei.grids.planning import College, college, pins_of, release_pins
from jingwei.grids.summary import summarise
from jingwei.grids.wishes import Wishes
from planner.instance.tables import Ban, Pin, ProblemError
from planner.instance.tables import Plan as Answer

Progress = Callable[[str, int], None]  # stage (Calculation.Stage), percent of the whole
Stage = Calculation.Stage
PARTS = {Stage.KEEPERS: (5, 45), Stage.CONTIGUITY: (45, 90), Stage.LEADS: (90, 95)}  # percent, from–to
STORING = 95


@dataclass(frozen=True)
class Ground:
    """What a plan is worked out from."""

    known: College
    rooms: dict[int, PlanRoom]  # of the draft; none where it is the first
    pins: list[Pin | Ban]

    def holds(self, other: "Ground") -> bool:
        return (self.known.problem, self.pins) == (other.known.problem, other.pins)


@dataclass(frozen=True)
class Worked:
    """An answer, and the ground on which it is one."""

    ground: Ground
    answer: Answer
    summary: dict
    wishes: Wishes


def survey(plan: Plan | None = None, wishes: Wishes | None = None) -> Ground:
    """A draft has its own wishes. Raises ValidationError where there is nothing to plan."""
    known = college(wishes=plan.wishes if plan else wishes or {})
    if not known.rooms:
        raise ValidationError(_("还没有人入住，先导入名册"))
    rooms = {row.room_id: row for row in plan.rooms.all()} if plan else {}
    release_pins(known, rooms)
    bans = bans_of(known, plan) if plan else []
    return Ground(known, rooms, [*pins_of(known, rooms), *bans])


def work(plan: Plan | None = None, *, wishes: Wishes | None = None, seed: int = 0, progress: Progress) -> Worked:
    """The planner's answer, checked by the independent judge. Minutes may pass; nothing is written or locked meanwhile."""
    from planner.solve import solve  # here, so that only who plans loads the solver

    progress(Stage.READING, 0)
    wishes = plan.wishes if plan else wishes or {}
    ground = survey(plan, wishes)

    def said(stage: str, share: float) -> None:
        start, end = PARTS[Stage(stage)]
        progress(stage, int(start + share * (end - start)))

    try:
        result = solve(ground.known.problem, pins=ground.pins, seed=seed, progress=said)
    except ProblemError as error:
        raise ValidationError(_("这些条件下排不出方案：%(why)s") % {"why": error}) from error
    progress(Stage.STORING, STORING)
    return Worked(ground, result.plan, summarise(ground.known, result.plan, result), wishes)


def still_true(worked: Worked, plan: Plan | None = None) -> Ground:
    """The ground as it is now, read again where the answer is being stored. Raises ValidationError where it shifted."""
    now = survey(plan, worked.wishes)
    if not worked.ground.holds(now):
        raise ValidationError(_("计算的时候名册或这份草稿变了，结果没有存下，请再算一次"))
    return now


def unwatched(stage: str, percent: int) -> None:
    """Progress that nobody looks at."""
