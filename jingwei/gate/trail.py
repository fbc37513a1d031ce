"""The trail: append-only, in the transaction of the act, a sentence for each verb. `chain` links and signs it."""

import json
from collections.abc import Iterable, Mapping

from django.db import models, transaction

from jingwei.core import clock

from . import glass_log
from .models import TrailEntry
from .policy import policy
from .posts import System, roles_of
from .sent import refuse_unasked

FORMATTERS: dict[str, str] = {}


def sentence(verb: str, text) -> None:
    """Declare a verb's sentence (lazy, placeholders from the entry's data; `{who}` is the actor)."""
    FORMATTERS[verb] = text


def describe(entry: TrailEntry, who: str, **words: str) -> str:
    """The entry's sentence; `words` say in the reader's language what the data hold as keys."""
    text = FORMATTERS.get(entry.verb)
    return str(text).format_map(_Lenient({**entry.data, **words}, who=who)) if text else f"{who} · {entry.verb}"


class _Lenient(dict):
    def __missing__(self, key):
        return "…"


def record(actor, verb: str, row: models.Model, **data) -> TrailEntry:
    """One act on one row."""
    _hold_to_the_form(actor)
    return TrailEntry.objects.create(**_actor(actor), verb=verb, **_subject(row), data=_plain(data))


def record_many(actor, verb: str, model, ids: Iterable[int], **data) -> TrailEntry:
    """One act on many rows: one line with their ids."""
    _hold_to_the_form(actor)
    ids = sorted(ids)
    return TrailEntry.objects.create(
        **_actor(actor), verb=verb, subject_type=model._meta.label_lower, data=_plain({**data, "ids": ids})
    )


def record_reading(actor, data_class: str, subjects: Iterable[int], *, purpose: str, page: str) -> TrailEntry | None:
    """Personal data (C2 and up) were shown: one line, however many people the page shows; None where it was oneself."""
    return next(iter(record_readings(actor, {(data_class, purpose): subjects}, page=page)), None)


def record_readings(actor, shown: Mapping[tuple[str, str], Iterable[int]], *, page: str) -> list[TrailEntry]:
    """What one request showed: (class, purpose) → whom it was about. Two statements.

    Raises LookupError where a purpose does not stand in the policy table.
    """
    entries = []
    for (data_class, purpose), subjects in shown.items():
        if purpose not in policy().purposes:
            raise LookupError(f"policy.toml has no purpose {purpose!r}")
        if ids := sorted(set(subjects) - {actor.pk}):
            data = {"class": data_class, "ids": ids, "purpose": purpose, "page": page}
            entries.append(TrailEntry(**_actor(actor), verb="read", subject_type="people.person", data=data))
    if entries:
        with transaction.atomic(savepoint=False):
            TrailEntry.objects.bulk_create(entries)
            glass_log.add(entries)
    return entries


def of(row: models.Model) -> models.QuerySet:
    """The entries about a row, oldest first."""
    return TrailEntry.objects.filter(**_subject(row)).select_related("actor").order_by("pk")


def snapshot(row: models.Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def difference(before: dict, row: models.Model) -> dict:
    """Column → [old, new], of what changed."""
    after = snapshot(row)
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _hold_to_the_form(actor) -> None:
    """What the program does by itself on the way to a page has nothing to do with the form that was sent to it."""
    if not isinstance(actor, System):
        refuse_unasked()


def _actor(actor) -> dict:
    if isinstance(actor, System):
        return {"actor": None, "post": actor.name, "at": clock.now()}
    return {"actor_id": actor.pk, "post": ",".join(roles_of(actor)), "at": clock.now()}


def _subject(row: models.Model) -> dict:
    return {"subject_type": row._meta.label_lower, "subject_id": row.pk}


def _plain(data: dict) -> dict:
    """As JSON will give it back, so that the digest of what was written is that of what is read."""
    return json.loads(json.dumps(data, default=str, ensure_ascii=False))
