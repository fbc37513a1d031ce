"""Erasing what is due, once a day, and again after a restore.

In this order, so that a power cut between any two steps loses nothing: what is about to go is noted outside the database
(as keyed fingerprints, nobody can read them back), then rows, files and what the trail says of them go in one
transaction, a tombstone stays, and at the end the freed bytes are overwritten.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from jingwei.core import clock
from jingwei.core.database import overwrite_freed
from jingwei.core.models import Sequence as Serial
from jingwei.gate.models import TrailEntry
from jingwei.gate.periods import RULES, Rule
from jingwei.gate.sealing import forgetting

from .models import Tombstone

BATCH = 200
LAST = "privacy.erased"  # under which the day of the last round is kept
FREED = "privacy.freed"  # 1 under this while freed bytes wait to be overwritten
HOUR = 3  # at night


def erase_once_a_day() -> int:
    """Called by the clock every minute: one round a day, at night or as soon as a worker is there again."""
    if timezone.localtime(clock.now()).hour < HOUR or not _first_today():
        return 0
    return erase_due()


def erase_due() -> int:
    """Every rule, in the order in which they were declared. Returns how many rows went."""
    erased = {rule.code: _erase_by(rule) for rule in RULES.values()}
    if any(erased.values()):
        Serial.objects.update_or_create(name=FREED, defaults={"last": 1})
    overwrite_what_was_freed()
    return sum(erased.values())


def overwrite_what_was_freed() -> None:
    """Called by the clock, too: while others hold the database it cannot be done, and a minute later it can."""
    if Serial.objects.filter(name=FREED, last=1).exists():
        overwrite_freed()
        Serial.objects.filter(name=FREED).update(last=0)


def replay() -> dict[str, int]:
    """After a restore: erase again what had been erased before. Rule → how many rows came back and went."""
    noted: dict[str, set[str]] = {}
    for line in _noted():
        noted.setdefault(line["rule"], set()).add(line["what"])
    found = {code: _erase_again(RULES[code], marks) for code, marks in noted.items() if code in RULES}
    if any(found.values()):
        overwrite_freed()
    return found


def _erase_by(rule: Rule) -> int:
    total = 0
    while True:
        with transaction.atomic():
            rows = list(rule.due().order_by("pk")[:BATCH])
            if rows:
                _erase(rule, rows)
        total += len(rows)
        if len(rows) < BATCH:
            return total


def _erase_again(rule: Rule, marks: set[str]) -> int:
    rows = [row for row in rule.model._base_manager.iterator(chunk_size=2000) if mark(rule, row) in marks]
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            _erase(rule, rows[start : start + BATCH], note=False)
    return len(rows)


def _erase(rule: Rule, rows: Sequence[models.Model], *, note: bool = True) -> None:
    if note:
        _append(json.dumps({"rule": rule.code, "on": f"{clock.today()}", "what": mark(rule, row)}) for row in rows)
    if rule.model is not TrailEntry:
        forgetting.forget_about(_with_all_that_goes(rule, rows))
    rule.erase(rows)
    Tombstone.objects.get_or_create(data_class=rule.class_code, on=clock.today(), rule=rule.code)


def _with_all_that_goes(rule: Rule, rows: Sequence[models.Model]) -> dict[type[models.Model], set[int]]:
    """The rows and, where they are deleted and not emptied, those that go with them."""
    gone: dict[type[models.Model], set[int]] = {rule.model: {row.pk for row in rows}}
    collector = Collector(using=router.db_for_write(rule.model), origin=rows)
    if rule.deletes:
        collector.collect(rows)
        for model, found in collector.data.items():
            gone.setdefault(model, set()).update(row.pk for row in found)
        for found in collector.fast_deletes:
            gone.setdefault(found.model, set()).update(found.values_list("pk", flat=True))
    return gone


def mark(rule: Rule, row: models.Model) -> str:
    """Names the row for ever and to nobody: keyed, so that trying all numbers does not find it."""
    stamp = [rule.code, row.pk, *(_steady(getattr(row, name)) for name in rule.stamp)]
    return hmac.new(settings.ERASURE_KEY.encode(), json.dumps(stamp).encode(), hashlib.sha256).hexdigest()


def _steady(value: object) -> str:
    return value.astimezone(timezone.get_default_timezone()).isoformat() if isinstance(value, datetime) else str(value)


def _append(lines: Iterable[str]) -> None:
    """On the disk before anything goes."""
    settings.ERASURES_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = settings.ERASURES_DIR / f"{clock.today():%Y-%m}.jsonl"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as kept:
        kept.write("".join(f"{line}\n" for line in lines))
        kept.flush()
        os.fsync(kept.fileno())


def _noted() -> Iterator[dict]:
    """All that was noted; a last line that a power cut left unfinished was followed by no erasure."""
    for file in sorted(settings.ERASURES_DIR.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


def _first_today() -> bool:
    """Whether this worker is the first of today: the day is taken under lock."""
    day = clock.today().toordinal()
    with transaction.atomic():
        Serial.objects.get_or_create(name=LAST)
        row = Serial.objects.select_for_update().get(name=LAST)
        if row.last >= day:
            return False
        row.last = day
        row.save(update_fields=["last"])
    return True
