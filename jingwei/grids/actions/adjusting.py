"""A draft by hand: give a room to somebody, hold it there, let it go."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.grids.models import Plan, PlanRoom
from jingwei.grids.planning import College, college
from jingwei.grids.summary import summarise
from planner.check import check
from planner.explain import Explainer, Swap
from planner.problem import ProblemError

from .drafting import draft

ROLES = ("keeper", "lead")


def assign_room(actor, pk: int, *, room: int, keeper: int | None = None, lead: int | None = None) -> PlanRoom:
    """Give a room of a draft to a keeper or a lead, and hold it there when planning again.

    Who has as many rooms as they may have gives one back in exchange, as `price_of` said before.
    Raises ValidationError where a hard rule stands against it.
    """
    role, person = ("keeper", keeper) if keeper else ("lead", lead)
    known = college()
    with draft(actor, pk, verb="grids.assign", room=room, role=role, person=person) as plan:
        rooms = {row.room_id: row for row in plan.rooms.select_for_update()}
        swap = price_of(known, rooms, room=room, person=person, role=role)
        _put(rooms[room], role, person, pinned=True)
        changed = [rooms[room]]
        if swap.gives_back is not None:
            _put(rooms[swap.gives_back], role, swap.replaces, pinned=False)
            changed.append(rooms[swap.gives_back])
        answer = known.answer(rooms)
        if broken := check(known.problem, answer):
            raise ValidationError(_("这样安排不行：%(why)s") % {"why": broken[0].message})
        PlanRoom.objects.bulk_update(changed, ["keeper", "lead", "keeper_pinned", "lead_pinned"])
        plan.summary = {**_proof_lost(plan), **summarise(known, answer)}
    return rooms[room]


def unpin_room(actor, pk: int, *, room: int) -> None:
    """The next planning may move the room again."""
    with draft(actor, pk, verb="grids.unpin", room=room) as plan:
        plan.rooms.filter(room=room).update(keeper_pinned=False, lead_pinned=False)


def price_of(known: College, rooms: dict[int, PlanRoom], *, room: int, person: int, role: str) -> Swap:
    """What giving the room to the person would cost, the rest of the draft left as it is. Raises ValidationError."""
    if room not in known.row or room not in rooms:
        raise ValidationError(_("这间房现在没有人住，或不在这份方案里"))
    try:
        return Explainer(known.problem, known.answer(rooms)).swap(room, person, role)
    except ProblemError as error:
        raise ValidationError(_("这位不能负责这间房：性别不符、已免任或不在名单里")) from error


def _put(row: PlanRoom, role: str, person: int | None, *, pinned: bool) -> None:
    setattr(row, f"{role}_id", person)
    setattr(row, f"{role}_pinned", pinned)


def _proof_lost(plan: Plan) -> dict:
    """Adjusted by hand, the plan is no longer what was proven; how far it may be off still is."""
    return {**plan.summary, "proven": False}
