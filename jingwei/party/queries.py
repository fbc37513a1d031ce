"""Reads of branches and of who belongs to which."""

from collections import Counter
from collections.abc import Iterable

from .models import Affiliation, Branch, Group


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
