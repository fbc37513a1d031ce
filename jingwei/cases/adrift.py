"""Cases in the hands of somebody whose post has ended: asked of the posts of this moment, so nobody has to tell."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid

from .flow import CHECKING_POSTS
from .models import HELD, Case, State
from .moves import CLOCK

TRIAGE = (State.REPORTED, State.FILED, State.RETURNED)
COLLEGE = (Role.CENTRE, Role.COMMITTEE)
BY_DESK = Q(handler_desk__isnull=False)
BY_HOUSE = Q(handler_building__isnull=False)


def adrift() -> dict[str, QuerySet]:
    """Who is missing ("handler", "checker", "steward") → the cases."""
    return {who: _cases().filter(lost) for who, lost in _lost().items()}


def is_adrift(pk: int) -> bool:
    """Whether anybody is missing. One query."""
    return _cases().filter(reduce(or_, _lost().values()), pk=pk).exists()


def _cases() -> QuerySet:
    return visible(CLOCK, "cases.clock", Case)


def _lost() -> dict[str, Q]:
    checker = Exists(_posts(role__in=CHECKING_POSTS, person=OuterRef("checker")))
    return {
        "handler": Q(state__in=HELD) & _without_handler(),
        "checker": Q(state=State.DONE_CLAIMED, personal=False) & ~checker,
        "steward": Q(state__in=TRIAGE, personal=False) & _without_steward(),
    }


def _without_handler() -> Q:
    """Held by a unit that has nobody (a personal need waits for its desk), or by a person without the unit's post."""
    person, unit = Q(handler__isnull=False), Q(handler__isnull=True)
    at_desk, in_house = {"unit_id": OuterRef("handler_desk")}, {"unit_id": OuterRef("handler_building")}
    handler = {"person": OuterRef("handler")}
    return (
        (unit & BY_DESK & Q(personal=False) & ~Exists(_posts(role=Role.OFFICE, **at_desk)))
        | (unit & BY_HOUSE & ~Exists(_posts(role=Role.WARDEN, **in_house)))
        | (person & BY_DESK & ~Exists(_posts(role=Role.OFFICE, **at_desk, **handler)))
        | (person & BY_HOUSE & ~Exists(_posts(role=Role.WARDEN, **in_house, **handler)))
        | (person & ~BY_DESK & ~BY_HOUSE & ~_keeps_home_room("handler") & ~_coordinates("handler"))
    )


def _without_steward() -> Q:
    keeper = Exists(_posts(role=Role.KEEPER, unit_id__in=_home_grid()))
    return (Q(steward__isnull=False) & ~_coordinates("steward")) | (Q(steward__isnull=True) & ~keeper)


def _keeps_home_room(who: str) -> Exists:
    return Exists(_posts(role=Role.KEEPER, person=OuterRef(who), unit_id__in=_home_grid()))


def _coordinates(who: str) -> Exists:
    """Secretary of a branch that crosses the building, or of the centre or the committee."""
    crossing = MicroGrid.objects.filter(
        live(), room__floor__building=OuterRef(OuterRef("building")), small_grid__isnull=False
    ).order_by()
    secretary = Q(role=Role.SECRETARY, unit_id__in=crossing.values("small_grid__branch"))
    return Exists(_posts(person=OuterRef(who)).filter(secretary | Q(role__in=COLLEGE)))


def _home_grid() -> QuerySet:
    kept = MicroGrid.objects.filter(live(), room=OuterRef(OuterRef("home_room")), small_grid__isnull=False)
    return kept.order_by().values("small_grid")


def _posts(**which) -> QuerySet:
    return Appointment.objects.filter(live(), person__is_active=True, **which).order_by()
