"""What the pages of grids show, put together once: the view parses and renders, the template only lays out."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.gate.doors import Denied, visible
from jingwei.housing.models import Room, Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

from .models import Plan, PlanRoom
from .planning import College, college
from .queries import micro_grids, plan_rooms

MOST_CHOICES, MOST_REASONED = 12, 3  # offered in the list; of these, told with their reasons


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


def context(plan: Plan) -> dict:
    """The plan in tiles, by branch, and what it could not cover."""
    rooms = plan_rooms(plan)
    left = defaultdict(list)
    for item in plan.summary.get("uncovered", []):
        left[item["room"]].append(item["role"])
    english = (get_language() or "").startswith("en")
    return {
        "plan": plan,
        "rooms": rooms,
        "is_draft": plan.state == Plan.State.DRAFT,
        "tiles": _tiles(plan),
        "uncovered": [(row, left[row.room_id]) for row in rooms if row.room_id in left],
        "shortages": [item["en" if english else "zh"] for item in plan.summary.get("shortages", [])],
        "branches": _by_branch(rooms),
        "changes": changes(rooms) if plan.state == Plan.State.DRAFT else None,
        "pinned": [row for row in rooms if row.keeper_pinned or row.lead_pinned],
        "loads": _loads(rooms),
    }


def _tiles(plan: Plan) -> list[dict]:
    found = plan.summary
    raw, roles = found.get("raw", {}), [item["role"] for item in found.get("uncovered", [])]
    rooms = found.get("rooms", 0)
    proof = _("最优，已证明") if found.get("proven") else _("离最优最多差 %(gap)s") % {"gap": found.get("gap", "–")}
    return [
        {"label": _("有网格党员"), "value": f"{rooms - roles.count('keeper')} / {rooms}", "note": _("间房")},
        {"label": _("有负责人"), "value": f"{rooms - roles.count('lead')} / {rooms}", "note": _("间房")},
        {
            "label": _("小网格"),
            "value": found.get("small_grids", 0),
            "note": _("可用党员 %(n)s") % {"n": found.get("keepers", 0)},
        },
        {"label": _("由外支部党员负责"), "value": raw.get("foreign_students", 0), "note": _("名同学")},
        {"label": _("网格党员到房间"), "value": raw.get("steps", 0), "note": _("步，全部加起来")},
        {"label": _("总代价"), "value": found.get("cost", 0), "note": proof},
    ]


def _loads(rooms: list[PlanRoom]) -> list[tuple[int, int]]:
    """(rooms a keeper has, how many keepers have so many)."""
    per_keeper = Counter(row.keeper_id for row in rooms if row.keeper_id)
    return sorted(Counter(per_keeper.values()).items())


@dataclass(frozen=True)
class BranchLine:
    """What a branch would keep: its large grid in numbers."""

    name: str
    keepers: int
    rooms: int
    most: int  # rooms of whoever has most


def _by_branch(rooms: list[PlanRoom]) -> list[BranchLine]:
    """By the branch that each keeper belongs to today."""
    loads = Counter(row.keeper_id for row in rooms if row.keeper_id)
    live = Affiliation.objects.live().filter(person__in=loads).select_related("branch").order_by("branch__code")
    found: dict[str, list[int]] = defaultdict(list)
    for row in live:
        found[row.branch.name].append(loads[row.person_id])
    return [BranchLine(name, len(counts), sum(counts), max(counts)) for name, counts in found.items()]


@dataclass(frozen=True)
class Changes:
    """What publishing would do to what is in force."""

    keepers: int  # rooms that get another keeper
    leads: int
    starting: int  # people who get their first grid or room
    ending: int  # people who hand over and keep nothing


def changes(rooms: list[PlanRoom]) -> Changes:
    present = {row.room_id: row for row in micro_grids()}
    keeper_now = {room: row.small_grid.keeper_id for room, row in present.items() if row.small_grid}
    lead_now = {room: row.lead_id for room, row in present.items() if row.lead_id}
    before = set(keeper_now.values()) | set(lead_now.values())
    after = {person for row in rooms for person in (row.keeper_id, row.lead_id) if person}
    return Changes(
        keepers=sum(row.keeper_id != keeper_now.get(row.room_id) for row in rooms),
        leads=sum(row.lead_id != lead_now.get(row.room_id) for row in rooms),
        starting=len(after - before),
        ending=len(before - after),
    )


def matching(rooms: list[PlanRoom], building, words: str) -> list[PlanRoom]:
    """The rooms of the building or, where something is searched for, all whose number, keeper or lead has it."""
    if not words:
        return [row for row in rooms if row.room.floor.building_id == building.pk]
    return [
        row for row in rooms if any(words in str(part) for part in (row.room, row.keeper, row.lead) if part is not None)
    ]


def building_tabs(plan: Plan, buildings, chosen) -> list[dict]:
    url = reverse("grids:plan", args=[plan.pk])
    return [{"url": f"{url}?building={row.pk}", "label": str(row), "active": row.pk == chosen.pk} for row in buildings]


def room_link(plan: Plan):
    return lambda room: reverse("grids:plan-room", args=[plan.pk, room.pk])


@dataclass
class RoomSheet:
    """One room of a plan: who has it, why, and who else could at what cost."""

    room: Room
    row: PlanRoom
    role: str
    person: Person | None
    pinned: bool
    reasons: list[str]
    choices: list[tuple[int, str]]


def room_sheet(plan: Plan, room: int, role: str) -> RoomSheet:
    """Raises Denied where the plan has no such room."""
    rooms = {row.room_id: row for row in plan.rooms.select_related("room__floor__building", "keeper", "lead")}
    if room not in rooms:
        raise Denied
    row, known = rooms[room], college()
    told = _explained(known, rooms, room, role)
    return RoomSheet(
        room=row.room,
        row=row,
        role=role,
        person=getattr(row, role),
        pinned=getattr(row, f"{role}_pinned"),
        reasons=_reasons(told) if told else [],
        choices=[(swap.person, _choice(known, swap)) for swap in told.next] if told else [],
    )


def _reasons(told) -> list[str]:
    """Why it is as it is, and what the nearest alternatives would change."""
    sentences = told.en if (get_language() or "").startswith("en") else told.zh
    return sentences[: len(sentences) - max(0, len(told.next) - MOST_REASONED)]


def _explained(known: College, rooms: dict[int, PlanRoom], room: int, role: str):
    from planner.explain import Explainer

    if room not in known.row:
        return None  # nobody lives there any more
    names = {person.pk: person.name for person in known.people.values()}
    places = {found.pk: str(found) for found in known.rooms}
    explainer = Explainer(known.problem, known.answer_of_known(rooms), name=names.get, place=places.get)
    return explainer.room(room, role, count=MOST_CHOICES)


def _choice(known: College, swap) -> str:
    name = known.people[swap.person].name
    price = _("代价 %(sign)s%(cost)s") % {"sign": "+" if swap.difference > 0 else "", "cost": swap.difference}
    if swap.gives_back is None:
        return f"{name} · {price}"
    back = next(room for room in known.rooms if room.pk == swap.gives_back)
    return _("%(name)s · %(price)s，交出 %(room)s") % {"name": name, "price": price, "room": back}
