"""Writes of branches and affiliations, in bulk for the rosters."""

from collections.abc import Iterable

from jingwei.gate.bulk import Images, change_many, delete_many
from jingwei.gate.doors import create_many
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind

from .models import Affiliation, Branch, Group
from .names import short_name

Contact = Affiliation.contacts.through


def found_branches(actor, kinds: dict[str, str], **data) -> list[Branch]:
    """Make branches (name → kind); each gets the next free code."""
    last = max((int(code) for code in Branch.objects.values_list("code", flat=True) if code.isdigit()), default=0)
    rows = [
        Branch(code=f"{last + place:04d}", name=name, short_name=short_name(name), kind=kind)
        for place, (name, kind) in enumerate(kinds.items(), 1)
    ]
    return create_many(actor, "party.change", Branch, rows, verb="party.found_branches", **data)


def found_groups(actor, names: Iterable[tuple[Branch, str]], **data) -> list[Group]:
    rows = [Group(branch=branch, name=name) for branch, name in names]
    return create_many(actor, "party.change", Group, rows, verb="party.found_groups", **data)


def begin_affiliations(actor, rows: Iterable[Affiliation], **data) -> list[Affiliation]:
    return create_many(actor, "affiliations.change", Affiliation, rows, verb="affiliations.begin", **data)


def revise_affiliations(actor, values: dict[int, dict], **data) -> Images:
    """Dates, group and duty; a new stage or branch is a new row instead."""
    return change_many(actor, "affiliations.change", Affiliation, values, verb="affiliations.revise", **data)


def end_affiliations(actor, ids: Iterable[int], at, **data) -> Images:
    ended = {pk: {"end": at} for pk in ids}
    return change_many(actor, "affiliations.change", Affiliation, ended, verb="affiliations.end", **data)


def name_contacts(actor, pairs: Iterable[tuple[int, int]], **data) -> list:
    """Name contact persons: pairs of affiliation id and person id."""
    rows = [Contact(affiliation_id=affiliation, person_id=person) for affiliation, person in pairs]
    return create_many(actor, "affiliations.change", Contact, rows, verb="affiliations.name_contacts", **data)


def drop_contacts(actor, links: Iterable[int], **data) -> int:
    return delete_many(actor, "affiliations.change", Contact, links, verb="affiliations.drop_contacts", **data)


def appoint_secretaries(actor, posts: Iterable[tuple[int, int, str]], at, **data) -> list[Appointment]:
    """Appoint secretaries: person id, branch id and title. The caller has checked the forbidden pairs (trust rule P5)."""
    rows = [
        Appointment(
            person_id=person, role=Role.SECRETARY, unit_kind=UnitKind.BRANCH, unit_id=branch, title=title, start=at
        )
        for person, branch, title in posts
    ]
    return create_many(actor, "gate.appoint", Appointment, rows, verb="gate.appoint_secretaries", **data)
