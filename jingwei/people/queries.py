"""Reads of persons for the rosters."""

from .models import Person

ROSTER_COLUMNS = ("name", "gender", "kind", "major", "class_name", "grade", "phone", "is_active")


def roster() -> dict[str, Person]:
    """Number → person, everyone who has ever been here, with the columns that rosters speak of."""
    rows = Person.objects.only("pk", "number", *ROSTER_COLUMNS).order_by()
    return {person.number: person for person in rows.iterator(chunk_size=2000)}
