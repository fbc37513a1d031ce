"""What the pages of grids show, put together once: the view parses and renders, the template only lays out."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.party.models import Affiliation

from .actions.calculating import SILENCE
from .bans import unheeded
from .models import Calculation, MicroGrid, Plan, PlanRoom
from .planning import college
from .queries import micro_grids, plan_rooms
from .relief import reliefs
from .wishes import name_of

MOST_COMPARABLE = 5


def context(plan: Plan) -> dict:
    """The plan in tiles, by branch, and what it could not cover."""
    rooms = plan_rooms(plan)
    left = defaultdict(list)
    for item in plan.summary.get("uncovered", []):
        left[item["room"]].append(item["role"])
    open_rooms = [row for row in rooms if "keeper" in left.get(row.room_id, ())]
    english = (get_language() or "").startswith("en")
    return {
        "plan": plan,
        "rooms": rooms,
        "is_draft": plan.state == Plan.State.DRAFT,
        "calculation": plan.calculations.filter(state__in=Calculation.UNFINISHED).first(),
        "tiles": _tiles(plan),
        "uncovered": [(row, left[row.room_id]) for row in rooms if row.room_id in left],
        "shortages": [item["en" if english else "zh"] for item in plan.summary.get("shortages", [])],
        "reliefs": reliefs(college(wishes=plan.wishes), open_rooms) if open_rooms else [],
        "branches": _by_branch(rooms),
        "changes": changes(rooms) if plan.state == Plan.State.DRAFT else None,
        "comparable": _comparable(plan),
        "in_force": MicroGrid.objects.live().exists(),
        "wished": name_of(plan.wishes),
        "bans": list(plan.bans.select_related("person", "room__floor__building", "building")),
        "unheeded": len(unheeded(plan, rooms)),
        "pinned": [row for row in rooms if row.keeper_pinned or row.lead_pinned],
        "loads": _loads(rooms),
    }


def _tiles(plan: Plan) -> list[dict]:
    found = plan.summary
    raw, roles = found.get("raw", {}), [item["role"] for item in found.get("uncovered", [])]
    rooms = found.get("rooms", 0)
    return [
        {"label": _("有网格党员"), "value": f"{rooms - roles.count('keeper')} / {rooms}", "note": _("间房")},
        {
            "label": _("有负责人"),
            "value": f"{rooms - roles.count('lead')} / {rooms}",
            "note": _("与网格党员同支部 %(n)s 间") % {"n": found["same_branch"]}
            if "same_branch" in found
            else _("间房"),
        },
        {
            "label": _("小网格"),
            "value": found.get("small_grids", 0),
            "note": _("可用党员 %(n)s") % {"n": found.get("keepers", 0)},
        },
        {"label": _("由外支部党员负责"), "value": raw.get("foreign_students", 0), "note": _("名同学")},
        {"label": _("网格党员到房间"), "value": raw.get("steps", 0), "note": _("步，全部加起来")},
        {"label": _("总代价"), "value": found.get("cost", 0), "note": _proof(found)},
    ]


def _comparable(plan: Plan) -> list[Plan]:
    """Other plans of the term that may still be chosen, the newest first."""
    open_states = (Plan.State.DRAFT, Plan.State.PUBLISHED)
    return list(Plan.objects.filter(term=plan.term, state__in=open_states).exclude(pk=plan.pk)[:MOST_COMPARABLE])


def _proof(found: dict) -> str:
    """How good the plan is known to be: what the solver proved bounds it after a change by hand, too."""
    cost, bound = found.get("cost"), found.get("bound")
    if found.get("proven") or (cost is not None and cost == bound):
        return _("已证明最优")
    if not cost or bound is None:
        return _("没有证明过")
    return _("离最优最多差 %(share).2f%%") % {"share": 100 * (cost - bound) / cost}


def _loads(rooms: list[PlanRoom]) -> list[tuple[int, int]]:
    """(rooms a keeper has, how many keepers have so many)."""
    per_keeper = Counter(row.keeper_id for row in rooms if row.keeper_id)
    return sorted(Counter(per_keeper.values()).items())


WAIT = timedelta(seconds=45)  # a worker that runs begins sooner


def is_silent(row: Calculation) -> bool:
    """Nobody seems to be at it: not begun, or not heard of, for longer than a worker would need."""
    waiting = row.state == Calculation.State.WAITING
    return row.is_unfinished and clock.now() - row.beat_at > (WAIT if waiting else SILENCE)


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
