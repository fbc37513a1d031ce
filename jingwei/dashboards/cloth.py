"""The loom and the façades, tinted by a measure: the cloth comes from grids, the numbers from cases."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.cases.queries import open_counts_by_floor_branch, open_counts_by_room
from jingwei.grids import cloth
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Building

STEPS = 5


@dataclass(frozen=True)
class Measure:
    code: str
    label: str
    tone: str


MEASURES = {
    "coverage": Measure("coverage", gettext_lazy("覆盖"), "good"),
    "open": Measure("open", gettext_lazy("未结案卷"), "now"),
    "overdue": Measure("overdue", gettext_lazy("超期"), "now"),
}


def measure_of(code: str) -> Measure:
    return MEASURES.get(code, MEASURES["open"])


def tabs(url: str, chosen: Measure) -> list[dict]:
    return [
        {"url": f"{url}?measure={measure.code}", "label": measure.label, "active": measure == chosen}
        for measure in MEASURES.values()
    ]


def loom(actor, measure: Measure) -> dict:
    """The loom part's input. Nine statements, whatever the size of the college."""
    if measure.code == "coverage":
        counts = _covered()
    else:
        found = open_counts_by_floor_branch(actor)
        counts = {key: getattr(value, measure.code) for key, value in found.items() if getattr(value, measure.code)}
    most = max(counts.values(), default=0)

    def title(floor, branch, rooms):
        words = _("%(floor)s，%(branch)s：%(rooms)s 间") % {"floor": floor, "branch": branch.short_name, "rooms": rooms}
        return f"{words}，{measure.label} {counts.get((floor.pk, branch.pk), 0)}"

    drawn = cloth.loom(
        tints={key: _tint(value, most) for key, value in counts.items()},
        values={} if measure.code == "coverage" else {key: str(value) for key, value in counts.items()},
        href=lambda floor, branch: reverse("dashboards:crossing", args=[floor.pk, branch.pk]),
        titles=title,
    )
    shown = None if measure.code == "coverage" else measure.label
    return {**drawn, "tone": measure.tone, "measure": shown}


def facade(actor, building: Building, measure: Measure) -> dict:
    if measure.code == "coverage":
        full = MicroGrid.objects.live().filter(
            room__floor__building=building, small_grid__isnull=False, lead__isnull=False
        )
        tints = dict.fromkeys(full.values_list("room_id", flat=True), 2)
    else:
        found = open_counts_by_room(actor, building)
        counts = {room: getattr(value, measure.code) for room, value in found.items()}
        most = max(counts.values(), default=0)
        tints = {room: _tint(value, most) for room, value in counts.items()}
    drawn = cloth.facade(building, tints=tints, href=lambda room: reverse("dashboards:room", args=[room.pk]))
    return {**drawn, "tone": measure.tone, "measure": measure.label}


def _covered() -> dict[tuple[int, int], int]:
    """(floor, branch) → rooms that have both keeper and lead."""
    rows = MicroGrid.objects.live().filter(small_grid__isnull=False, lead__isnull=False)
    counts: dict[tuple[int, int], int] = {}
    for key in rows.values_list("room__floor_id", "small_grid__branch_id"):
        counts[key] = counts.get(key, 0) + 1
    return counts


def _tint(value: int, most: int) -> int:
    """0 for nothing, then five even steps up to the most there is."""
    return 0 if not value else max(1, -(-value * STEPS // max(most, STEPS)))
