"""Forgetting what entries of the trail say, when its time is over, so that the chain still holds.

The fingerprint stays in its place; the words go, and with them the salt without which nobody can guess them back. A new
entry announces which places were forgotten and what is left of each, so that a gap nobody announced is tampering.
"""

from collections.abc import Sequence

from django.db import models, transaction
from django.utils.crypto import salted_hmac

from jingwei.gate import glass_log, trail
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System

from . import chain

FORGET = "trail.forget"
EMPTY = {"data": {}, "subject_id": None, "salt": ""}


def remembered() -> models.QuerySet:
    """Sealed entries that still say who did what. An announcement is about places alone, and stays."""
    return TrailEntry.objects.filter(seq__isnull=False).exclude(post="").exclude(verb=FORGET)


def forget_about(gone: dict[type[models.Model], set[int]]) -> int:
    """Forget what the trail says of rows that are erased: who did something then stays, what it was goes."""
    chain.seal_all()
    forgotten = 0
    for model, keys in gone.items():
        ids = [key for key in keys if isinstance(key, int)]  # the trail names rows by number
        entries = remembered().filter(subject_type=model._meta.label_lower, subject_id__in=ids)
        forgotten += _forget(list(entries.exclude(salt="")), lambda entry: EMPTY)
    return forgotten


def forget_wholly(entries: Sequence[TrailEntry]) -> int:
    """Nothing stays but the moment, the act and a name that stands for whoever did it."""
    return _forget(
        entries, lambda entry: {**EMPTY, "actor_id": None, "post": "", "data": {"who": pseudonym(entry.actor_id)}}
    )


def pseudonym(actor: int | None) -> str:
    """The same for all that an account did, and nobody's name without the key.

    Sixteen signs. Those of twelve were made before, by HMAC-SHA-1: they stay as the announcement of their place has them,
    so that the chain holds, and nothing ever makes or compares them again.
    """
    return salted_hmac("jingwei.gate.pseudonym", str(actor), algorithm="sha256").hexdigest()[:16] if actor else ""


def announced() -> dict[int, str]:
    """Place in the chain → the fingerprint of what is left there, as last announced."""
    entries = TrailEntry.objects.filter(verb=FORGET).order_by("pk").values_list("data", flat=True)
    return {int(seq): left for data in entries.iterator() for seq, left in data.get("left", {}).items()}


def _forget(entries: Sequence[TrailEntry], emptied) -> int:
    left = {}
    with transaction.atomic():
        for entry in entries:
            values = emptied(entry)
            for name, value in values.items():
                setattr(entry, name, value)
            TrailEntry.objects.filter(pk=entry.pk).update(**values)
            left[entry.seq] = chain.rest(getattr(entry, name) for name in chain.COLUMNS)
        if left:
            glass_log.drop(entry.pk for entry in entries)
            trail.record_many(System("retention"), FORGET, TrailEntry, [], left=left)
    return len(left)
