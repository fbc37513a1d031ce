"""The chain: one sealer gives each entry of the trail its place, links it by hash to the one before, and signs the head.

Writers must not queue for it, so entries are written unlinked and get their place within a minute (`seal`). The head of
each seal is then kept outside the database (`heads`); `check` walks it all and names what does not hold.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable

from django.db import transaction

from jingwei.core import clock
from jingwei.gate.models import Seal, TrailEntry

from . import keys

GENESIS = "0" * 64
BATCH = 5000
# Every stored column but the digest itself, in the order in which they are hashed.
COLUMNS = ("seq", "id", "at", "actor_id", "post", "verb", "subject_type", "subject_id", "data", "salt")
AT = COLUMNS.index("at")
# ASCII, so that whatever text is stored has a digest; sorted, because a database may keep JSON in an order of its own.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def digest(previous: str, values: tuple) -> str:
    """The fingerprint of an entry (the values of COLUMNS) that follows the one with the fingerprint `previous`."""
    body = [previous, *values]
    body[AT + 1] = stamp(values[AT])
    return hashlib.sha256(_encode(body).encode()).hexdigest()


def rest(values: Iterable) -> str:
    """The fingerprint of what is left of an entry (the values of COLUMNS) when its contents are forgotten."""
    values = list(values)
    values[AT] = stamp(values[AT])
    return hashlib.sha256(_encode(values).encode()).hexdigest()[:32]


def stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat()


def head_text(seq: int, head: str, at: datetime.datetime | str) -> str:
    """What is signed: anybody who has the public key can put it together and verify it."""
    return f"jingwei-trail {seq} {head} {at if isinstance(at, str) else stamp(at)}"


def seal(limit: int = BATCH) -> int:
    """Link and sign what is not yet sealed. Only one sealer runs at a time; returns how many entries it linked."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-last_seq").first()
        seq, head = (last.last_seq, last.head) if last else (0, GENESIS)
        rows = list(TrailEntry.objects.select_for_update().filter(seq__isnull=True).order_by("pk")[:limit])
        for row in rows:
            seq += 1
            row.seq = seq
            row.digest = head = digest(head, tuple(getattr(row, name) for name in COLUMNS))
        if rows:
            TrailEntry.objects.bulk_update(rows, ["seq", "digest"], batch_size=500)
            at = clock.now()
            signature = keys.sign(head_text(seq, head, at))
            Seal.objects.create(at=at, last_seq=seq, head=head, signature=signature)
    return len(rows)


def seal_all() -> int:
    """Seal until nothing waits; returns how many entries were linked."""
    sealed = 0
    while linked := seal():
        sealed += linked
    return sealed
