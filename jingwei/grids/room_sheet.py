"""One room of a plan: who has it, why, who else could at what cost, and what it would be to change hands with another."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.gate.doors import Denied
from jingwei.housing.models import Room
from jingwei.people.models import Person
from planner.instance.tables import Ban
from planner.why.explain import Explainer
from planner.why.sentences import counted

from .actions.adjusting import exchange_of
from .bans import bans_of
from .caps import own_caps
from .models import Plan, PlanBan, PlanRoom
from .plan_page import matching
from .planning import College, college
from .queries import plan_rooms

MOST_CHOICES, MOST_REASONED = 12, 3  # offered in the list; of these, told with their reasons
MOST_OTHERS = 12  # rooms offered at a time to change hands with


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
    cap: int | None  # set by hand for the present keeper
    bans: list[PlanBan]  # who shall not have the room, or its building, in this role

    @property
    def people(self) -> set[int]:
        """Whom it names."""
        named = {person for person, _label in self.choices} | {ban.person_id for ban in self.bans}
        return named | ({self.person.pk} if self.person else set())

    @property
    def is_banned(self) -> bool:
        """Whoever has it shall not have it: the next planning gives it to somebody else."""
        return self.person is not None and self.person.pk in {ban.person_id for ban in self.bans}


def room_sheet(plan: Plan, room: int, role: str) -> RoomSheet:
    """Raises Denied where the plan has no such room."""
    rooms = _rooms(plan)
    if room not in rooms:
        raise Denied
    row, known = rooms[room], college(wishes=plan.wishes)
    told = _explained(known, rooms, room, role, bans_of(known, plan))
    return RoomSheet(
        room=row.room,
        row=row,
        role=role,
        person=getattr(row, role),
        pinned=getattr(row, f"{role}_pinned"),
        reasons=_reasons(told) if told else [],
        choices=[(swap.person, _choice(known, swap)) for swap in told.next] if told else [],
        cap=own_caps(plan.term).get(row.keeper_id),
        bans=_bans(plan, row, role),
    )


def holder(plan: Plan, room: int, role: str) -> int:
    """Who has the room now. Raises Denied where the plan has no such room, or nobody has it."""
    found = plan.rooms.filter(room=room).values_list(f"{role}_id", flat=True).first()
    if found is None:
        raise Denied
    return found


def _bans(plan: Plan, row: PlanRoom, role: str) -> list[PlanBan]:
    here = Q(room=row.room_id) | Q(building=row.room.floor.building_id)
    return list(plan.bans.filter(here, role=role).select_related("person", "room__floor__building", "building"))


@dataclass
class Swapping:
    """Two rooms that may change hands: whose they are, what it would cost, what stands against it."""

    row: PlanRoom
    other: PlanRoom
    first: Person | None  # who has the room now, and would have the other
    second: Person | None
    cost: str
    broken: list[str]
    pinned: bool  # one of them is held now


def swapping(plan: Plan, room: int, other: int, role: str) -> Swapping:
    """Raises Denied where the plan has no such rooms."""
    rooms = _rooms(plan)
    if room not in rooms or other not in rooms:
        raise Denied
    row, against = rooms[room], rooms[other]
    cost, broken = _cost(plan, rooms, room, other, role)
    return Swapping(
        row=row,
        other=against,
        first=getattr(row, role),
        second=getattr(against, role),
        cost=cost,
        broken=broken,
        pinned=any(getattr(found, f"{role}_pinned") for found in (row, against)),
    )


def others(plan: Plan, room: int, words: str) -> tuple[PlanRoom, list[PlanRoom]]:
    """The room, and some to change hands with: found by place or name, or else the neighbours along the floor."""
    rows = plan_rooms(plan)
    here = next((row for row in rows if row.room_id == room), None)
    if here is None:
        raise Denied
    near = [row for row in rows if row.room.floor_id == here.room.floor_id]
    found = matching(rows, None, words) if words else near
    return here, [row for row in found if row.room_id != room][:MOST_OTHERS]


def _cost(plan: Plan, rooms: dict[int, PlanRoom], room: int, other: int, role: str) -> tuple[str, list[str]]:
    try:
        exchange, broken = exchange_of(college(wishes=plan.wishes), rooms, room=room, other=other, role=role)
    except ValidationError as error:
        return "", error.messages
    zh, en = counted(exchange.terms, exchange.difference)
    return (en if _in_english() else zh), broken


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


def _rooms(plan: Plan) -> dict[int, PlanRoom]:
    return {row.room_id: row for row in plan.rooms.select_related("room__floor__building", "keeper", "lead")}


def _reasons(told) -> list[str]:
    """Why it is as it is, and what the nearest alternatives would change."""
    sentences = told.en if _in_english() else told.zh
    return sentences[: len(sentences) - max(0, len(told.next) - MOST_REASONED)]


def _explained(known: College, rooms: dict[int, PlanRoom], room: int, role: str, bans: list[Ban]):
    if room not in known.row:
        return None  # nobody lives there any more
    names = {person.pk: person.name for person in known.people.values()}
    places = {found.pk: str(found) for found in known.rooms}
    explainer = Explainer(known.problem, known.answer_of_known(rooms), name=names.get, place=places.get, pins=bans)
    return explainer.room(room, role, count=MOST_CHOICES)


def _choice(known: College, swap) -> str:
    name = known.people[swap.person].name
    price = _("代价 %(sign)s%(cost)s") % {"sign": "+" if swap.difference > 0 else "", "cost": swap.difference}
    if swap.gives_back is None:
        return f"{name} · {price}"
    back = next(room for room in known.rooms if room.pk == swap.gives_back)
    return _("%(name)s · %(price)s，交出 %(room)s") % {"name": name, "price": price, "room": back}
