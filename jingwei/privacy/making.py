"""Files that the worker makes: taken up once, watched, stored, gone after seven days."""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from huey.contrib.djhuey import db_task

from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.posts import System

from .models import DataCopy, ExportRequest, MadeFile

log = logging.getLogger(__name__)
WORKER = System("worker")
KEPT = timedelta(days=7)
SILENCE = timedelta(minutes=5)  # after which whoever makes it is taken for dead
WAITING = {DataCopy: DataCopy.State.WAITING, ExportRequest: ExportRequest.State.APPROVED}
RUNNING = {DataCopy: DataCopy.State.RUNNING, ExportRequest: ExportRequest.State.APPROVED}
MOST_ATTEMPTS = 3
MAKERS: dict[type[MadeFile], Callable[[int], None]] = {}  # what makes one of them, by its id


class Lost(Exception):
    """Somebody else has taken it up."""


def makes(model: type[MadeFile]) -> Callable:
    """Declare what makes files of this kind."""

    def declare(maker: Callable[[int], None]) -> Callable[[int], None]:
        MAKERS[model] = maker
        return maker

    return declare


@db_task()
def make_soon(label: str, pk: int) -> None:
    """One file, as long as it takes: a task of its own, so that messages and clocks do not wait for it."""
    MAKERS[apps.get_model(label)](pk)


def nudge(row: MadeFile) -> None:
    """Tell the worker once the transaction holds; losing this hint loses nothing, the clock finds the row."""
    transaction.on_commit(lambda: make_soon(row._meta.label, row.pk), robust=True)


def take_up_due() -> None:
    """By the clock: queue what a lost hint or a killed worker left lying. Queued twice, it is made once."""
    for model in MAKERS:
        for pk in due(model):
            make_soon(model._meta.label, pk)


def due(model: type[MadeFile]) -> list[int]:
    """What nobody has in hand: not begun, or not heard of for long."""
    silent = Q(state=RUNNING[model], attempt__gt=0, beat_at__lte=clock.now() - SILENCE)
    return list(model.objects.filter(Q(state=WAITING[model], attempt=0) | silent).values_list("pk", flat=True))


def take_up(model: type[MadeFile], pk: int) -> MadeFile | None:
    """Claim it for this attempt, or None where somebody else has it."""
    now = clock.now()
    free = Q(state=WAITING[model], attempt=0) | Q(state=RUNNING[model], beat_at__lte=now - SILENCE)
    taken = model.objects.filter(free, pk=pk).update(
        state=RUNNING[model], attempt=F("attempt") + 1, beat_at=now, percent=0
    )
    return model.objects.get(pk=pk) if taken else None


def beat(row: MadeFile, percent: int) -> None:
    """Say how far it is. Raises Lost where somebody else has taken it up meanwhile."""
    mine = type(row).objects.filter(pk=row.pk, attempt=row.attempt, state=RUNNING[type(row)])
    if not mine.update(percent=percent, beat_at=clock.now()):
        raise Lost


def store(row: MadeFile, content: bytes, file_name: str, *, told: Callable[[], object], **columns) -> None:
    """Keep the file and say that it is there, together."""
    model, now = type(row), clock.now()
    key = default_storage.save(f"privacy/{uuid4().hex}", ContentFile(content))
    try:
        with transaction.atomic():
            mine = model.objects.filter(pk=row.pk, attempt=row.attempt, state=RUNNING[model])
            columns |= {"state": model.State.MADE, "percent": 100, "key": key, "file_name": file_name}
            if not mine.update(made_at=now, expires_at=now + KEPT, **columns):
                raise Lost
            told()
    except BaseException:
        default_storage.delete(key)
        raise


def attempt(model: type[MadeFile], pk: int, work: Callable[[MadeFile], None]) -> None:
    """One attempt; after the third failure it is given up, and its page says so."""
    row = take_up(model, pk)
    if row is None:
        return
    try:
        work(row)
    except Lost:
        log.info("%s was taken up anew", row)
    except Exception:
        log.exception("%s failed", row)
        if row.attempt >= MOST_ATTEMPTS:
            model.objects.filter(pk=pk, attempt=row.attempt).update(state=model.State.FAILED)


def expire() -> int:
    """Called by the clock: delete what is older than seven days. Returns how many."""
    gone = 0
    for model in (DataCopy, ExportRequest):
        for row in model.objects.filter(expires_at__lte=clock.now()).exclude(key=""):
            default_storage.delete(row.key)
            with transaction.atomic():
                model.objects.filter(pk=row.pk).update(state=model.State.EXPIRED, key="", file_name="")
                trail.record(WORKER, "privacy.expire", row)
            gone += 1
    return gone
