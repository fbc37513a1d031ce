"""Writes of persons: one by one for staff, in bulk for the rosters."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jingwei.gate.bulk import Images, change_many
from jingwei.gate.doors import create, create_many

from .models import Cohort, Person
from .names import pinyin_of


def ensure_staff(actor, *, number: str, name: str, gender: str = "", phone: str = "") -> Person:
    """The account of somebody who works here; made if there is none under the number. It enters by a one-time code."""
    found = Person.objects.filter(number=number).first()
    if found:
        return found
    person = Person(number=number, name=name, gender=gender, phone=phone, kind=Person.Kind.STAFF)
    _prepare(person)
    return create(actor, "people.create", person, verb="people.enrol")


def enrol_people(actor, people: Iterable[Person], **data) -> list[Person]:
    """Make many accounts that nobody has entered yet."""
    people = list(people)
    for person in people:
        _prepare(person)
    with transaction.atomic():
        made = create_many(actor, "people.create", Person, people, verb="people.enrol", **data)
        _open_cohorts(actor, (person.grade for person in made))
    return made


def revise_people(actor, values: dict[int, dict], **data) -> Images:
    """Set columns of many persons (person id → column → value)."""
    spelt = {
        pk: {**columns, "name_pinyin": pinyin_of(columns["name"])} if "name" in columns else columns
        for pk, columns in values.items()
    }
    with transaction.atomic():
        images = change_many(actor, "people.change", Person, spelt, verb="people.revise", **data)
        _open_cohorts(actor, (columns.get("grade", "") for columns in values.values()))
    return images


def retire_people(actor, ids: Iterable[int], at, **data) -> Images:
    """They have left: the account rests, everything they did stays."""
    left = {"is_active": False, "left_at": at}
    return change_many(actor, "people.change", Person, dict.fromkeys(ids, left), verb="people.retire", **data)


def _open_cohorts(actor, grades: Iterable[str]) -> None:
    """A year that the roster names for the first time is a cohort from then on, so that a counsellor can be given it."""
    wanted = set(grades) - {""}
    if new := wanted - set(Cohort.objects.filter(grade__in=wanted).values_list("grade", flat=True)):
        create_many(
            actor, "people.change", Cohort, [Cohort(grade=grade) for grade in sorted(new)], verb="people.cohort"
        )


def _prepare(person: Person) -> None:
    person.name_pinyin = pinyin_of(person.name)
    person.password = make_password(None)
