"""A room's page: the place itself, who lives there, and what higher slices know of it."""

from django.conf import settings
from django.utils.module_loading import import_string

from jingwei.gate.doors import may

from . import queries
from .models import Room
from .qr import door_square, report_address


def room_sheet(actor, room: Room) -> dict:
    """The context of housing/room.html. `stays` holds who lives there, as far as the actor may know.

    `panels` come from HOUSING_ROOM_PANELS: functions (actor, room) → a dict with its `template`, or None where the
    actor may know nothing of it.
    """
    sources = [import_string(path) for path in settings.HOUSING_ROOM_PANELS]
    return {
        "room": room,
        "panels": [panel for source in sources if (panel := source(actor, room))],
        "stays": queries.occupants_for(actor, room),
        "square": door_square(room.place_code),
        "report": report_address(room.place_code) if may(actor, "cases.report") else "",
        "may_browse": may(actor, "people.browse"),
    }
