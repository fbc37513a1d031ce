"""A draft by hand: give a room to somebody, hold it there, let it go."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.grids.models import PlanRoom
from jingwei.grids.planning import College, college
from jingwei.grids.summary import summarise
from jingwei.grids.wording import broken_rule, refusal
from planner.check import check
from planner.explain import Explainer, Swap
from planner.tables import ProblemError

from .drafting import draft

ROLES = ("keeper", "lead")


def assign_room(actor, pk: int, *, room: int, keeper: int | None = None, lead: int | None = None) -> PlanRoom:
    """Give a room of a draft to a keeper or a lead, and hold it there when planning again.

    Who has as many rooms as they may have gives one back in exchange, as `price_of` said before.
    Raises ValidationError where a hard rule stands against it.
    """
    role, person = ("keeper", keeper) if keeper else ("lead", lead)
    with draft(actor, pk, verb="grids.assign", room=room, role=role, person=person) as plan:
        known, rooms = college(), {row.room_id: row for row in plan.rooms.select_for_update()}
        _still_true(known, rooms)
        swap = price_of(known, rooms, room=room, person=person, role=role)
        _put(rooms[room], role, person, pinned=True)
        changed = [rooms[room]]
        if swap.gives_back is not None:
            if getattr(rooms[swap.gives_back], f"{role}_pinned"):
                raise ValidationError(
                    _("要交换的 %(room)s 已固定，先取消那间的固定") % {"room": known.rooms[known.row[swap.gives_back]]}
                )
            _put(rooms[swap.gives_back], role, swap.replaces, pinned=False)
            changed.append(rooms[swap.gives_back])
        answer = known.answer(rooms)
        _refuse_broken(known, answer)
        PlanRoom.objects.bulk_update(changed, ["keeper", "lead", "keeper_pinned", "lead_pinned"])
        plan.summary = {**plan.summary, **summarise(known, answer), "proven": False}  # no longer what was proven
    return rooms[room]


def pin_room(actor, pk: int, *, room: int, role: str) -> None:
    """Hold a room where it is when planning again."""
    with draft(actor, pk, verb="grids.pin", room=room, role=role) as plan:
        held = plan.rooms.filter(room=room, **{f"{_known(role)}__isnull": False})
        if not held.update(**{f"{role}_pinned": True}):
            raise ValidationError(_("这间房还没有人，不能固定"))


def unpin_room(actor, pk: int, *, room: int, role: str) -> None:
    """The next planning may move the room again."""
    with draft(actor, pk, verb="grids.unpin", room=room, role=role) as plan:
        plan.rooms.filter(room=room).update(**{f"{_known(role)}_pinned": False})


def price_of(known: College, rooms: dict[int, PlanRoom], *, room: int, person: int, role: str) -> Swap:
    """What giving the room to the person would cost, the rest of the draft left as it is. Raises ValidationError."""
    if room not in known.row or room not in rooms:
        raise ValidationError(_("这间房现在没有人住，或不在这份方案里"))
    try:
        return Explainer(known.problem, known.answer(rooms)).swap(room, person, role)
    except ProblemError as error:
        raise ValidationError(refusal(known, room=room, person=person, role=role)) from error


def _known(role: str) -> str:
    if role not in ROLES:
        raise ValidationError(_("只能固定网格党员或负责人"))
    return role


def _still_true(known: College, rooms: dict[int, PlanRoom]) -> None:
    """Since the draft was made people may have left; then no price holds, and planning anew is the way."""
    if broken := check(known.problem, known.answer(rooms)):
        raise ValidationError(_("方案做好以后名册变了，请先重新计算：%(why)s") % {"why": broken_rule(known, broken[0])})


def _refuse_broken(known: College, answer) -> None:
    if broken := check(known.problem, answer):
        raise ValidationError(_("这样安排不行：%(why)s") % {"why": broken_rule(known, broken[0])})


def _put(row: PlanRoom, role: str, person: int | None, *, pinned: bool) -> None:
    setattr(row, f"{role}_id", person)
    setattr(row, f"{role}_pinned", pinned)
