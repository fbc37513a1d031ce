"""Who shall not have a room of a draft: for the planner, and for its pages."""

from collections import defaultdict
from collections.abc import Iterable

from planner.instance.tables import Ban

from .models import Plan, PlanBan, PlanRoom
from .planning import College


def bans_of(known: College, plan: Plan) -> list[Ban]:
    """As the planner reads them, those of people and places it does not know left out."""
    problem = known.problem
    people = {"keeper": set(problem.keepers.id), "lead": set(problem.leads.id)}
    found = []
    for row in plan.bans.all():
        if row.person_id in people[row.role]:
            person = {f"not_{row.role}": row.person_id}
            if row.room_id in known.row:
                found.append(Ban(room=row.room_id, **person))
            elif row.building_id is not None:
                found += [Ban(building=id_, **person) for id_ in known.halves(row.building_id)]
    return found


def is_banned(known: College, bans: Iterable[Ban], *, room: int, person: int, role: str) -> bool:
    building = known.problem.buildings.id[known.problem.rooms.building[known.row[room]]]
    return any(
        getattr(ban, f"not_{role}") == person and (ban.room == room or (ban.room is None and ban.building == building))
        for ban in bans
    )


def unheeded(plan: Plan, rooms: Iterable[PlanRoom]) -> list[tuple[PlanRoom, PlanBan]]:
    """The rooms, of those given, that somebody has who shall not have them; the next planning mends it."""
    of_person = defaultdict(list)
    for ban in plan.bans.all():
        of_person[ban.role, ban.person_id].append(ban)
    found = []
    for row in rooms if of_person else ():
        for role in PlanBan.Role.values:
            for ban in of_person.get((role, getattr(row, f"{role}_id")), ()):
                if ban.room_id == row.room_id or ban.building_id == row.room.floor.building_id:
                    found.append((row, ban))
    return found
