"""A draft by hand: give a room to somebody, let two rooms change hands, hold a room, let it go, set who keeps how many."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from jingwei.gate.doors import change, create, one
from jingwei.grids.bans import bans_of, is_banned, unheeded
from jingwei.grids.caps import LEAST_CAP, MOST_CAP
from jingwei.grids.models import KeeperCap, Plan, PlanRoom
from jingwei.grids.planning import College, college
from jingwei.grids.summary import summarise
from jingwei.grids.wording import broken_rule, refusal
from jingwei.party.models import Affiliation, Branch
from planner.instance.tables import Ban, ProblemError
from planner.proof.check import Violation, check
from planner.why.boards import Exchange, Swap
from planner.why.explain import Explainer

from .drafting import CAPABILITY, draft, refuse_unless_draft, refuse_while_calculated, term_to_plan

ROLES = ("keeper", "lead")
COLUMNS = ("keeper_id", "lead_id", "keeper_pinned", "lead_pinned")
Rooms = dict[int, PlanRoom]  # by room id


@dataclass(frozen=True)
class Sheet:
    """A draft as it is read for a price, before anything is locked."""

    known: College
    rooms: Rooms
    bans: list[Ban]

    def place(self, room: int) -> str:
        return str(self.known.rooms[self.known.row[room]])


def assign_room(actor, pk: int, *, room: int, keeper: int | None = None, lead: int | None = None) -> PlanRoom:
    """Give a room of a draft to a keeper or a lead, and hold it there when planning again.

    Who has as many rooms as they may have gives one back in exchange, as `price_of` said before.
    Raises ValidationError where a hard rule stands against it.
    """
    role, person = ("keeper", keeper) if keeper else ("lead", lead)
    sheet = _read(actor, pk)
    swap = price_of(sheet.known, sheet.rooms, room=room, person=person, role=role, bans=sheet.bans)
    told = {"room": room, "role": role, "person": person, "place": sheet.place(room)}
    if swap.gives_back is not None:
        told["back"] = sheet.place(swap.gives_back)
        if getattr(sheet.rooms[swap.gives_back], f"{role}_pinned"):
            raise ValidationError(_("要交换的 %(room)s 已固定，先取消那间的固定") % {"room": told["back"]})
    with _changing(actor, pk, sheet, verb="grids.assign_back" if "back" in told else "grids.assign", **told) as rooms:
        _put(rooms[room], role, person, pinned=True)
        if swap.gives_back is not None:
            _put(rooms[swap.gives_back], role, swap.replaces, pinned=False)
    return rooms[room]


def swap_rooms(actor, pk: int, *, room: int, other: int, role: str, hold: bool = True) -> None:
    """Let two rooms of a draft change hands. The same again takes it back, with `hold=False` as loose as it was before.

    Raises ValidationError where a hard rule stands against it; `exchange_of` says so, and the cost, before.
    """
    sheet = _read(actor, pk)
    exchange_of(sheet.known, sheet.rooms, room=room, other=other, role=named_role(role))
    told = {"room": room, "other": other, "role": role, "place": sheet.place(room), "back": sheet.place(other)}
    with _changing(actor, pk, sheet, verb="grids.swap", **told) as rooms:
        first, second = (getattr(rooms[found], f"{role}_id") for found in (room, other))
        _put(rooms[room], role, second, pinned=hold and second is not None)
        _put(rooms[other], role, first, pinned=hold and first is not None)


def pin_room(actor, pk: int, *, room: int, role: str) -> None:
    """Hold a room where it is when planning again."""
    with draft(actor, pk, verb="grids.pin", room=room, role=role) as plan:
        held = plan.rooms.filter(room=room, **{f"{named_role(role)}__isnull": False})
        if any(ban.role == role for _row, ban in unheeded(plan, held.select_related("room__floor"))):
            raise ValidationError(_("已说明这里不由这个人负责，先取消那一条"))
        if not held.update(**{f"{role}_pinned": True}):
            raise ValidationError(_("这间房还没有人，不能固定"))


def unpin_room(actor, pk: int, *, room: int, role: str) -> None:
    """The next planning may move the room again."""
    with draft(actor, pk, verb="grids.unpin", room=room, role=role) as plan:
        plan.rooms.filter(room=room).update(**{f"{named_role(role)}_pinned": False})


def set_cap(actor, *, person: int, rooms: int | None) -> KeeperCap:
    """How many rooms a member may keep this term; None leaves it to the branch's share again. The next planning heeds it."""
    term = term_to_plan(actor, None)
    if rooms not in (None, LEAST_CAP, MOST_CAP):
        raise ValidationError(
            _("一名网格党员最多负责 %(least)s 间或 %(most)s 间") % {"least": LEAST_CAP, "most": MOST_CAP}
        )
    members = Affiliation.objects.live().filter(standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT)
    if not members.filter(person=person).exists():
        raise ValidationError(_("只有学生党员任网格党员"))
    verb = "grids.free_cap" if rooms is None else "grids.set_cap"
    row = KeeperCap.objects.filter(term=term, person=person).first()
    if row:
        with change(actor, CAPABILITY, KeeperCap, row.pk, verb=verb, rooms=rooms) as held:
            held.rooms = rooms
        return held
    try:
        return create(actor, CAPABILITY, KeeperCap(term=term, person_id=person, rooms=rooms), verb=verb, rooms=rooms)
    except IntegrityError as error:
        raise ValidationError(_("刚刚有人改过，请再看一眼")) from error


def price_of(known: College, rooms: Rooms, *, room: int, person: int, role: str, bans: Iterable[Ban] = ()) -> Swap:
    """What giving the room to the person would cost, the rest of the draft left as it is. Raises ValidationError."""
    _lived_in(known, rooms, room)
    bans = list(bans)
    if is_banned(known, bans, room=room, person=person, role=role):
        raise ValidationError(_("已说明这里不由这个人负责，先取消那一条"))
    try:
        return Explainer(known.problem, known.answer(rooms), pins=bans).swap(room, person, role)
    except ProblemError as error:
        raise ValidationError(refusal(known, room=room, person=person, role=role)) from error


def exchange_of(known: College, rooms: Rooms, *, room: int, other: int, role: str) -> tuple[Exchange, list[str]]:
    """What it would cost if two rooms changed hands, and the hard rules it would break. Raises ValidationError."""
    _lived_in(known, rooms, room)
    _lived_in(known, rooms, other)
    if getattr(rooms[room], f"{role}_id") == getattr(rooms[other], f"{role}_id"):
        raise ValidationError(_("这两间现在由同一个人负责，或都还没有人，换了也一样"))
    answer = known.answer_of_known(rooms)
    column, one_row, other_row = getattr(answer, role), known.row[room], known.row[other]
    exchange = Explainer(known.problem, answer).exchange(room, other, role)
    column[one_row], column[other_row] = column[other_row], column[one_row]
    return exchange, [broken_rule(known, violation) for violation in check(known.problem, answer)]


def _read(actor, pk: int) -> Sheet:
    """The draft and the rosters behind it, unlocked. Since it was made people may have left; then no price holds."""
    plan = one(actor, CAPABILITY, Plan, pk)
    refuse_unless_draft(plan)
    refuse_while_calculated(plan)
    known = college(wishes=plan.wishes)
    sheet = Sheet(known, {row.room_id: row for row in plan.rooms.all()}, bans_of(known, plan))
    if broken := check(sheet.known.problem, sheet.known.answer(sheet.rooms)):
        why = broken_rule(sheet.known, broken[0])
        raise ValidationError(_("方案做好以后名册变了，请先重新计算：%(why)s") % {"why": why})
    return sheet


@contextmanager
def _changing(actor, pk: int, sheet: Sheet, *, verb: str, **told):
    """The rooms of the draft under lock, as they were read; what is changed in them is judged, saved and summed up."""
    known = sheet.known
    with draft(actor, pk, verb=verb, **told) as plan:
        rooms = {row.room_id: row for row in plan.rooms.select_for_update()}
        before = {room: _columns(row) for room, row in rooms.items()}
        if before != {room: _columns(row) for room, row in sheet.rooms.items()}:
            raise ValidationError(_("刚刚有人改过，请再看一眼"))
        yield rooms
        answer = known.answer(rooms)
        moved = {room for room, row in rooms.items() if _columns(row) != before[room]}
        broken = [found for found in check(known.problem, answer, sheet.bans) if _counts(found, moved)]
        if broken:
            raise ValidationError(_("这样安排不行：%(why)s") % {"why": broken_rule(known, broken[0])})
        changed = [rooms[room] for room in moved]
        PlanRoom.objects.bulk_update(changed, ["keeper", "lead", "keeper_pinned", "lead_pinned"])
        plan.summary = {**plan.summary, **summarise(known, answer), "proven": False}  # no longer what was proven


def named_role(role: str) -> str:
    """Raises ValidationError for what is no role."""
    if role not in ROLES:
        raise ValidationError(_("只能选网格党员或负责人"))
    return role


def _counts(violation: Violation, moved: set[int]) -> bool:
    """A ban that nobody has planned for yet stands in nobody's way, but no room is moved against it."""
    return violation.code != "banned" or violation.room in moved


def _lived_in(known: College, rooms: Rooms, room: int) -> None:
    if room not in known.row or room not in rooms:
        raise ValidationError(_("这间房现在没有人住，或不在这份方案里"))


def _columns(row: PlanRoom) -> tuple:
    return tuple(getattr(row, column) for column in COLUMNS)


def _put(row: PlanRoom, role: str, person: int | None, *, pinned: bool) -> None:
    setattr(row, f"{role}_id", person)
    setattr(row, f"{role}_pinned", pinned)
