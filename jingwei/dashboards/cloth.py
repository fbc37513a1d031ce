"""The loom and the façades, tinted by a measure: the cloth comes from grids, the numbers from cases."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.cases.queries import open_counts_by_floor_branch, open_counts_by_room
from jingwei.gate.doors import visible
from jingwei.grids import cloth
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Building, Room, Stay

from .measures import (
    Measure,
    Scale,
    case_scale,
    room_scale,
    share_scale,
    tint_of_cases,
    tint_of_room,
    tint_of_share,
)

Crossings = dict[tuple[int, int], int]  # (floor id, branch id) → a number


@dataclass(frozen=True)
class Dye:
    """How the loom's crossings are tinted: the small number in each, what it counts, and what the tints mean."""

    tints: Crossings
    numbers: Crossings
    counts: str
    scale: Scale


def loom(actor, measure: Measure) -> dict:
    """The loom part's input. Nine statements, whatever the size of the college."""
    dye = _by_coverage() if measure.is_coverage else _by_cases(actor, measure)

    def title(floor, branch, rooms):
        place = _("%(floor)s，%(branch)s：%(rooms)s 间") % {"floor": floor, "branch": branch.short_name, "rooms": rooms}
        return f"{place}，{dye.counts} {dye.numbers.get((floor.pk, branch.pk), 0)}"

    drawn = cloth.loom(
        tints=dye.tints,
        values={key: str(number) for key, number in dye.numbers.items()},
        href=lambda floor, branch: reverse("dashboards:crossing", args=[floor.pk, branch.pk]),
        titles=title,
    )
    for branch in drawn["branches"]:
        branch["href"] = reverse("dashboards:warp", args=[branch["id"]])
    for floor in (floor for group in drawn["groups"] for floor in group["floors"]):
        floor["href"] = reverse("dashboards:weft", args=[floor["id"]])
    return {**drawn, "tone": measure.tone, "measure": dye.counts, "scale": dye.scale}


def facade(actor, building: Building, measure: Measure) -> dict:
    """The façade part's input. A keeper is named where the actor may know. Nine statements at most."""
    if measure.is_coverage:
        numbers = _missing_by_room(building)
        tints, scale = {room: tint_of_room(missing) for room, missing in numbers.items()}, room_scale()
    else:
        numbers = {room: getattr(counts, measure.code) for room, counts in open_counts_by_room(actor, building).items()}
        tints, scale = {room: tint_of_cases(number) for room, number in numbers.items()}, case_scale()
    known = set(visible(actor, "grids.read", Room).filter(floor__building=building).values_list("pk", flat=True))
    drawn = cloth.facade(building, tints=tints, known=known)
    doors = dict(Room.objects.filter(floor__building=building).values_list("number", "pk"))
    counts = _("缺的人") if measure.is_coverage else str(measure.label)
    for window in (window for floor in drawn["floors"] for window in floor["rooms"]):
        window["value"] = numbers.get(doors[window["number"]], 0)
        window["title"] = f"{window['title']}，{counts} {window['value']}"
    return {**drawn, "tone": measure.tone, "measure": counts, "scale": scale}


def _by_cases(actor, measure: Measure) -> Dye:
    """By the open or the overdue cases that the actor may count."""
    found = open_counts_by_floor_branch(actor)
    numbers = {key: number for key, value in found.items() if (number := getattr(value, measure.code))}
    tints = {key: tint_of_cases(number) for key, number in numbers.items()}
    return Dye(tints, numbers, str(measure.label), case_scale())


def _by_coverage() -> Dye:
    """By the share of rooms that have both keeper and lead; the number says how many rooms lack one."""
    rooms = cloth.crossings()
    covered = Counter(
        _kept_rooms()
        .filter(small_grid__isnull=False, lead__isnull=False)
        .values_list("room__floor_id", "small_grid__branch_id")
    )
    return Dye(
        tints={key: tint_of_share(covered[key], number) for key, number in rooms.items()},
        numbers={key: number - covered[key] for key, number in rooms.items() if number > covered[key]},
        counts=_("缺人的房间"),
        scale=share_scale(),
    )


def _missing_by_room(building: Building) -> dict[int, int]:
    """Room id → how many of keeper and lead it lacks, of every room of the building that somebody lives in."""
    lived_in = Stay.objects.live().filter(room__floor__building=building).values_list("room", flat=True)
    kept = _kept_rooms().filter(room__floor__building=building).values_list("room", "small_grid", "lead")
    return {**dict.fromkeys(lived_in, 2), **{room: (grid is None) + (lead is None) for room, grid, lead in kept}}


def _kept_rooms():
    """The micro-grids of lived-in rooms."""
    return MicroGrid.objects.live().filter(room__in=Stay.objects.live().values("room"))
