"""Reads of branches and of who belongs to which."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q

from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role

from .models import Affiliation, Branch, Group

APPLICANT = Affiliation.Standing.APPLICANT
ACTIVISTS = (Affiliation.Standing.ACTIVIST, Affiliation.Standing.TARGET)


def branches() -> dict[str, Branch]:
    """Name → branch, in their order."""
    return {branch.name: branch for branch in Branch.objects.all()}


def groups() -> dict[tuple[int, str], Group]:
    """Branch id and name → Party group."""
    return {(group.branch_id, group.name): group for group in Group.objects.all()}


def open_affiliations() -> dict[int, Affiliation]:
    """Person id → the affiliation that has no end yet."""
    return {row.person_id: row for row in Affiliation.objects.filter(end__isnull=True).iterator(chunk_size=2000)}


def contacts_of(affiliations: Iterable[int]) -> dict[int, dict[int, int]]:
    """Affiliation id → contact person id → the id of the link between them."""
    links = Affiliation.contacts.through.objects.filter(affiliation__end__isnull=True)
    wanted, found = set(affiliations), {}
    for pk, affiliation, person in links.values_list("pk", "affiliation_id", "person_id").iterator(chunk_size=2000):
        if affiliation in wanted:
            found.setdefault(affiliation, {})[person] = pk
    return found


def branch_of_class() -> dict[str, int]:
    """Class name → the student branch most of its people belong to (the lower code, where two are equal).

    For those who have not applied: nobody has put them in a branch, but their class is looked after by one.
    """
    live = Affiliation.objects.live().filter(branch__kind=Branch.Kind.STUDENT).exclude(person__class_name="")
    counted = Counter(live.values_list("person__class_name", "branch__code", "branch_id"))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    found: dict[str, int] = {}
    for (class_name, _code, branch), _count in ranked:
        found.setdefault(class_name, branch)
    return found


def branches_counted(actor) -> list[tuple[Branch, list[str]]]:
    """Branches with how many members, activists and groups they have, and the names of those secretaries whom the
    actor's own place lets them know. Three statements."""
    rows = visible(actor, "party.read", Branch).filter(closed=False).order_by("kind", "code")
    today = live(prefix="affiliations")
    branches = list(
        rows.annotate(
            members=Count(
                "affiliations", filter=today & Q(affiliations__standing__in=Affiliation.MEMBERS), distinct=True
            ),
            activists=Count("affiliations", filter=today & Q(affiliations__standing__in=ACTIVISTS), distinct=True),
            applicants=Count("affiliations", filter=today & Q(affiliations__standing=APPLICANT), distinct=True),
            group_count=Count("groups", distinct=True),
        )
    )
    known = secretaries(actor)
    return [(branch, known.get(branch.pk, [])) for branch in branches]


def secretaries(actor) -> dict[int, list[str]]:
    """Branch id → names of its secretaries, of the branches over which the actor may read appointments."""
    posts = Appointment.objects.live().filter(
        role=Role.SECRETARY, unit_id__in=visible(actor, "grids.read", Branch).values("pk")
    )
    found: dict[int, list[str]] = {}
    for branch, name in posts.order_by("start", "pk").values_list("unit_id", "person__name"):
        found.setdefault(branch, []).append(name)
    return found
