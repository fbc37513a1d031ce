"""Exports: asked with a purpose, agreed by a second person, made by the worker, marked with the account on every line."""

import io

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jingwei.core import clock, sequence
from jingwei.core.outbox import post
from jingwei.core.spreadsheet.columns import Column
from jingwei.core.spreadsheet.workbook import Page, write_marked
from jingwei.gate import trail
from jingwei.gate.doors import Denied, create, may, one
from jingwei.gate.exporting import EXPORTS, MOST_ROWS, Exportable
from jingwei.gate.policy import policy
from jingwei.gate.posts import holders
from jingwei.gate.roles import Role, UnitKind
from jingwei.people.models import Person
from jingwei.privacy import making
from jingwei.privacy.flow import EXPORT
from jingwei.privacy.models import ExportRequest

from .requests import auditors


def ask_export(actor, *, sheet: str, columns: list[str], purpose: str, why: str, division: str = "") -> ExportRequest:
    """Raises Denied where the actor may not export the list, ValidationError where a column, the purpose or the size is wrong."""
    wanted = exportable_for(actor, sheet)
    if not columns or set(columns) - wanted.parts.keys():
        raise ValidationError({"columns": _("请选这份名单里有的列")})
    if purpose not in policy().purposes:
        raise ValidationError({"purpose": _("请选一个用途")})
    if division and division not in dict(wanted.divisions()):
        raise ValidationError({"division": _("没有这个范围")})
    rows = wanted.rows(actor, division).count()
    if rows > MOST_ROWS:
        raise ValidationError(
            {"division": _("有 %(rows)s 行，一次最多 %(most)s 行，请缩小范围") % {"rows": rows, "most": MOST_ROWS}}
        )
    with transaction.atomic():
        row = ExportRequest(
            serial=f"EX{sequence.take('privacy.export'):06}",
            sheet=sheet,
            division=division,
            columns=[name for name in wanted.parts if name in columns],
            purpose=purpose,
            why=why,
            asked_by=actor,
            asked_at=clock.now(),
            rows=rows,
        )
        create(actor, "exports.ask", row, verb="privacy.ask_export", sheet=sheet, rows=rows, purpose=purpose)
        deciders = {*holders(Role.COMMITTEE, UnitKind.COLLEGE, [0]), *auditors()} - {actor.pk}
        post("privacy.export_asked", to=deciders, request=row.pk)
    return row


def approve_export(actor, pk: int) -> ExportRequest:
    """By somebody other than who asked; the worker makes the file."""
    with EXPORT.step("approve_export", actor, pk) as row:
        row.decided_by_id, row.decided_at = actor.pk, clock.now()
        post("privacy.export_decided", to=[row.asked_by_id], request=row.pk)
        making.nudge(row)
    return row


def refuse_export(actor, pk: int, *, refusal: str) -> ExportRequest:
    if not refusal.strip():
        raise ValidationError({"refusal": _("请写一句为什么")})
    with EXPORT.step("refuse_export", actor, pk) as row:
        row.decided_by_id, row.decided_at, row.refusal = actor.pk, clock.now(), refusal.strip()
        post("privacy.export_decided", to=[row.asked_by_id], request=row.pk)
    return row


def withdraw_export(actor, pk: int) -> ExportRequest:
    with EXPORT.step("withdraw_export", actor, pk) as row:
        pass
    return row


@making.makes(ExportRequest)
def make_export(pk: int) -> None:
    making.attempt(ExportRequest, pk, _make)


def open_export(actor, pk: int) -> ExportRequest:
    """The file for whoever asked for it, as long as their post lets them export. Every download leaves a line."""
    with transaction.atomic():
        row = one(actor, "exports.read", ExportRequest, pk, lock=True)
        exportable_for(actor, row.sheet)
        if row.state != ExportRequest.State.MADE or row.asked_by_id != actor.pk or row.expires_at <= clock.now():
            raise Denied
        ExportRequest.objects.filter(pk=pk).update(downloads=F("downloads") + 1)
        trail.record(actor, "privacy.download_export", row)
    return row


def exportable_for(actor, sheet: str) -> Exportable:
    """The list, where the actor holds its export."""
    found = EXPORTS.get(sheet)
    if found is None or not may(actor, found.capability):
        raise Denied
    return found


def content_of(row: ExportRequest) -> bytes:
    with default_storage.open(row.key) as file:
        return file.read()


def mark_of(person: Person, at, serial: str) -> str:
    """What names the account on every line."""
    return f"{person.number} · {timezone.localtime(at):%Y-%m-%d %H:%M} · {serial}"


def _make(row: ExportRequest) -> None:
    """With the rights that the person who asked has now; those of then do not count any more."""
    actor = Person.objects.get(pk=row.asked_by_id)
    wanted = exportable_for(actor, row.sheet)
    rows = list(wanted.rows(actor, row.division)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"{row} has grown beyond {MOST_ROWS} rows")
    making.beat(row, 30)
    parts = [wanted.parts[name] for name in row.columns]
    mark = mark_of(actor, clock.now(), row.serial)
    page = Page(
        str(wanted.title)[:31],
        [Column(name, part.heading) for name, part in zip(row.columns, parts, strict=True)],
        ([part.value(line) for part in parts] for line in rows),
    )
    file = io.BytesIO()
    write_marked(file, page, mark)
    making.beat(row, 90)

    def told():
        trail.record(making.WORKER, "privacy.make_export", row, rows=len(rows))
        trail.record_reading(
            actor, wanted.data_class.code, map(wanted.person, rows), purpose=row.purpose, page="privacy:export"
        )
        post("privacy.export_made", to=[actor], request=row.pk)

    name = f"{page.title}-{actor.number}-{timezone.localtime(clock.now()):%Y%m%d%H%M}-{row.serial}.xlsx"
    making.store(row, file.getvalue(), name, told=told, rows=len(rows))
