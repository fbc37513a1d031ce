"""The cloth: floors crossed with branches (the loom), and a building seen from the front (the façade).

Both come in the shape of the parts that draw them (docs/parts.md); whoever asks brings the tints.
"""

from collections import Counter, defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.housing.models import Building, Floor, Room, Stay
from jingwei.housing.queries import occupied_rooms
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person

from .models import MicroGrid, Plan
from .queries import micro_grids

HUES = 12


def hues() -> dict[int, int]:
    """Branch id → the number of its colour, 1 to 12, in the branches' order."""
    ids = Branch.objects.filter(kind=Branch.Kind.STUDENT).order_by("code").values_list("pk", flat=True)
    return {pk: number % HUES + 1 for number, pk in enumerate(ids)}


def crossings(at=None) -> dict[tuple[int, int], int]:
    """(floor id, branch id) → occupied rooms of the branch's large grid on that floor."""
    rows = MicroGrid.objects.live(at).filter(small_grid__isnull=False, room__in=Stay.objects.live(at).values("room"))
    return dict(Counter(rows.values_list("room__floor_id", "small_grid__branch_id")))


def loom(*, tints: dict[tuple[int, int], int], values: dict[tuple[int, int], str], href, titles) -> dict:
    """Floors × branches in the shape of the loom part. `href(floor, branch)` and `titles(floor, branch, rooms)` per crossing."""
    colours, rooms = hues(), crossings()
    branches = list(Branch.objects.filter(kind=Branch.Kind.STUDENT, closed=False))
    totals = Counter(room.floor_id for room in occupied_rooms())
    groups: list[dict] = []
    for floor in Floor.objects.select_related("building").order_by("building__number", "-number"):
        if not totals[floor.pk]:
            continue
        if not groups or groups[-1]["building"] != str(floor.building):
            groups.append({"building": str(floor.building), "floors": []})
        cells = []
        for branch in branches:
            key = (floor.pk, branch.pk)
            if key not in rooms:
                cells.append(None)
                continue
            cells.append(
                {
                    "rooms": rooms[key],
                    "value": values.get(key, ""),
                    "tint": tints.get(key, 0),
                    "href": href(floor, branch),
                    "title": titles(floor, branch, rooms[key]),
                }
            )
        groups[-1]["floors"].append(
            {
                "id": floor.pk,
                "label": _("%(floor)s 层") % {"floor": floor.number},
                "total": totals[floor.pk],
                "cells": cells,
            }
        )
    heads = [{"id": branch.pk, "label": branch.short_name, "hue": colours[branch.pk]} for branch in branches]
    return {"branches": heads, "groups": groups}


def facade(
    building: Building,
    *,
    plan: Plan | None = None,
    tints: dict[int, int] | None = None,
    href=None,
    known: set[int] | None = None,
    marked: set[int] | None = None,
) -> dict:
    """A building floor by floor: of a plan, or of what is in force. Five statements.

    `known`: the rooms whose keeper the reader may know by name; without it, all. `marked`: rooms that changed hands.
    """
    rooms = list(
        Room.objects.filter(floor__building=building, pk__in=Stay.objects.live().values("room"))
        .select_related("floor")
        .order_by("floor__number", "position")
    )
    held = _kept_by_plan(plan, rooms) if plan else _kept_now(rooms)
    colours = hues()
    link = href or (lambda room: reverse("housing:room", args=[room.pk]))
    floors: dict[int, list[dict]] = defaultdict(list)
    before: dict[int, int | None] = {}
    for room in rooms:
        keeper, branch = held.get(room.pk, (None, None))
        windows = floors[room.floor.number]
        starts = not windows or before[room.floor.number] != (keeper and keeper.pk)
        if starts and windows:
            windows[-1]["ends"] = True
        before[room.floor.number] = keeper and keeper.pk
        windows.append(
            {
                "number": room.number,
                "href": link(room),
                "tint": (tints or {}).get(room.pk, 0),
                "hue": colours.get(branch) if keeper else None,
                "starts": starts,
                "ends": False,
                "value": _("换") if marked and room.pk in marked else "",
                "title": _title(room, keeper) if known is None or room.pk in known else room.number,
            }
        )
    for windows in floors.values():
        windows[-1]["ends"] = True
    present = {branch for _keeper, branch in held.values() if branch in colours}
    names = dict(Branch.objects.filter(pk__in=present).values_list("pk", "short_name"))
    return {
        "building": str(building),
        "branches": [{"label": names[pk], "hue": colours[pk]} for pk in sorted(present, key=colours.get)],
        "floors": [
            {"label": _("%(floor)s 层") % {"floor": number}, "rooms": windows}
            for number, windows in sorted(floors.items())
        ],
    }


def _title(room: Room, keeper: Person | None) -> str:
    return _("%(room)s，%(keeper)s") % {"room": room.number, "keeper": keeper.name if keeper else _("还没有网格党员")}


Kept = dict[int, tuple[Person, int | None]]  # room id → its keeper and the keeper's branch


def _kept_now(rooms: list[Room]) -> Kept:
    return {
        row.room_id: (row.small_grid.keeper, row.small_grid.branch_id) for row in micro_grids(rooms) if row.small_grid
    }


def _kept_by_plan(plan: Plan, rooms: list[Room]) -> Kept:
    rows = list(plan.rooms.filter(room__in=rooms, keeper__isnull=False).select_related("keeper"))
    live = Affiliation.objects.live().filter(person__in=[row.keeper_id for row in rows])
    branches = dict(live.values_list("person_id", "branch_id"))
    return {row.room_id: (row.keeper, branches.get(row.keeper_id)) for row in rows}
