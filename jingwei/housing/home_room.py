"""Where the reader of a page lives: the bar and the home ask, and the database is asked once a request."""

from .models import Room
from .queries import room_of


def home_room(person) -> Room | None:
    if not hasattr(person, "_home_room"):
        person._home_room = room_of(person)
    return person._home_room
