"""The trail: append-only, in the transaction of the act, linked and signed by one sealer, a sentence for each verb.

The chain must not make writers queue, so rows are written unlinked; `seal()` gives them their place within seconds.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from jingwei.core import clock

from .keys import sign, verify
from .models import Seal, TrailEntry
from .policy import policy
from .posts import System, roles_of

FORMATTERS: dict[str, str] = {}
GENESIS = "0" * 64


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
    return TrailEntry.objects.create(**_actor(actor), verb=verb, **_subject(row), data=_plain(data))


def record_many(actor, verb: str, model, ids: Iterable[int], **data) -> TrailEntry:
    """One act on many rows: one line with their ids."""
    ids = sorted(ids)
    return TrailEntry.objects.create(
        **_actor(actor), verb=verb, subject_type=model._meta.label_lower, data=_plain({**data, "ids": ids})
    )


def record_reading(actor, data_class: str, subjects: Iterable[int], *, purpose: str, page: str) -> TrailEntry | None:
    """Personal data (C2 and up) were shown: one line a request, however many people the page shows.

    Raises LookupError where the purpose does not stand in the policy table.
    """
    if purpose not in policy().purposes:
        raise LookupError(f"policy.toml has no purpose {purpose!r}")
    ids = sorted(set(subjects) - {actor.pk})
    if not ids:
        return None
    data = {"class": data_class, "ids": ids, "purpose": purpose, "page": page}
    return TrailEntry.objects.create(**_actor(actor), verb="read", subject_type="people.person", data=data)


def of(row: models.Model) -> models.QuerySet:
    """The entries about a row, oldest first."""
    return TrailEntry.objects.filter(**_subject(row)).select_related("actor").order_by("pk")


def snapshot(row: models.Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def difference(before: dict, row: models.Model) -> dict:
    """Column → [old, new], of what changed."""
    after = snapshot(row)
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


# --- the chain ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found: how many entries hold, and the first that does not (None: all hold)."""

    checked: int
    first_bad: int | None
    reason: str = ""


def seal(limit: int = 5000) -> int:
    """Link and sign what is not yet sealed. Only one sealer runs at a time; returns how many entries it linked."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-last_seq").first()
        seq, head = (last.last_seq, last.head) if last else (0, GENESIS)
        rows = list(TrailEntry.objects.select_for_update().filter(seq__isnull=True).order_by("pk")[:limit])
        for row in rows:
            seq += 1
            row.seq, row.digest = seq, _digest(row, seq, head)
            head = row.digest
        if rows:
            TrailEntry.objects.bulk_update(rows, ["seq", "digest"], batch_size=500)
            Seal.objects.create(last_seq=seq, head=head, signature=sign(f"{seq}:{head}"))
    return len(rows)


def verify_chain() -> Verdict:
    """Walk the whole chain in order and name the first entry that does not hold."""
    seals = {seal.last_seq: seal for seal in Seal.objects.all()}
    head, expected = GENESIS, 0
    for row in TrailEntry.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        expected += 1
        if row.seq != expected:
            return Verdict(expected - 1, expected, _("这一条不见了"))
        head = _digest(row, row.seq, head)
        if row.digest != head:
            return Verdict(expected - 1, row.seq, _("这一条的内容与指纹不符"))
        signed = seals.pop(row.seq, None)
        if signed and (signed.head != head or not verify(f"{row.seq}:{head}", signed.signature)):
            return Verdict(expected - 1, row.seq, _("签名与链头不符"))
    if seals:
        return Verdict(expected, min(seals), _("签过名的记录不见了"))
    return Verdict(expected, None)


def _digest(row: TrailEntry, seq: int, previous: str) -> str:
    at = row.at.astimezone(datetime.UTC).isoformat()
    body = [seq, previous, at, row.actor_id, row.post, row.verb, row.subject_type, row.subject_id, row.data]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _actor(actor) -> dict:
    if isinstance(actor, System):
        return {"actor": None, "post": actor.name, "at": clock.now()}
    return {"actor_id": actor.pk, "post": ",".join(roles_of(actor)), "at": clock.now()}


def _subject(row: models.Model) -> dict:
    return {"subject_type": row._meta.label_lower, "subject_id": row.pk}


def _plain(data: dict) -> dict:
    """As JSON will give it back, so that the digest of what was written is that of what is read."""
    return json.loads(json.dumps(data, default=str, ensure_ascii=False))
