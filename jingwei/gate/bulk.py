"""The doors for many rows at once: one statement a batch and one line in the trail.

All of them need the capability over the whole college. What they changed is handed back as images, so that the one who
asked can take it back later.
"""

from collections.abc import Iterable, Iterator

from django.db import models, transaction

from jingwei.core import progress

from . import trail
from .doors import Denied, holds_college

BATCH = 500
Images = dict[int, dict[str, list]]  # row id → column → [before, after]


def change_many(
    actor, capability: str, model: type[models.Model], values: dict[int, dict], *, verb: str, **data
) -> Images:
    """Set columns of many rows (row id → column → value); rows and columns that hold the value already are left alone."""
    if not holds_college(actor, capability):
        raise Denied
    images: Images = {}
    with transaction.atomic():
        for ids in batches(values):
            rows = model._base_manager.select_for_update().in_bulk(ids)
            changed = _set(rows, values, images)
            if changed:
                columns = {column for row in changed for column in images[row.pk]}
                model._base_manager.bulk_update(changed, sorted(columns), batch_size=BATCH)
            progress.advance(len(ids))
        if images:
            columns = sorted({column for image in images.values() for column in image})
            trail.record_many(actor, verb, model, images, columns=columns, **data)
    return images


def delete_many(actor, capability: str, model: type[models.Model], ids: Iterable[int], *, verb: str, **data) -> int:
    """Delete rows that an undo made unnecessary. Raises ProtectedError where another row leans on one of them."""
    if not holds_college(actor, capability):
        raise Denied
    ids = list(ids)
    with transaction.atomic():
        gone = sum(model._base_manager.filter(pk__in=part).delete()[0] for part in batches(ids))
        if ids:
            trail.record_many(actor, verb, model, ids, **data)
    return gone


def batches(values: Iterable) -> Iterator[list]:
    """The values in lists of BATCH."""
    part = []
    for value in values:
        part.append(value)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


def _set(rows: dict[int, models.Model], values: dict[int, dict], images: Images) -> list[models.Model]:
    changed = []
    for pk, row in rows.items():
        image = {name: [getattr(row, name), new] for name, new in values[pk].items() if getattr(row, name) != new}
        if image:
            for name, (_old, new) in image.items():
                setattr(row, name, new)
            images[pk] = image
            changed.append(row)
    return changed
