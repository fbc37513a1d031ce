"""What the worker does for privacy: files that were asked for, each a task of its own."""

from huey.contrib.djhuey import db_task

from . import making
from .actions.copies import make_copy
from .actions.exports import make_export
from .models import DataCopy, ExportRequest


@db_task()
def make_copy_soon(pk: int) -> None:
    make_copy(pk)


@db_task()
def make_export_soon(pk: int) -> None:
    make_export(pk)


def take_up_due() -> None:
    """Queue what a lost hint or a killed worker left lying. Queued twice, it is made once."""
    for pk in making.due(DataCopy):
        make_copy_soon(pk)
    for pk in making.due(ExportRequest):
        make_export_soon(pk)
