"""The lists of the Party organisation: members, activists, applicants, and what in them is not clear."""

import re
from collections import defaultdict

from jingwei.core import text
from jingwei.party.models import Affiliation, Branch
from jingwei.party.names import meant
from jingwei.people.models import Person
from jingwei.people.sheets import GENDERS

from .cells import date_of, number_of, sound, without_doubles
from .housing import Accepted
from .kinds import Belonging, Line, Rosters
from .known import Known

S = Affiliation.Standing
RANK = {standing: rank for rank, standing in enumerate((S.APPLICANT, S.ACTIVIST, S.TARGET, S.PROBATIONARY, S.MEMBER))}
NEEDED = {
    "members": ("name", "number", "gender", "branch", "standing"),
    "activists": ("name", "number", "branch"),
    "applicants": ("name", "number", "branch"),
}
DATES = {
    "members": ("joined_on", "full_on"),
    "activists": ("applied_on", "activist_on"),
    "applicants": ("applied_on",),
}
STANDINGS = {
    "正式党员": S.MEMBER,
    "中共党员": S.MEMBER,
    "正式": S.MEMBER,
    "预备党员": S.PROBATIONARY,
    "中共预备党员": S.PROBATIONARY,
    "预备": S.PROBATIONARY,
}
BETWEEN_NAMES = re.compile(r"[、,，;；/\s]+")


def read_party(rosters: Rosters, known: Known, staged: dict[str, list[Line]], accepted: Accepted) -> None:
    """Highest standing first: who stands in two lists belongs to the upper one."""
    kinds = {name: branch.kind for name, branch in known.branches.items()}
    kinds |= {name: branch.kind for name, branch in rosters.branches.items()}
    for sheet in ("members", "activists", "applicants"):
        lines = without_doubles(rosters, staged.get(sheet, []))
        for line in lines:
            found = _belonging(rosters, known, line, kinds)
            if found and not _goes_back(rosters, known, found, accepted):
                _take(rosters, found)
    _resolve_contacts(rosters, known)


def _belonging(rosters: Rosters, known: Known, line: Line, kinds: dict[str, str]) -> Belonging | None:
    if not sound(rosters, line, NEEDED[line.sheet]):
        return None
    number, name = number_of(rosters, line), text.name(line["name"])
    if not number:
        return None
    branch = _branch(rosters, line, number, kinds)
    standing = _standing(rosters, line, number)
    if not branch or not standing or not _is_known(rosters, known, line, number, name):
        return None
    found = Belonging(number, name, branch, standing, line)
    found.is_staff = kinds[branch] == Branch.Kind.STAFF or number[0].isalpha()
    found.gender = GENDERS.get(text.name(line["gender"]), "")
    if line.sheet == "members" and not _read_member(rosters, found):
        return None
    for column in DATES[line.sheet]:
        if (day := date_of(rosters, line, column)) is not None:
            found.columns[column] = day
    return found


def _read_member(rosters: Rosters, found: Belonging) -> bool:
    """What the member roster alone says; it may bring people whom no housing list knows."""
    line, sleeper = found.line, rosters.sleepers.get(found.number)
    if not found.gender:
        rosters.hold(line, "bad_gender", number=found.number, value=line["gender"])
        return False
    if sleeper and sleeper.gender != found.gender:
        genders = {"known": ["gender", sleeper.gender], "gender": ["gender", found.gender]}
        rosters.note(line, "other_gender", name=found.name, **genders)
    if not sleeper and not found.is_staff and "housing" in rosters.given:
        rosters.note(line, "off_campus", keep=False, name=found.name)
    found.columns |= {column: text.name(line[column]) for column in ("group", "duty") if column in line.values}
    return True


def _branch(rosters: Rosters, line: Line, number: str, kinds: dict[str, str]) -> str | None:
    branch = meant(line["branch"], kinds)
    if branch is None:
        rosters.hold(line, "unknown_branch", number=number, value=line["branch"])
    elif text.name(line["branch"]) != branch:
        rosters.note(line, "short_branch", keep=False, value=line["branch"], branch=branch)
    return branch


def _standing(rosters: Rosters, line: Line, number: str) -> str | None:
    if line.sheet != "members":
        return S.ACTIVIST if line.sheet == "activists" else S.APPLICANT
    standing = STANDINGS.get(text.name(line["standing"]))
    if standing is None:
        rosters.hold(line, "bad_standing", number=number, value=line["standing"])
    return standing


def _is_known(rosters: Rosters, known: Known, line: Line, number: str, name: str) -> bool:
    """Whether the row is about somebody we know, under the same name. The member roster may bring new people."""
    sleeper, person = rosters.sleepers.get(number), known.people.get(number)
    spoken = sleeper or person
    if spoken and spoken.name != name:
        source = ["list", "housing" if sleeper else ""]
        rosters.hold(line, "other_name", number=number, name=name, known=spoken.name, source=source)
        return False
    if spoken:
        return True
    if number in rosters.held_numbers:
        rosters.hold(line, "waits", number=number, name=name)
        return False
    if line.sheet == "members" or number in rosters.belongings:
        return True
    rosters.hold(line, "unknown_person", number=number, name=name)
    return False


def _goes_back(rosters: Rosters, known: Known, found: Belonging, accepted: Accepted) -> bool:
    """A list that puts somebody below where they stand is not followed in silence."""
    person = known.people.get(found.number)
    now = known.affiliations.get(person.pk) if person else None
    if now is None or now.standing == S.TARGET or RANK[found.standing] >= RANK[now.standing]:
        return False
    if found.number in rosters.belongings or (found.line.sheet, found.line.number, "standing_back") in accepted:
        return False
    before, after = ["standing", now.standing], ["standing", found.standing]
    rosters.hold(found.line, "standing_back", number=found.number, name=found.name, before=before, after=after)
    return True


def _take(rosters: Rosters, found: Belonging) -> None:
    upper = rosters.belongings.get(found.number)
    if upper is None:
        rosters.belongings[found.number] = found
        return
    if upper.line.sheet == found.line.sheet:
        rosters.hold(
            found.line,
            "differs",
            number=found.number,
            name=found.name,
            rows=f"{upper.line.number}、{found.line.number}",
        )
        return
    title = ["list", upper.line.sheet]
    rosters.note(found.line, "in_two_lists", name=found.name, upper=title)
    upper.columns = {**found.columns, **upper.columns}


def _resolve_contacts(rosters: Rosters, known: Known) -> None:
    """培养联系人 are written as names: a member of the same branch, or else the only member of that name."""
    members = _members(rosters, known)
    for found in rosters.belongings.values():
        line = found.line
        if "contacts" not in line.values:
            continue
        numbers = []
        for name in filter(None, map(text.name, BETWEEN_NAMES.split(line["contacts"]))):
            namesakes = members.get(name, {})
            near = [number for number, branch in namesakes.items() if branch == found.branch]
            candidates = near or list(namesakes)
            if len(candidates) == 1:
                numbers.append(candidates[0])
            elif candidates:
                rosters.note(line, "contact_ambiguous", value=name, count=len(candidates))
            else:
                rosters.note(line, "contact_unknown", value=name)
        found.contacts = tuple(sorted(set(numbers) - {found.number}))


def _members(rosters: Rosters, known: Known) -> dict[str, dict[str, str]]:
    """Name → number → branch, of all members: those listed, and those entered already where they are not listed."""
    members: dict[str, dict[str, str]] = defaultdict(dict)
    for found in rosters.belongings.values():
        if found.standing in Affiliation.MEMBERS:
            members[found.name][found.number] = found.branch
    if not rosters.complete("members"):
        for person_id, affiliation in known.affiliations.items():
            person: Person = known.by_pk[person_id]
            if affiliation.standing in Affiliation.MEMBERS and person.number not in rosters.belongings:
                members[person.name][person.number] = known.branch_names[affiliation.branch_id]
    return members
