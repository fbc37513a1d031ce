"""Who is who about a case, from the posts that are live now."""

from collections.abc import Iterable

from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.posts import holders
from jingwei.gate.roles import Role, UnitKind
from jingwei.grids.models import MicroGrid

from .flow import CHECKING_POSTS
from .models import Case, Desk, State


def micro_grid_of(room) -> MicroGrid | None:
    """The room's micro-grid of today, with its small grid and branch."""
    if room is None:
        return None
    return MicroGrid.objects.filter(live(), room=room).select_related("small_grid__branch").first()


def keepers_of(room) -> list[int]:
    """Person ids of who keeps the room today: one, or none where the cloth has a hole."""
    micro = micro_grid_of(room)
    if micro is None or micro.small_grid_id is None:
        return []
    return sorted(holders(Role.KEEPER, UnitKind.GRID, [micro.small_grid_id]))


def leads_of(room) -> list[int]:
    return sorted(holders(Role.LEAD, UnitKind.ROOM, [room.pk])) if room else []


def secretaries_of(room) -> list[int]:
    """Of the branch that answers for the room."""
    micro = micro_grid_of(room)
    if micro is None or micro.small_grid_id is None:
        return []
    return sorted(holders(Role.SECRETARY, UnitKind.BRANCH, [micro.small_grid.branch_id]))


def wardens_of(building) -> list[int]:
    return sorted(holders(Role.WARDEN, UnitKind.BUILDING, [building.pk]))


def members_of(desk) -> list[int]:
    return sorted(holders(Role.OFFICE, UnitKind.DESK, [desk.pk]))


def staffed_desks():
    """The desks that have somebody now."""
    posts = Appointment.objects.filter(live(), role=Role.OFFICE, unit_kind=UnitKind.DESK)
    return Desk.objects.filter(pk__in=posts.values("unit_id"))


def centre() -> list[int]:
    return sorted(holders(Role.CENTRE, UnitKind.COLLEGE, [0]))


def committee() -> list[int]:
    return sorted(holders(Role.COMMITTEE, UnitKind.COLLEGE, [0]))


def crossing_secretaries(building, floor=None) -> list[int]:
    """Secretaries of the branches that cross the floor, or else the building."""
    crossings = MicroGrid.objects.filter(live(), small_grid__isnull=False)
    for where in ({"room__floor": floor} if floor else None, {"room__floor__building": building}):
        if where is None:
            continue
        branches = crossings.filter(**where).order_by().values_list("small_grid__branch", flat=True).distinct()
        if found := sorted(holders(Role.SECRETARY, UnitKind.BRANCH, list(branches))):
            return found
    return []


def steward_for(building, floor, home_room) -> int | None:
    """Who stands in for a keeper that is missing, so that nothing is lost; None where there is a keeper."""
    if keepers_of(home_room):
        return None
    floor = floor or (home_room and home_room.floor)
    found = secretaries_of(home_room) or crossing_secretaries(building, floor) or centre() or committee()
    return found[0] if found else None


def stewards(case: Case) -> list[int]:
    """Who files and dispatches the case now: whoever stands in, otherwise the keeper of its home room."""
    return [case.steward_id] if case.steward_id else keepers_of(case.home_room)


def receivers_of(case: Case) -> list[int]:
    """Who may take up the task that the case is now."""
    if case.handler_id:
        return [case.handler_id]
    if case.handler_desk_id:
        return members_of(case.handler_desk)
    return wardens_of(case.handler_building) if case.handler_building_id else []


def judges_of(case: Case) -> list[int]:
    return secretaries_of(case.home_room) or crossing_secretaries(case.building, case.floor) or stewards(case)


def coordinators(case: Case) -> list[int]:
    """Who takes up what nobody has: the secretary, else the centre, else the committee."""
    own = secretaries_of(case.home_room) or crossing_secretaries(case.building, case.floor)
    return own or centre() or committee()


def in_checking_posts() -> set[int]:
    """Person ids of all who may be asked to look before a case is closed."""
    posts = Appointment.objects.filter(live(), role__in=CHECKING_POSTS, person__is_active=True)
    return set(posts.values_list("person_id", flat=True))


def audience_of(case: Case) -> list[int]:
    """The reporter and all to whom it happens too."""
    return [case.reporter_id, *case.supporters.values_list("person_id", flat=True)]


def author_shown_to(actor, case: Case) -> bool:
    """Whether the actor learns who reported: not room-mates, wardens or the committee (trust rule P8)."""
    return bool(authors_shown_to(actor, [case]))


def authors_shown_to(actor, cases: Iterable[Case]) -> set[int]:
    """Of these cases, the ids of those whose reporter the actor may know. One query."""
    ids = [case.pk for case in cases]
    return set(visible(actor, "cases.author", Case).filter(pk__in=ids).values_list("pk", flat=True))


def acting(case: Case) -> list[int]:
    """Whose move it is now."""
    return acting_in(case.state, case)


def acting_in(state: str, case: Case) -> list[int]:
    """Whose move it is while the case is in `state`."""
    if state in (State.REPORTED, State.FILED, State.RETURNED):
        return stewards(case)
    if state == State.VERIFYING:
        return [*leads_of(case.home_room), *stewards(case)]
    if state == State.INFO_WANTED:
        return [case.reporter_id]
    if state == State.DISPATCHED:
        return receivers_of(case)
    if state == State.DONE_CLAIMED:
        return [case.checker_id]
    if state == State.REOPEN_WANTED:
        return judges_of(case)
    return [case.handler_id] if case.is_open else []


def alarm_line(case: Case) -> list[int]:
    """Who is alarmed together in an emergency: secretary, wardens and centre."""
    return [*judges_of(case), *wardens_of(case.building), *centre()]
