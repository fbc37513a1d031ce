"""The list of branches, and who leads each."""

from jingwei.core import text
from jingwei.gate.policy import policy
from jingwei.gate.roles import Role
from jingwei.party.models import Affiliation, Branch

from .cells import number_of, sound, without_doubles
from .kinds import BranchLine, Line, Rosters
from .known import Known

KINDS = {"学生": Branch.Kind.STUDENT, "学生支部": Branch.Kind.STUDENT, "学生党支部": Branch.Kind.STUDENT}
KINDS |= dict.fromkeys(("教工", "教师", "教职工", "教工支部", "教工党支部", "教师党支部"), Branch.Kind.STAFF)
SECRETARY, DEPUTY = ("支部书记", "书记", "党支部书记"), ("支部副书记", "副书记", "党支部副书记")


def read_branches(rosters: Rosters, lines: list[Line]) -> None:
    """The branches themselves; their secretaries are looked for when the members are known."""
    for line in without_doubles(rosters, lines):
        if not sound(rosters, line, ("branch_name", "kind")):
            continue
        kind, name = KINDS.get(text.name(line["kind"])), text.name(line["branch_name"])
        if kind is None:
            rosters.hold(line, "bad_kind", value=line["kind"])
        else:
            rosters.branches[name] = BranchLine(name, kind)


def read_secretaries(rosters: Rosters, known: Known, lines: list[Line]) -> None:
    for line in lines:
        branch = rosters.branches.get(text.name(line["branch_name"]))
        if branch and (number := _secretary(rosters, known, line, branch)):
            branch.secretary, branch.has_secretary = number, True
    secretaries = {branch.secretary: branch.name for branch in rosters.branches.values()}
    for found in rosters.belongings.values():
        duty = found.columns.get("duty")
        if duty in SECRETARY and rosters.branches and secretaries.get(found.number) != found.branch:
            rosters.note(found.line, "duty_differs", name=found.name, duty=duty)
        elif duty in DEPUTY:
            rosters.deputies.append((found.number, found.branch))
    if rosters.complete("branches"):
        for name, branch in known.branches.items():
            if name not in rosters.branches and not branch.closed and lines:
                rosters.note(lines[0], "branch_missing", keep=False, branch=name)


def _secretary(rosters: Rosters, known: Known, line: Line, branch: BranchLine) -> str | None:
    """The number of the branch's secretary: a member of it, under the name given, free to hold the post."""
    name = text.name(line["secretary"])
    number = (
        number_of(rosters, line, "secretary_number") if line["secretary_number"] else _by_name(rosters, name, branch)
    )
    if not number:
        if name and not line["secretary_number"]:
            rosters.note(line, "secretary_unknown", value=name)
        return None
    member_name, member_branch = _member(rosters, known, number)
    if not member_name:
        rosters.note(line, "secretary_unknown", value=name or number)
    elif name and name != member_name:
        rosters.note(line, "secretary_name", name=name, number=number, known=member_name)
    elif member_branch != branch.name:
        rosters.note(line, "secretary_elsewhere", value=member_name, branch=branch.name)
    elif held := _conflict(known, number):
        rosters.note(line, "secretary_conflict", name=member_name, held=["role", held])
    else:
        return number
    return None


def _by_name(rosters: Rosters, name: str, branch: BranchLine) -> str | None:
    found = [
        belonging.number
        for belonging in rosters.belongings.values()
        if belonging.name == name and belonging.branch == branch.name and belonging.standing in Affiliation.MEMBERS
    ]
    return found[0] if len(found) == 1 else None


def _member(rosters: Rosters, known: Known, number: str) -> tuple[str, str]:
    """Name and branch of the member under the number; empty where there is none."""
    listed = rosters.belongings.get(number)
    if listed:
        return (listed.name, listed.branch) if listed.standing in Affiliation.MEMBERS else ("", "")
    person = known.people.get(number)
    now = known.affiliations.get(person.pk) if person and not rosters.complete("members") else None
    if now and now.standing in Affiliation.MEMBERS:
        return person.name, known.branch_names[now.branch_id]
    return "", ""


def _conflict(known: Known, number: str) -> str | None:
    """A post the person holds that may not be joined with the secretary's (trust rule P5)."""
    person = known.people.get(number)
    held = [post.role for post in known.posts if person and post.person_id == person.pk]
    return next((role for role in held if frozenset({role, Role.SECRETARY}) in policy().apart), None)
