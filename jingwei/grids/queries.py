"""Reads of grids: who answers for a room now, what is covered, what the cloth looks like."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.housing.models import Room, Stay
from jingwei.party.models import Branch
from jingwei.people.models import Person
from jingwei.terms.queries import current_term

from .models import Calculation, MicroGrid, Plan, PlanRoom, SmallGrid


@dataclass(frozen=True)
class Coverage:
    """Occupied rooms with a keeper and a lead, with either, and all occupied rooms."""

    covered: int
    occupied: int
    with_keeper: int
    with_lead: int

    @property
    def gaps(self) -> int:
        return self.occupied - self.covered

    @property
    def share(self) -> str:
        return f"{self.covered} / {self.occupied}"


@dataclass(frozen=True)
class Charge:
    """Who answers for a room: its keeper, its lead, the secretary of its branch."""

    room: Room
    micro: MicroGrid | None
    secretaries: list[Person]

    @property
    def keeper(self) -> Person | None:
        return self.micro.small_grid.keeper if self.micro and self.micro.small_grid else None

    @property
    def lead(self) -> Person | None:
        return self.micro.lead if self.micro else None

    @property
    def branch(self) -> Branch | None:
        return self.micro.small_grid.branch if self.micro and self.micro.small_grid else None


def micro_grids(rooms=None, at=None):
    """The micro-grids of now, with what a line about them needs."""
    rows = MicroGrid.objects.live(at).select_related(
        "room__floor__building", "lead", "small_grid__keeper", "small_grid__branch"
    )
    return rows if rooms is None else rows.filter(room__in=rooms)


def charges(rooms: Iterable[Room], at=None) -> dict[int, Charge]:
    """Room id → who answers for it. Three statements, however many rooms."""
    rooms = list(rooms)
    micro = {row.room_id: row for row in micro_grids(rooms, at)}
    secretaries = _secretaries({row.small_grid.branch_id for row in micro.values() if row.small_grid})
    found = {}
    for room in rooms:
        row = micro.get(room.pk)
        branch = row.small_grid.branch_id if row and row.small_grid else None
        found[room.pk] = Charge(room, row, secretaries.get(branch, []))
    return found


def charge_of(room: Room) -> Charge:
    return charges([room])[room.pk]


def coverage(at=None) -> Coverage:
    """One statement."""
    held = MicroGrid.objects.live(at).filter(room=OuterRef("pk"))
    keeper, lead = Q(keeper=True), Q(led=True)
    found = (
        Room.objects.filter(pk__in=Stay.objects.live(at).values("room"))
        .annotate(keeper=Exists(held.filter(small_grid__isnull=False)), led=Exists(held.filter(lead__isnull=False)))
        .aggregate(
            occupied=Count("pk"),
            covered=Count("pk", filter=keeper & lead),
            with_keeper=Count("pk", filter=keeper),
            with_lead=Count("pk", filter=lead),
        )
    )
    return Coverage(**found)


def lived_in(actor) -> QuerySet:
    """The rooms of the actor's reach in which somebody lives today."""
    return visible(actor, "grids.read", Room).filter(pk__in=Stay.objects.live().values("room"))


def grid_rooms(actor) -> list[tuple[SmallGrid | None, list[Charge]]]:
    """The rooms somebody answers for or lives in, by small grid: what the page «my grid» shows."""
    rooms = list(
        lived_in(actor)
        .select_related("floor__building")
        .order_by("floor__building__number", "floor__number", "position")
    )
    by_grid: dict[int | None, list[Charge]] = defaultdict(list)
    grids: dict[int | None, SmallGrid | None] = {}
    for charge in charges(rooms).values():
        grid = charge.micro.small_grid if charge.micro else None
        key = grid.pk if grid else None
        grids[key] = grid
        by_grid[key].append(charge)
    return sorted(
        ((grids[key], found) for key, found in by_grid.items()), key=lambda item: item[0].code if item[0] else ""
    )


def published_plan(term) -> Plan | None:
    return Plan.objects.filter(term=term, state=Plan.State.PUBLISHED).first()


def calculation_under_way() -> Calculation | None:
    """Of a plan."""
    plans = Calculation.objects.filter(kind=Calculation.Kind.PLAN, state__in=Calculation.UNFINISHED)
    return plans.select_related("term").first()


MOST_TRIALS = 50


def current_trials(kind: str) -> list[Calculation]:
    """What was tried out this term, the newest first."""
    return list(Calculation.objects.filter(kind=kind, term=current_term())[:MOST_TRIALS])


def plan_rooms(plan: Plan) -> list[PlanRoom]:
    """A plan's rooms in door order, with people and places."""
    return list(
        plan.rooms.select_related("room__floor__building", "keeper", "lead").order_by(
            "room__floor__building__campus", "room__floor__building__number", "room__floor__number", "room__position"
        )
    )


def _secretaries(branches: set[int]) -> dict[int, list[Person]]:
    rows = (
        Appointment.objects.live()
        .filter(role=Role.SECRETARY, unit_kind=UnitKind.BRANCH, unit_id__in=branches)
        .select_related("person")
        .order_by("pk")
    )
    found: dict[int, list[Person]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row.person)
    return found
