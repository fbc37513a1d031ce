"""From staged rows to rosters and changes: the part that is done again, exactly alike, before anything is written."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from jingwei.core import progress, text
from jingwei.exchange.models import ImportRun, StagedRows
from jingwei.exchange.rosters.branches import read_branches, read_secretaries
from jingwei.exchange.rosters.housing import Accepted, Namesakes, read_housing
from jingwei.exchange.rosters.kinds import Line, Rosters
from jingwei.exchange.rosters.known import Known, load
from jingwei.exchange.rosters.party import read_party
from jingwei.exchange.rosters.sheets import PARTY_SHEETS
from jingwei.gate.models import TrailEntry
from jingwei.people.models import Person

from .changes import Changes
from .comparing import compare


@dataclass
class Reading:
    rosters: Rosters
    known: Known
    changes: Changes


def read_run(run: ImportRun) -> Reading:
    """What the staged rows of a run mean today, with what has been decided about them."""
    staged: dict[str, list[Line]] = defaultdict(list)
    for sheet, rows in StagedRows.objects.filter(run=run).values_list("sheet", "rows").iterator(chunk_size=20):
        staged[sheet] += [Line(sheet, number, values, problems) for number, values, problems in rows]
    accepted = set(run.findings.filter(accepted=True).values_list("sheet", "row_number", "code"))
    given = {file["sheet"] for file in run.files}
    return interpret(staged, load(), accepted, given=given, partial=run.partial)


def interpret(
    staged: dict[str, list[Line]], known: Known, accepted: Accepted, *, given: set[str], partial: bool
) -> Reading:
    rosters = Rosters(given=given, partial=partial, size=sum(map(len, staged.values())))
    progress.phase("compare")
    read_branches(rosters, staged.get("branches", []))
    read_housing(rosters, known, staged.get("housing", []), accepted, _namesakes(staged, known))
    read_party(rosters, known, staged, accepted)
    read_secretaries(rosters, known, staged.get("branches", []))
    return Reading(rosters, known, compare(rosters, known, _kept_phones(rosters, known)))


def _namesakes(staged: dict[str, list[Line]], known: Known) -> Namesakes:
    """Name → number → the list that says so, none for the database itself: for rows that came without a number."""
    found: Namesakes = defaultdict(dict)
    for sheet in PARTY_SHEETS - {"branches"}:
        for line in staged.get(sheet, []):
            found[text.name(line["name"])].setdefault(text.code(line["number"]), sheet)
    for person in known.people.values():
        if person.kind == Person.Kind.STUDENT and person.is_active:
            found[person.name].setdefault(person.number, "")
    return found


def _kept_phones(rosters: Rosters, known: Known) -> frozenset[int]:
    """Who has changed their telephone number themselves, of those for whom the roster has another."""
    different = {
        person.pk
        for number, sleeper in rosters.sleepers.items()
        if (person := known.people.get(number))
        and person.phone
        and sleeper.columns.get("phone", person.phone) != person.phone
    }
    if not different:
        return frozenset()
    own = TrailEntry.objects.filter(
        subject_type="people.person", subject_id=F("actor_id"), data__changed__has_key="phone"
    ).values_list("subject_id", flat=True)
    return frozenset(different & set(own))


def counts_of(reading: Reading) -> dict:
    """How many of each were read, and what they come to."""
    rosters, changes = reading.rosters, reading.changes
    members = [found for found in rosters.belongings.values() if found.line.sheet == "members"]
    return {
        "students": len(rosters.sleepers),
        "rooms": sum(1 for _room in rosters.rooms()),
        "members_student": sum(not found.is_staff for found in members),
        "members_staff": sum(found.is_staff for found in members),
        "activists": _listed(rosters, "activists"),
        "applicants": _listed(rosters, "applicants"),
        "branches": len(rosters.branches),
        "sweeping": is_sweeping(reading),
        "retired": len(changes.retired),
    }


def is_sweeping(reading: Reading) -> bool:
    """More than a third of the students, or of the affiliations, would go: perhaps a list was cut short."""
    known, changes = reading.known, reading.changes
    here = sum(person.is_active and person.kind == Person.Kind.STUDENT for person in known.people.values())
    replaced = sum(
        1
        for new in changes.affiliations
        if (person := known.people.get(new.number)) and person.pk in known.affiliations
    )
    ended = len(changes.ended_affiliations) - replaced
    return len(changes.retired) * 3 > here or ended * 3 > len(known.affiliations)


def _listed(rosters: Rosters, sheet: str) -> int:
    return sum(found.line.sheet == sheet for found in rosters.belongings.values())
