"""What a room's sheet says of the place itself; higher slices add who keeps it and what is open there."""

from jingwei.gate.doors import may

from . import queries
from .models import Room
from .qr import door_square, report_address


def room_sheet(actor, room: Room) -> dict:
    """The context of housing/room.html. `stays` holds who lives there, as far as the actor may know."""
    return {
        "room": room,
        "stays": queries.occupants_for(actor, room),
        "square": door_square(room.place_code),
        "report": report_address(room.place_code) if may(actor, "cases.report") else "",
        "may_browse": may(actor, "people.browse"),
    }
