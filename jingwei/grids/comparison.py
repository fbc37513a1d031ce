"""Two divisions of the same rooms, beside each other: two plans, or a plan and what is in force."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.housing.models import Building, Room
from jingwei.people.models import Person
from planner.instance.tables import Plan as Answer

from . import cloth
from .models import Plan
from .outlook import Counts, counts
from .planning import College, college
from .queries import micro_grids, plan_rooms


@dataclass(frozen=True)
class Held:
    """Who has a room."""

    room: Room
    keeper: Person | None
    lead: Person | None

    @property
    def people(self) -> tuple[int | None, int | None]:
        return (self.keeper and self.keeper.pk, self.lead and self.lead.pk)


@dataclass(frozen=True)
class Division:
    """One of the two: a plan, or, without one, what is in force."""

    plan: Plan | None
    held: dict[int, Held]  # by room

    @property
    def label(self) -> str:
        if self.plan is None:
            return _("现行方案")
        return _("方案 %(number)s · %(state)s") % {"number": self.plan.pk, "state": self.plan.get_state_display()}

    def facade(self, building: Building, marked: set[int]) -> dict:
        href = (lambda room: reverse("grids:plan-room", args=[self.plan.pk, room.pk])) if self.plan else None
        drawn = cloth.facade(building, plan=self.plan, href=href, marked=marked)
        return {**drawn, "key": f"{self.plan.pk if self.plan else 0}-"}

    def counts(self, known: College) -> Counts:
        found = [self.held.get(room.pk) for room in known.rooms]
        people = [held.people if held else (None, None) for held in found]
        return counts(known.problem, Answer([keeper for keeper, _lead in people], [lead for _keeper, lead in people]))


@dataclass(frozen=True)
class Line:
    """One thing that is counted, in both."""

    label: str
    first: int
    second: int

    @property
    def difference(self) -> str:
        more = self.second - self.first
        if not more:
            return _("一样")
        return (_("多 %(n)s") if more > 0 else _("少 %(n)s")) % {"n": abs(more)}


@dataclass(frozen=True)
class Change:
    """A room that one of the two gives to somebody else."""

    room: Room
    first: Held | None
    second: Held | None

    def of(self, role: str) -> tuple[str, str] | None:
        before, after = (getattr(held, role) if held else None for held in (self.first, self.second))
        return None if before == after else (before.name if before else "", after.name if after else "")

    @property
    def keeper(self) -> tuple[str, str] | None:
        return self.of("keeper")

    @property
    def lead(self) -> tuple[str, str] | None:
        return self.of("lead")


def of_plan(plan: Plan) -> Division:
    return Division(plan, {row.room_id: Held(row.room, row.keeper, row.lead) for row in plan_rooms(plan)})


def in_force() -> Division:
    rows = micro_grids().order_by("room__floor__building__number", "room__floor__number", "room__position")
    held = {row.room_id: Held(row.room, row.small_grid and row.small_grid.keeper, row.lead) for row in rows}
    return Division(None, held)


def context(first: Division, second: Division, building: str) -> dict:
    """Numbers by today's rosters, the building asked for from both sides, and every room that differs."""
    known, buildings = college(), list(Building.objects.order_by("number"))
    chosen = next((row for row in buildings if str(row.pk) == building), buildings[0])
    found = list(_changes(first, second))
    marked = {change.room.pk for change in found}
    return {
        "first": first,
        "second": second,
        "lines": _lines(first.counts(known), second.counts(known)),
        "building": chosen,
        "tabs": [
            {
                "url": f"?building={row.pk}",
                "label": str(row),
                "active": row.pk == chosen.pk,
                "count": sum(change.room.floor.building_id == row.pk for change in found) or None,
            }
            for row in buildings
        ],
        "sides": [(side, side.facade(chosen, marked)) for side in (first, second)],
        "changes": [
            (row, of_row)
            for row in buildings
            if (of_row := [change for change in found if change.room.floor.building_id == row.pk])
        ],
        "total": len(found),
        "named": _named((first, second), known, chosen, found),
    }


def _named(sides: Iterable[Division], known: College, building: Building, changes: Iterable[Change]) -> set[int]:
    """Whom the page names: the keepers on the façades, and before and after of each change."""
    found = set()
    for side in sides:
        here = [held for room, held in side.held.items() if room in known.row]
        found |= {held.keeper for held in here if held.room.floor.building_id == building.pk}
    for change in changes:
        for held in filter(None, (change.first, change.second)):
            found |= {held.keeper} if change.keeper else set()
            found |= {held.lead} if change.lead else set()
    return {person.pk for person in found if person}


def _changes(first: Division, second: Division) -> Iterator[Change]:
    for room in {**first.held, **second.held}:
        one, other = first.held.get(room), second.held.get(room)
        if (one and one.people) != (other and other.people):
            yield Change((one or other).room, one, other)


def _lines(first: Counts, second: Counts) -> list[Line]:
    return [
        Line(_("由外支部党员负责的同学"), first.foreign, second.foreign),
        Line(_("负责人不住在本室的房间"), first.lead_away, second.lead_away),
        Line(_("网格党员到房间的全部步数"), first.steps, second.steps),
        Line(_("间数偏多偏少的人"), first.outside, second.outside),
        Line(_("与现行方案相比换网格党员的房间"), first.changed, second.changed),
        Line(_("小网格不相连之处"), first.fragments, second.fragments),
        Line(_("党小组主楼以外的房间"), first.outside_group, second.outside_group),
        Line(_("没有网格党员的房间"), first.uncovered, second.uncovered),
    ]
