"""Reads of persons for the rosters."""

from django.db.models import Exists, OuterRef, QuerySet

from .models import Cohort, Person

ROSTER_COLUMNS = ("name", "gender", "kind", "major", "class_name", "grade", "phone", "is_active")


def roster() -> dict[str, Person]:
    """Number → person, everyone who has ever been here, with the columns that rosters speak of."""
    rows = Person.objects.only("pk", "number", *ROSTER_COLUMNS).order_by()
    return {person.number: person for person in rows.iterator(chunk_size=2000)}


def cohorts() -> QuerySet:
    """The years of which somebody is here."""
    return Cohort.objects.filter(Exists(Person.objects.filter(is_active=True, grade=OuterRef("grade"))))
