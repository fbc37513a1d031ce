"""«My grid»: the rooms somebody answers for or lives in, who lives there, and what of it is not as it should be."""

from collections import defaultdict

from django.urls import reverse

from jingwei.gate.doors import visible
from jingwei.housing.models import Stay


def roster(actor, rooms) -> dict[int, list[Stay]]:
    """Room id → who lives there, as far as the actor may see it."""
    found: dict[int, list[Stay]] = defaultdict(list)
    rows = visible(actor, "stays.read", Stay).live().filter(room__in=rooms)
    for stay in rows.select_related("person").order_by("room_id", "bed"):
        found[stay.room_id].append(stay)
    return found


MOST_ROOMS = 40  # on one page of «my grid»; who answers for more sees one building at a time


def one_building(grids, chosen: str) -> tuple[list, list[dict]]:
    """The grids' rooms in the chosen building, and the tabs of buildings; no tabs where the page holds them all."""
    buildings = {
        charge.room.floor.building.pk: charge.room.floor.building for _grid, found in grids for charge in found
    }
    if sum(len(found) for _grid, found in grids) <= MOST_ROOMS or len(buildings) < 2:
        return grids, []
    present = next((row for row in buildings.values() if str(row.pk) == chosen), next(iter(buildings.values())))
    url = reverse("grids:mine")
    tabs = [
        {"url": f"{url}?building={row.pk}", "label": str(row), "active": row == present}
        for row in sorted(buildings.values(), key=lambda row: row.number)
    ]
    inside = [
        (grid, [charge for charge in found if charge.room.floor.building_id == present.pk]) for grid, found in grids
    ]
    return [(grid, found) for grid, found in inside if found], tabs


def with_people(grids, people: dict[int, list[Stay]]) -> list[dict]:
    return [
        {
            "grid": grid,
            "rooms": [{"charge": charge, "stays": people.get(charge.room.pk, [])} for charge in charges],
        }
        for grid, charges in grids
    ]
