"""What is not kept: previews that nobody wants, and what an undo needs once its time is over."""

from datetime import timedelta

from django.db import transaction

from jingwei.core import clock
from jingwei.exchange.flow import RUN
from jingwei.exchange.models import UNDO_KEPT, ImportJournal, ImportRun
from jingwei.exchange.runs import spool
from jingwei.gate import trail
from jingwei.gate.posts import System

PREVIEWS_KEPT = timedelta(days=7)  # what was read and never confirmed is not kept longer


def discard_import(actor, pk: int) -> ImportRun:
    """Give a preview up; what was read is deleted."""
    with RUN.step("discard", actor, pk) as run:
        for rows in (run.staged, run.findings, run.lines):
            rows.all().delete()
    spool.drop(pk)
    return run


def discard_stale_previews() -> int:
    """Called by the clock: give up what nobody came back to. Returns how many."""
    stale = ImportRun.objects.filter(
        state__in=RUN.steps["discard"].sources, created_at__lt=clock.now() - PREVIEWS_KEPT
    ).values_list("pk", flat=True)
    return sum(1 for pk in list(stale) if discard_import(System("worker"), pk))


def forget_old_undos() -> int:
    """Called by the clock: drop the journal and the rows shown of imports that can no longer be taken back.

    Whom an import touched stays in the trail; what they were called before does not stay for ever. Returns how many.
    """
    over = ImportRun.objects.filter(confirmed_at__lt=clock.now() - UNDO_KEPT, forgotten=False).values_list(
        "pk", flat=True
    )
    return sum(1 for pk in list(over) if _forget(pk))


def _forget(pk: int) -> bool:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=pk, forgotten=False).first()
        if run is None:
            return False
        for rows in (run.staged, run.findings, run.lines):
            rows.all().delete()
        ImportJournal.objects.filter(run=run).delete()
        run.forgotten = True
        run.save(update_fields=["forgotten"])
        trail.record(System("worker"), "exchange.forget", run)
    return True
