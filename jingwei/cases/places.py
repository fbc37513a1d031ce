"""Where a case is, and which room's keeper and branch answer for it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.core.dated import live
from jingwei.gate.doors import one
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Building, Floor, Room
from jingwei.housing.queries import room_of

from .models import Case


@dataclass(frozen=True)
class Place:
    """A room, a floor as a whole or the building as a whole, and the room that answers for it."""

    building: Building
    floor: Floor | None
    room: Room | None
    spot: str
    home_room: Room | None

    def put_on(self, case: Case) -> None:
        case.building, case.floor, case.room = self.building, self.floor, self.room
        case.spot, case.home_room = self.spot, self.home_room


def place_for(actor, category, *, building=None, floor=None, room=None, spot="") -> Place:
    """The place as the actor may report on it. Rooms are those of the actor's posts; raises Denied, ValidationError.

    A personal matter has no place: the building alone is kept, so that nothing of it hangs on a room or a grid.
    """
    own = room_of(actor)
    if category.personal:
        if building is None and own is None:
            raise ValidationError(_("请选一栋楼"))
        return Place(own.floor.building if own else building, None, None, "", None)
    if room is not None:
        room = one(actor, "cases.place", Room, room.pk)
        return Place(room.floor.building, None, room, "", room)
    building = floor.building if floor else building
    if building is None:
        raise ValidationError(_("请选一个地方"))
    return Place(building, floor, None, spot, _answering_room(building, floor, own))


def _answering_room(building, floor, own: Room | None) -> Room | None:
    """Of a shared place: the reporter's own room where it is there, else the first kept room of the floor or building."""
    here = {"floor": floor} if floor else {"floor__building": building}
    if own and (own.floor == floor if floor else own.floor.building == building):
        return own
    rooms = Room.objects.filter(**here).order_by("floor__number", "position", "pk")
    kept = MicroGrid.objects.filter(live(), small_grid__isnull=False).values("room")
    return rooms.filter(pk__in=kept).first() or rooms.first()
