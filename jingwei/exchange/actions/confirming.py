"""Write what the preview showed: all of it or nothing. The page lets the worker do it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from jingwei.core import clock, progress, statistics
from jingwei.core.models import Sequence
from jingwei.exchange.flow import RUN
from jingwei.exchange.models import ImportJournal, ImportRun
from jingwei.exchange.runs.applying import apply_changes
from jingwei.exchange.runs.reading import read_run
from jingwei.exchange.runs.waiting import noted
from jingwei.gate.doors import Denied, holds_college
from jingwei.gate.flow import WrongState
from jingwei.gate.posts import System
from jingwei.housing.models import Building, Floor, Room, Stay
from jingwei.party.models import Affiliation, Branch, Group
from jingwei.people.models import Person
from jingwei.terms.actions import ensure_term

from .staging import refresh_preview

LOADED = (Person, Building, Floor, Room, Stay, Branch, Group, Affiliation)

log = logging.getLogger(__name__)


class OutdatedError(ValidationError):
    """The college has changed since the preview; the preview has to be looked at again."""


def confirm_import(actor, pk: int, *, sweeping_ok: bool = False, at=None) -> ImportRun:
    """Write it here and now.

    Raises WrongState where the run is not waiting any more, OutdatedError where the college has changed meanwhile, and
    ValidationError where more than a third would leave and nobody has said that this is meant (`sweeping_ok`).
    """
    return _confirm("confirm", actor, pk, sweeping_ok=sweeping_ok, at=at)


def start_import(actor, pk: int, *, sweeping_ok: bool = False) -> ImportRun:
    """Have the worker write it. Raises WrongState and, where too many would leave, ValidationError."""
    with transaction.atomic(durable=True), RUN.step("start", actor, pk) as run:
        refuse_sweeping(run, sweeping_ok)
        run.asked_at, run.problems = clock.now(), []
    write_started(pk, actor.pk, sweeping_ok, translation.get_language())
    return run


def stop_import(actor, pk: int) -> ImportRun:
    """Take the confirmation back while the worker has not come to it."""
    with RUN.step("stop", actor, pk) as run:
        pass
    return run


@db_task()
def write_started(pk: int, actor: int, sweeping_ok: bool, language: str) -> None:
    """In the worker: to the confirmed import, or back to the preview with the sentence that says why."""
    try:
        with translation.override(language), noted(pk):
            _write(pk, Person.objects.get(pk=actor), sweeping_ok)
    except WrongState:
        log.info("import %s was stopped before it was written", pk)


def refuse_sweeping(run: ImportRun, sweeping_ok: bool) -> None:
    if run.counts["sweeping"] and not sweeping_ok:
        raise ValidationError(_("这次导入会让超过三分之一的人离开。请先确认名单是完整的。"))


def _confirm(step: str, actor, pk: int, *, sweeping_ok: bool, at=None) -> ImportRun:
    with _alone(), RUN.step(step, actor, pk) as run:
        reading = read_run(run)
        if reading.changes.fingerprint() != run.fingerprint:
            raise OutdatedError(_("预览之后，系统里的名册有了变化。请再看一遍，再确认。"))
        refuse_sweeping(run, sweeping_ok)
        run.confirmed_at = at or clock.now()
        if run.term is None and holds_college(actor, "terms.change"):
            run.term = ensure_term(actor)
        progress.phase("write")
        journal = apply_changes(actor, reading.changes, reading.known, run, run.confirmed_at)
        ImportJournal.objects.create(run=run, steps=journal.steps)
        run.staged.all().delete()
        statistics.refresh(LOADED)
    return run


def _write(pk: int, actor: Person, sweeping_ok: bool) -> None:
    worker = System("worker")
    try:
        _confirm("finish", actor, pk, sweeping_ok=sweeping_ok)
    except WrongState:
        raise
    except OutdatedError as error:
        _put_back(pk, error.messages)
        refresh_preview(worker, pk)
    except ValidationError as error:
        _put_back(pk, error.messages)
    except Denied:
        _put_back(pk, [_("确认的人已经没有导入的权限，什么都没有写入。")])
    except Exception:
        _put_back(pk, [_("写入时出了意外，什么都没有写入。请再试一次；还是不行，请告诉管理员。")])
        raise


def _put_back(pk: int, problems: list[str]) -> None:
    with RUN.step("stop", System("worker"), pk) as run:
        run.problems = problems


@contextmanager
def _alone() -> Iterator[None]:
    """One confirmation at a time, so that what is compared is what is written."""
    with transaction.atomic():
        Sequence.objects.get_or_create(name="exchange.import")
        Sequence.objects.select_for_update().get(name="exchange.import")
        yield
