"""The page's way in: what can be said of the files is said at once, then the worker reads them."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from jingwei.core import clock
from jingwei.exchange.flow import RUN
from jingwei.exchange.models import ImportRun
from jingwei.exchange.runs import spool
from jingwei.exchange.runs.files import Upload, named, recognise
from jingwei.exchange.runs.waiting import noted
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState
from jingwei.gate.posts import System

from .staging import begin, counted, read_into, take

log = logging.getLogger(__name__)


def bring_import(actor, files, *, partial: bool = False) -> ImportRun:
    """Take workbooks in and have the worker read them.

    Raises ValidationError, with one sentence a file, where one is no roster at all; then nothing is kept.
    """
    files = counted(files)
    _look_at(actor, files)
    with transaction.atomic(durable=True):
        run = begin(actor, ImportRun.State.READING, partial=partial, asked_at=clock.now())
        key = spool.keep(run.pk, files)
    read_brought(run.pk, key, [upload.name for upload in files], translation.get_language())
    return run


@db_task()
def read_brought(pk: int, key: str, names: list[str], language: str) -> None:
    """In the worker: from what was brought to the preview, or to the sentences that say why not."""
    try:
        with translation.override(language), noted(pk):
            _read(pk, key, names)
    except (WrongState, Denied):
        log.info("import %s was given up before it was read", pk)
    finally:
        spool.drop(pk)


def _look_at(actor, files: list[Upload]) -> None:
    problems, given = [], {}
    for upload in files:
        try:
            take(actor, given, named(upload), recognise(upload))
        except ValidationError as error:
            problems += error.error_list
    if problems:
        raise ValidationError(problems)


def _read(pk: int, key: str, names: list[str]) -> None:
    actor = ImportRun.objects.select_related("by").get(pk=pk).by
    try:
        with RUN.step("preview", actor, pk) as run:
            read_into(actor, run, spool.take(pk, key, names))
    except ValidationError as error:
        _refuse(pk, error.messages)
    except spool.Lost:
        _refuse(pk, [_("文件已经不在了，请再传一次。")])
    except (WrongState, Denied):
        raise
    except Exception:
        _refuse(pk, [_("读取时出了意外，什么都没有写入。请再传一次；还是不行，请告诉管理员。")])
        raise


def _refuse(pk: int, problems: list[str]) -> None:
    with RUN.step("refuse", System("worker"), pk) as run:
        run.problems = problems
