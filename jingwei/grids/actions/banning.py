"""Whom a draft shall not give a room, or a building: said, taken back, heeded when it is planned anew."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.grids.models import PlanBan

from .adjusting import named_role
from .drafting import draft


def ban_person(actor, pk: int, *, room: int, role: str, person: int, whole_building: bool = False) -> None:
    """Not this person for the room, or for any of its building. The draft stays as it is until it is planned anew.

    Raises ValidationError where the person has nothing in the draft, or is held there.
    """
    with draft(actor, pk, verb="grids.ban", room=room, role=role, whole_building=whole_building) as plan:
        here = plan.rooms.select_related("room__floor__building").filter(room=room).first()
        if here is None:
            raise ValidationError(_("这间房现在没有人住，或不在这份方案里"))
        if not plan.rooms.filter(**{f"{named_role(role)}_id": person}).exists():
            raise ValidationError(_("这份方案没有排给这个人"))
        building = here.room.floor.building
        there = plan.rooms.filter(room__floor__building=building) if whole_building else plan.rooms.filter(room=room)
        if there.filter(**{f"{role}_id": person, f"{role}_pinned": True}).exists():
            raise ValidationError(_("有房间正固定给这个人，先取消固定"))
        PlanBan.objects.get_or_create(plan=plan, role=role, person_id=person, **_place(here.room, whole_building))


def lift_ban(actor, pk: int, *, room: int, role: str, person: int, whole_building: bool = False) -> None:
    """The next planning may give the person the room, or the building, again."""
    with draft(actor, pk, verb="grids.lift_ban", room=room, role=role, whole_building=whole_building) as plan:
        here = plan.rooms.select_related("room__floor__building").filter(room=room).first()
        if (
            here is None
            or not plan.bans.filter(role=role, person=person, **_place(here.room, whole_building)).delete()[0]
        ):
            raise ValidationError(_("没有这一条，或已经取消了"))


def _place(room, whole_building: bool) -> dict:
    return {"room": None, "building": room.floor.building} if whole_building else {"room": room, "building": None}
