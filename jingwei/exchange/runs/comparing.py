"""The rosters against the database: who and what is new, changed or gone."""

from collections.abc import Iterator

from jingwei.exchange.rosters.housing import building_kinds
from jingwei.exchange.rosters.kinds import Belonging, Rosters
from jingwei.exchange.rosters.known import Known
from jingwei.exchange.rosters.party import RANK
from jingwei.housing.actions import NewRoom
from jingwei.housing.names import BuildingName
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

from .changes import Changes, NewAffiliation, NewPerson

S = Affiliation.Standing
LIST_OF = {
    S.APPLICANT: "applicants",
    S.ACTIVIST: "activists",
    S.TARGET: "activists",
    S.PROBATIONARY: "members",
    S.MEMBER: "members",
}
OWN_COLUMNS = frozenset({"phone"})  # what people may change themselves, and then keep


def compare(rosters: Rosters, known: Known, kept_phones: frozenset[int] = frozenset()) -> Changes:
    """`kept_phones`: who has entered their own telephone number, which no roster overwrites."""
    changes = Changes()
    _places(changes, rosters, known)
    _people(changes, rosters, known, kept_phones)
    leavers = list(_leavers(rosters, known))
    changes.retired = [person.pk for person in leavers if _has_left(rosters, known, person)]
    _stays(changes, rosters, known, leavers)
    _branches(changes, rosters, known)
    _affiliations(changes, rosters, known)
    _secretaries(changes, rosters, known)
    retired = set(changes.retired)
    changes.ended_posts += [
        post.pk for post in known.posts if post.person_id in retired and post.pk not in changes.ended_posts
    ]
    return changes


def _places(changes: Changes, rosters: Rosters, known: Known) -> None:
    rooms = [
        NewRoom(building, room, beds) for building, room, beds in rosters.rooms() if (building, room) not in known.rooms
    ]
    kinds = building_kinds(rosters, known)
    changes.rooms = rooms
    changes.buildings = {room.building: kinds[room.building] for room in rooms if room.building not in known.buildings}
    changes.campuses = sorted({building.campus for building in changes.buildings} - {"", *known.campuses})


def _people(changes: Changes, rosters: Rosters, known: Known, kept_phones: frozenset[int]) -> None:
    for sleeper in rosters.sleepers.values():
        person = known.people.get(sleeper.number)
        if person is None:
            changes.people.append(
                NewPerson(sleeper.number, sleeper.name, sleeper.gender, Person.Kind.STUDENT, sleeper.columns)
            )
            continue
        wanted = {"name": sleeper.name, "gender": sleeper.gender, **sleeper.columns}
        if person.pk in kept_phones:
            wanted = {column: value for column, value in wanted.items() if column not in OWN_COLUMNS}
        _revise(changes, person, wanted)
    for found in rosters.belongings.values():
        person = known.people.get(found.number)
        if person:
            if found.number not in rosters.sleepers:
                _revise(changes, person, {})
        elif found.number not in rosters.sleepers:
            kind = Person.Kind.STAFF if found.is_staff else Person.Kind.STUDENT
            changes.people.append(NewPerson(found.number, found.name, found.gender, kind, {}))


def _revise(changes: Changes, person: Person, wanted: dict) -> None:
    """What differs; somebody who had left and is listed again is back."""
    different = {column: value for column, value in wanted.items() if getattr(person, column) != value}
    if not person.is_active:
        different |= {"is_active": True, "left_at": None}
    if different:
        changes.revised[person.pk] = different


def _leavers(rosters: Rosters, known: Known) -> Iterator[Person]:
    """Students that the whole housing list does not name any more, and no waiting row may mean."""
    if rosters.complete("housing"):
        for person in known.people.values():
            is_here = person.kind == Person.Kind.STUDENT and person.is_active
            if is_here and person.number not in rosters.sleepers and not _waits(rosters, person):
                yield person


def _has_left(rosters: Rosters, known: Known, person: Person) -> bool:
    """Who sleeps elsewhere and belongs to a branch is still here: as listed, or as long as its list was not brought."""
    now = known.affiliations.get(person.pk)
    unasked = now is not None and not rosters.complete(LIST_OF[now.standing])
    return person.number not in rosters.belongings and not unasked


def _waits(rosters: Rosters, person: Person) -> bool:
    return person.number in rosters.held_numbers or person.name in rosters.held_names


def _stays(changes: Changes, rosters: Rosters, known: Known, leavers: list[Person]) -> None:
    leaving = {person.pk for person in leavers}
    wanted: dict[str, tuple[BuildingName, str, str]] = {}
    for sleeper in rosters.sleepers.values():
        if sleeper.place:
            place = (sleeper.place.building, sleeper.place.room, sleeper.place.bed)
            if known.place_of(known.people.get(sleeper.number)) != place:
                wanted[sleeper.number] = place
    while blocked := _blocked(wanted, known, leaving):
        for number, holder in blocked.items():
            sleeper = rosters.sleepers[number]
            rosters.hold(sleeper.line, "bed_taken", number=number, place=str(sleeper.place), name=holder.name)
            del wanted[number]
    moving = [known.people[number].pk for number in wanted if number in known.people]
    changes.stays = [(number, *place) for number, place in wanted.items()]
    changes.ended_stays = [known.stays[pk].pk for pk in [*leaving, *moving] if pk in known.stays]


def _blocked(wanted: dict[str, tuple[BuildingName, str, str]], known: Known, leaving: set[int]) -> dict[str, Person]:
    """Who would come into a bed that somebody keeps: number → that person. One who is blocked keeps a bed in turn."""
    keeping = {
        known.place_of(known.by_pk[pk]): known.by_pk[pk]
        for pk in known.stays
        if pk not in leaving and known.by_pk[pk].number not in wanted
    }
    return {number: keeping[place] for number, place in wanted.items() if place[2] and place in keeping}


def _branches(changes: Changes, rosters: Rosters, known: Known) -> None:
    changes.branches = {name: branch.kind for name, branch in rosters.branches.items() if name not in known.branches}
    groups = {
        (found.branch, found.columns["group"]) for found in rosters.belongings.values() if found.columns.get("group")
    }
    existing = {(known.branch_names[branch], name) for branch, name in known.groups}
    changes.groups = sorted(groups - existing)


def _affiliations(changes: Changes, rosters: Rosters, known: Known) -> None:
    for found in rosters.belongings.values():
        person = known.people.get(found.number)
        now = known.affiliations.get(person.pk) if person else None
        if now and known.branch_names[now.branch_id] == found.branch and _same_standing(now, found):
            _revise_affiliation(changes, known, now, found)
            continue
        carried = {}
        if now:
            changes.ended_affiliations.append(now.pk)
            carried = {column: getattr(now, column) for column in ("applied_on", "activist_on", "joined_on", "full_on")}
        columns = {**{column: value for column, value in carried.items() if value}, **found.columns}
        changes.affiliations.append(
            NewAffiliation(found.number, found.branch, found.standing, columns, found.contacts or ())
        )
    changes.ended_affiliations += [
        affiliation.pk
        for person_id, affiliation in known.affiliations.items()
        if rosters.complete(LIST_OF[affiliation.standing])
        and known.by_pk[person_id].number not in rosters.belongings
        and not _waits(rosters, known.by_pk[person_id])
    ]


def _same_standing(now: Affiliation, found: Belonging) -> bool:
    """A development target stands in the list of activists, which cannot say so."""
    return now.standing == found.standing or (now.standing == S.TARGET and RANK[found.standing] < RANK[S.TARGET])


def _revise_affiliation(changes: Changes, known: Known, now: Affiliation, found: Belonging) -> None:
    before = {column: getattr(now, column) for column in found.columns if column != "group"}
    if "group" in found.columns:
        before["group"] = known.group_names.get(now.group_id, "")
    different = {column: value for column, value in found.columns.items() if before[column] != value}
    if different:
        changes.revised_affiliations[now.pk] = different
    if found.contacts is not None:
        links = {known.by_pk[person].number: link for person, link in known.contacts.get(now.pk, {}).items()}
        changes.contacts += [(now.pk, number) for number in found.contacts if number not in links]
        changes.dropped_contacts += [link for number, link in links.items() if number not in found.contacts]


def _secretaries(changes: Changes, rosters: Rosters, known: Known) -> None:
    deputies: dict[str, set[str]] = {}
    for number, branch in rosters.deputies:
        deputies.setdefault(branch, set()).add(number)
    for name, branch in rosters.branches.items():
        if not branch.has_secretary:
            continue
        wanted = {branch.secretary: "支部书记", **dict.fromkeys(deputies.get(name, ()), "支部副书记")}
        entered = known.branches.get(name)
        held = known.secretaries(entered.pk) if entered else {}
        numbers = {known.by_pk[person].number: post for person, post in held.items()}
        changes.secretaries += [(number, name, title) for number, title in wanted.items() if number not in numbers]
        # A deputy is ended only by a roster of members that could have named them.
        changes.ended_posts += [
            post.pk
            for number, post in numbers.items()
            if number not in wanted and (rosters.complete("members") or "副" not in post.title)
        ]
