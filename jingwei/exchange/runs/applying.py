"""Does what was shown: one action a table, in the order in which they lean on each other, and keeps a journal."""

from dataclasses import dataclass, field
from datetime import date

from jingwei.core import progress
from jingwei.exchange.rosters.known import Known
from jingwei.gate.appointments import end_posts
from jingwei.gate.bulk import Images
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.housing.actions import NewBuilding, begin_stays, end_stays, open_places
from jingwei.housing.models import Stay
from jingwei.party import actions as party
from jingwei.party.models import Affiliation
from jingwei.people.actions import enrol_people, retire_people, revise_people
from jingwei.people.models import Person

from .changes import Changes, NewAffiliation


@dataclass
class Journal:
    """Steps in order: `made` model and ids, `set` model and images, `dropped` contacts."""

    steps: list[list] = field(default_factory=list)

    def made(self, rows: list) -> list:
        if rows:
            self.steps.append(["made", type(rows[0])._meta.label_lower, [row.pk for row in rows]])
        return rows

    def set(self, model, images: Images) -> None:
        if images:
            kept = {
                pk: {column: [_kept(value) for value in pair] for column, pair in image.items()}
                for pk, image in images.items()
            }
            self.steps.append(["set", model._meta.label_lower, kept])


def _kept(value: object) -> object:
    """As JSON can keep it to the microsecond."""
    return value.isoformat() if isinstance(value, date) else value


def apply_changes(actor, changes: Changes, known: Known, run, at) -> Journal:
    """Inside the caller's transaction. Every trail line names the run."""
    journal = Journal()
    data = {"run": run.pk}
    parts = _parts(changes)
    size = sum(parts.values()) or 1

    def begin(part: str) -> None:
        progress.begin(part, parts[part], share=parts[part] / size)

    begin("room")
    _open_places(actor, changes, known, journal, data)
    begin("person")
    _people(actor, changes, known, journal, at, data)
    begin("stay")
    _stays(actor, changes, known, journal, at, data)
    begin("affiliation")
    if changes.touches_party():
        _party(actor, changes, known, journal, at, data)
    begin("secretary")
    _posts(actor, changes, known, journal, at, data)
    return journal


def _parts(changes: Changes) -> dict[str, int]:
    """How many rows are written of each noun, nearly."""
    written = {
        "room": (changes.buildings, changes.rooms),
        "person": (changes.people, changes.revised, changes.retired),
        "stay": (changes.ended_stays, changes.stays),
        "affiliation": (
            changes.branches,
            changes.groups,
            changes.ended_affiliations,
            changes.affiliations,
            changes.revised_affiliations,
            changes.contacts,
        ),
        "secretary": (changes.secretaries, changes.ended_posts),
    }
    return {noun: sum(map(len, rows)) for noun, rows in written.items()}


def _open_places(actor, changes: Changes, known: Known, journal: Journal, data: dict) -> None:
    buildings = [NewBuilding(name, gender) for name, gender in changes.buildings.items()]
    opened = open_places(actor, buildings, changes.rooms, **data)
    for rows in (opened.campuses, opened.buildings, opened.floors, opened.rooms):
        journal.made(rows)
    for new, room in zip(changes.rooms, opened.rooms, strict=True):
        known.rooms[new.building, new.number] = room


def _people(actor, changes: Changes, known: Known, journal: Journal, at, data: dict) -> None:
    people = [
        Person(number=new.number, name=new.name, gender=new.gender, kind=new.kind, **new.columns)
        for new in changes.people
    ]
    for person in journal.made(enrol_people(actor, people, **data)):
        known.people[person.number] = person
    journal.set(Person, revise_people(actor, changes.revised, **data))
    journal.set(Person, retire_people(actor, changes.retired, at, **data))


def _stays(actor, changes: Changes, known: Known, journal: Journal, at, data: dict) -> None:
    journal.set(Stay, end_stays(actor, changes.ended_stays, at, **data))
    stays = [
        Stay(person=known.people[number], room=known.rooms[building, room], bed=bed, start=at)
        for number, building, room, bed in changes.stays
    ]
    journal.made(begin_stays(actor, stays, **data))


def _party(actor, changes: Changes, known: Known, journal: Journal, at, data: dict) -> None:
    for branch in journal.made(party.found_branches(actor, changes.branches, **data)):
        known.branches[branch.name] = branch
    pairs = [(known.branches[branch], name) for branch, name in changes.groups]
    for group in journal.made(party.found_groups(actor, pairs, **data)):
        known.groups[group.branch_id, group.name] = group
    journal.set(Affiliation, party.end_affiliations(actor, changes.ended_affiliations, at, **data))
    rows = [_affiliation(known, new, at) for new in changes.affiliations]
    journal.made(party.begin_affiliations(actor, rows, **data))
    by_pk = {affiliation.pk: affiliation for affiliation in known.affiliations.values()}
    revised = {
        pk: _columns(known, by_pk[pk].branch_id, columns) for pk, columns in changes.revised_affiliations.items()
    }
    journal.set(Affiliation, party.revise_affiliations(actor, revised, **data))
    links = [
        (row.pk, known.people[number].pk)
        for row, new in zip(rows, changes.affiliations, strict=True)
        for number in new.contacts
    ]
    links += [(pk, known.people[number].pk) for pk, number in changes.contacts]
    journal.made(party.name_contacts(actor, links, **data))
    if changes.dropped_contacts:
        dropped = set(changes.dropped_contacts)
        pairs = [
            [pk, person] for pk, held in known.contacts.items() for person, link in held.items() if link in dropped
        ]
        party.drop_contacts(actor, dropped, **data)
        journal.steps.append(["dropped", "", pairs])


def _affiliation(known: Known, new: NewAffiliation, at) -> Affiliation:
    branch = known.branches[new.branch]
    return Affiliation(
        person=known.people[new.number],
        branch=branch,
        standing=new.standing,
        start=at,
        **_columns(known, branch.pk, new.columns),
    )


def _columns(known: Known, branch: int, columns: dict) -> dict:
    """The group by its row instead of its name."""
    if "group" not in columns:
        return columns
    group = known.groups.get((branch, columns["group"]))
    return {column: value for column, value in columns.items() if column != "group"} | {"group_id": group and group.pk}


def _posts(actor, changes: Changes, known: Known, journal: Journal, at, data: dict) -> None:
    ended = [post for post in known.posts if post.pk in set(changes.ended_posts)]
    if ended:
        # That posts end is the consequence of a departure, also where an office without the right to appoint reports it.
        end_posts(System("import"), ended, at=at)
        journal.set(Appointment, {post.pk: {"end": [None, at]} for post in ended})
    posts = [
        (known.people[number].pk, known.branches[branch].pk, title) for number, branch, title in changes.secretaries
    ]
    if posts:
        journal.made(party.appoint_secretaries(actor, posts, at, **data))
