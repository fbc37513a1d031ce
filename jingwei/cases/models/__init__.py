"""A case and what belongs to it: about a place, a thing or the reporter's own need, never about another person."""

from .annexes import Alert, Photo, Rating, Remark, Supporter
from .case import HELD, OPEN_STATES, Case, State
from .catalogue import Category, Desk, Family, Handler
from .tasks import ClockEvent, Dispatch, Extension, PauseRequest

__all__ = [
    "HELD",
    "OPEN_STATES",
    "Alert",
    "Case",
    "Category",
    "ClockEvent",
    "Desk",
    "Dispatch",
    "Extension",
    "Family",
    "Handler",
    "PauseRequest",
    "Photo",
    "Rating",
    "Remark",
    "State",
    "Supporter",
]
