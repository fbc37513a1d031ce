"""What the last days leave standing: every state can be looked at, each role has something to do, and little is late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from jingwei.cases import clocks
from jingwei.core.dated import live
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid
from jingwei.terms.worktime import Clock

Home = tuple  # a person and the room they live in
START = ("file", "dispatch", "accept")
DONE = (*START, "claim", "close")


@dataclass(frozen=True)
class Standing:
    """How far it has come, how many office hours ago it began, and at whose home."""

    way: tuple[str, ...]
    hours: float
    whose: Role
    story: str = "plain"  # for the wardens; or "urgent", or for the first "desk"


STANDING = (
    # what the first resident reported: two open, four closed, one of them still to be rated
    Standing(START, 4, Role.RESIDENT),
    Standing((*START, "schedule"), 6, Role.RESIDENT),
    Standing(DONE, 9, Role.RESIDENT),
    Standing((*DONE, "rate"), 30, Role.RESIDENT),
    Standing((*DONE, "rate"), 52, Role.RESIDENT),
    Standing((*START, "schedule", "claim", "close", "rate"), 75, Role.RESIDENT),
    # in the rooms of the first lead
    Standing(("verify",), 1, Role.LEAD),
    Standing((*START, "claim"), 4, Role.LEAD),
    Standing(("void",), 12, Role.LEAD),
    # in the rooms of the first keeper, each from another home
    Standing((), 0.5, Role.KEEPER),
    Standing((), 1.5, Role.KEEPER),
    Standing(("ask_info",), 3, Role.KEEPER),
    Standing(("file",), 1, Role.KEEPER),
    Standing(("file", "dispatch"), 3, Role.KEEPER),
    Standing(("file", "dispatch", "return"), 2, Role.KEEPER),
    Standing((*START, "pause_long"), 20, Role.KEEPER),
    Standing((*START, "claim", "send_back"), 5, Role.KEEPER),
    Standing((*DONE, "want_reopen"), 5, Role.KEEPER),
    Standing((*DONE, "want_reopen", "grant_reopen"), 6, Role.KEEPER),
    Standing(("merge",), 2, Role.KEEPER),
    Standing(START, 28, Role.KEEPER),  # the one that is late
    # at the first office's desk
    Standing(("file", "dispatch"), 2, Role.LEAD, story="desk"),
    Standing(START, 5, Role.KEEPER, story="desk"),
    Standing(("accept", "claim", "close", "rate"), 14, Role.KEEPER, story="urgent"),
)
# And what is under way in other rooms, so that the cloth has more than one stain: the way, and its age at most.
UNDER_WAY = (((), 2.5), (("file",), 2.5), (("file", "dispatch"), 5), (START, 6), (START, 6), ((*START, "claim"), 6))
ELSEWHERE = 12


def hours_before(moment: datetime, hours: float) -> datetime:
    """The latest quarter of an hour from which so many office hours have passed until the moment."""
    limit, began = clocks.Limit(hours, Clock.WORK_HOUR), moment
    while clocks.deadline(began, limit) > moment:
        began -= timedelta(minutes=15)
    return began


def homes_of_firsts(homes: list[Home]) -> dict[Role, "cycle[Home]"]:
    """Role → homes of the role's first person by number, in turn: those the keeper keeps, those the lead leads, and the
    one of the first who holds no post at all."""
    posts = Appointment.objects.filter(live()).order_by("person__number")
    grid = posts.filter(role=Role.KEEPER).values_list("unit_id", flat=True).first()
    kept = set(MicroGrid.objects.filter(live(), small_grid=grid).values_list("room", flat=True))
    led = posts.filter(role=Role.LEAD).values_list("unit_id", flat=True).first()
    busy = set(posts.values_list("person", flat=True))
    by_number = sorted((home for home in homes if home[0].pk not in busy), key=lambda home: home[0].number)
    resident, others = by_number[:1], by_number[1:]

    def where(fits: Callable[[object], bool]) -> "cycle[Home]":
        return cycle([home for home in others if fits(home[1])] or others or resident)

    return {
        Role.KEEPER: where(lambda room: room.pk in kept),
        Role.LEAD: where(lambda room: room.pk == led),
        Role.RESIDENT: cycle(resident),
    }
