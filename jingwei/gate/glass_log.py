"""An index over the readings of the trail: whose data each one showed, so that nobody's glass log is looked for in all of it.

The trail is the truth and is sealed; these lines are found from it, written in the same transaction, go when an entry is
forgotten, and can be written anew at any time.
"""

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest

from django.db import transaction

from .models import GlassLine, TrailEntry

BATCH = 2000
Line = tuple[int, int, str]  # entry, person, class


def lines_of(entry: int, data: dict) -> list[Line]:
    """One line a person; none where the entry's contents are forgotten."""
    return [(entry, person, data["class"]) for person in sorted(data.get("ids", ()))]


def add(entries: Iterable[TrailEntry]) -> None:
    """To be called in the transaction in which the entries were written."""
    _write(line for entry in entries for line in lines_of(entry.pk, entry.data))


def drop(entries: Iterable[int]) -> None:
    GlassLine.objects.filter(entry__in=list(entries)).delete()


def rebuild() -> int:
    """Write the whole index anew; returns how many lines it has."""
    with transaction.atomic():
        GlassLine.objects.all().delete()
        _write(_in_the_trail())
        return GlassLine.objects.count()


def first_misfit() -> int | None:
    """The first entry for which the index does not say what the trail says, or None where they agree."""
    indexed = GlassLine.objects.order_by("entry_id", "person_id").values_list("entry_id", "person_id", "data_class")
    for said, found in zip_longest(_in_the_trail(), indexed.iterator(chunk_size=BATCH)):
        if said != found:
            return min(line[0] for line in (said, found) if line)
    return None


def _in_the_trail() -> Iterator[Line]:
    readings = TrailEntry.objects.filter(verb="read").order_by("pk").values_list("pk", "data")
    for entry, data in readings.iterator(chunk_size=BATCH):
        yield from lines_of(entry, data)


def _write(lines: Iterable[Line]) -> None:
    rows = (GlassLine(entry_id=entry, person_id=person, data_class=code) for entry, person, code in lines)
    while part := list(islice(rows, BATCH)):
        GlassLine.objects.bulk_create(part)
