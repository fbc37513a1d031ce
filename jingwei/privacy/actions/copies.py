"""我的档案: everything that is kept about a person, gathered by the worker into one file for that person."""

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.core import clock, sequence
from jingwei.core.outbox import post
from jingwei.gate import trail
from jingwei.gate.doors import Denied, create, one
from jingwei.people.models import Person
from jingwei.privacy import making, mydata
from jingwei.privacy.models import DataCopy


def ask_copy(actor) -> DataCopy:
    """Raises ValidationError where one is being made already."""
    try:
        with transaction.atomic():
            row = DataCopy(
                serial=f"MY{sequence.take('privacy.copy'):06}",
                person=actor,
                asked_at=clock.now(),
                language=get_language() or "zh-hans",
            )
            create(actor, "copies.ask", row, verb="privacy.ask_copy")
            making.nudge(row)
    except IntegrityError:
        raise ValidationError(_("已经有一份正在整理")) from None
    return row


@making.makes(DataCopy)
def make_copy(pk: int) -> None:
    making.attempt(DataCopy, pk, _make)


def open_copy(actor, pk: int) -> DataCopy:
    """The file for the person it is about; every download leaves a line."""
    with transaction.atomic():
        row = one(actor, "copies.read", DataCopy, pk, lock=True)
        if row.state != DataCopy.State.MADE or row.expires_at <= clock.now():
            raise Denied
        trail.record(actor, "privacy.download_copy", row)
    return row


def content_of(row: DataCopy) -> bytes:
    with default_storage.open(row.key) as file:
        return file.read()


def _make(row: DataCopy) -> None:
    person = Person.objects.get(pk=row.person_id)
    with translation.override(row.language):
        content = mydata.packed(person, told=lambda percent: making.beat(row, percent))
        name = f"{_('我的档案')}-{person.number}-{timezone.localtime(clock.now()):%Y%m%d}.zip"
    making.store(row, content, name, told=lambda: post("privacy.copy_made", to=[person]))
