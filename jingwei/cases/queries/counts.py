"""Numbers of open cases by place, for the loom and the façade. One query each."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from jingwei.cases.models import OPEN_STATES, Case
from jingwei.core import clock
from jingwei.core.dated import live
from jingwei.gate.doors import visible


@dataclass(frozen=True)
class Counts:
    open: int
    overdue: int


def open_counts_by_floor_branch(actor) -> dict[tuple[int, int], Counts]:
    """(floor id, branch id) → open and overdue. A shared place counts where its answering room's branch is."""
    rows = (
        _open(actor)
        .filter(live(prefix="home_room__micro_grids"), home_room__micro_grids__small_grid__isnull=False)
        .annotate(at_floor=Coalesce("room__floor", "floor", "home_room__floor"))
        .values_list("at_floor", "home_room__micro_grids__small_grid__branch")
    )
    return {(floor, branch): counts for floor, branch, counts in _counted(rows)}


def open_counts_by_room(actor, building) -> dict[int, Counts]:
    """Room id → open and overdue, for the rooms of a building that have any."""
    rows = _open(actor).filter(building=building, room__isnull=False).values_list("room")
    return dict(_counted(rows))


def _open(actor):
    return visible(actor, "cases.count", Case).filter(state__in=OPEN_STATES).order_by()


def _counted(rows):
    late = Count("pk", filter=Q(act_by__lt=clock.now()))
    for *keys, count, overdue in rows.annotate(Count("pk"), overdue=late):
        yield *keys, Counts(count, overdue)
