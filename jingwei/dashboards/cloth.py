"""The loom and the façades, tinted by a measure: the cloth comes from grids, the numbers from cases."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.cases.queries import open_counts_by_floor_branch, open_counts_by_room
from jingwei.gate.doors import visible
from jingwei.grids import cloth
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Building, Room, Stay

STEPS = 5
FULL = 2  # the tint of what is covered: calm, so that a hole stands out


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
    tints, values, words = _gaps() if measure.code == "coverage" else _open(actor, measure)

    def title(floor, branch, rooms):
        place = _("%(floor)s，%(branch)s：%(rooms)s 间") % {"floor": floor, "branch": branch.short_name, "rooms": rooms}
        return f"{place}，{words} {values.get((floor.pk, branch.pk), 0)}"

    drawn = cloth.loom(
        tints=tints,
        values=values,
        href=lambda floor, branch: reverse("dashboards:crossing", args=[floor.pk, branch.pk]),
        titles=title,
    )
    for branch in drawn["branches"]:
        branch["href"] = reverse("dashboards:warp", args=[branch["id"]])
    for floor in (floor for group in drawn["groups"] for floor in group["floors"]):
        floor["href"] = reverse("dashboards:weft", args=[floor["id"]])
    return {**drawn, "tone": measure.tone, "measure": words}


def facade(actor, building: Building, measure: Measure) -> dict:
    """The façade part's input. A keeper is named, and the room's whole sheet opened, where the actor may know."""
    if measure.code == "coverage":
        tints = dict.fromkeys(_whole().filter(room__floor__building=building).values_list("room", flat=True), FULL)
    else:
        counts = {room: getattr(found, measure.code) for room, found in open_counts_by_room(actor, building).items()}
        most = max(counts.values(), default=0)
        tints = {room: _tint(value, most) for room, value in counts.items()}
    known = set(visible(actor, "grids.read", Room).filter(floor__building=building).values_list("pk", flat=True))
    drawn = cloth.facade(
        building,
        tints=tints,
        known=known,
        href=lambda room: reverse("dashboards:room" if room.pk in known else "housing:room", args=[room.pk]),
    )
    return {**drawn, "tone": measure.tone, "measure": measure.label}


Crossings = dict[tuple[int, int], int]  # (floor id, branch id) → a number


def _open(actor, measure: Measure) -> tuple[Crossings, dict[tuple[int, int], str], str]:
    """Tints, numbers and their name, of the open or the overdue cases that the actor may count."""
    found = open_counts_by_floor_branch(actor)
    counts = {key: getattr(value, measure.code) for key, value in found.items() if getattr(value, measure.code)}
    most = max(counts.values(), default=0)
    return (
        {key: _tint(value, most) for key, value in counts.items()},
        {key: str(value) for key, value in counts.items()},
        str(measure.label),
    )


def _gaps() -> tuple[Crossings, dict[tuple[int, int], str], str]:
    """Covered crossings are tinted; where a room lacks its keeper or lead the tint is gone and the number says how many."""
    rooms = cloth.crossings()
    whole = Counter(_whole().values_list("room__floor_id", "small_grid__branch_id"))
    gaps = {key: str(number - whole[key]) for key, number in rooms.items() if number > whole[key]}
    return {key: FULL for key in rooms if key not in gaps}, gaps, _("缺人的房间")


def _whole():
    """The micro-grids of lived-in rooms that have both keeper and lead."""
    return MicroGrid.objects.live().filter(
        small_grid__isnull=False, lead__isnull=False, room__in=Stay.objects.live().values("room")
    )


def _tint(value: int, most: int) -> int:
    """0 for nothing, then five even steps up to the most there is."""
    return 0 if not value else max(1, -(-value * STEPS // max(most, STEPS)))
