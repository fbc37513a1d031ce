"""What the pages of grids show, put together once: the view parses and renders, the template only lays out."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.gate.doors import Denied, visible
from jingwei.housing.models import Room, Stay
from jingwei.people.models import Person

from .models import Plan, PlanRoom
from .planning import College, college
from .queries import plan_rooms

MOST_CHOICES = 12


def roster(actor, rooms) -> dict[int, list[Stay]]:
    """Room id → who lives there, as far as the actor may see it."""
    found: dict[int, list[Stay]] = defaultdict(list)
    rows = visible(actor, "stays.read", Stay).live().filter(room__in=rooms)
    for stay in rows.select_related("person").order_by("room_id", "bed"):
        found[stay.room_id].append(stay)
    return found


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
        "is_draft": plan.state == Plan.State.DRAFT,
        "tiles": _tiles(plan),
        "uncovered": [(row, left[row.room_id]) for row in rooms if row.room_id in left],
        "shortages": [item["en" if english else "zh"] for item in plan.summary.get("shortages", [])],
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
        reasons=(told.en if (get_language() or "").startswith("en") else told.zh) if told else [],
        choices=[(swap.person, _choice(known, swap)) for swap in told.next] if told else [],
    )


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
