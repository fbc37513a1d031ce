"""Bring rosters in: stage, decide, confirm, give up."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.core import clock, statistics
from jingwei.core.models import Sequence
from jingwei.gate.bulk import batches
from jingwei.gate.doors import create, holds_college, one
from jingwei.gate.posts import System
from jingwei.housing.models import Building, Floor, Room, Stay
from jingwei.party.models import Affiliation, Branch, Group
from jingwei.people.models import Person
from jingwei.terms.actions import ensure_term
from jingwei.terms.queries import current_term

from .applying import apply_changes
from .files import Upload, opened, refused
from .findings import KINDS
from .flow import RUN
from .lines import lines_of
from .models import ImportFinding, ImportJournal, ImportLine, ImportRun, StagedRows
from .reading import Reading, counts_of, read_run
from .sheets import PARTY_SHEETS, SHEETS

CAPABILITY = "exchange.import"
LOADED = (Person, Building, Floor, Room, Stay, Branch, Group, Affiliation)
MOST_FILES = len(SHEETS)  # one of each
PREVIEWS_KEPT = timedelta(days=7)  # what was read and never confirmed is not kept longer


class OutdatedError(ValidationError):
    """The college has changed since the preview; the preview has to be looked at again."""


def stage_import(actor, files: Iterable[Upload], *, term=None, partial: bool = False) -> ImportRun:
    """Read workbooks and work out what they would change; writes nothing but the preview.

    Raises ValidationError, with one sentence a file, where a workbook cannot be taken; then nothing is kept at all.
    """
    files = list(files)
    if not files:
        raise ValidationError(_("请选择要导入的名单。"))
    if len(files) > MOST_FILES:
        raise ValidationError(_("一次最多导入 %(most)s 个文件。"), params={"most": MOST_FILES})
    with transaction.atomic():
        by = None if isinstance(actor, System) else actor
        run = create(
            actor, CAPABILITY, ImportRun(by=by, term=term or current_term(), partial=partial), verb="exchange.stage"
        )
        _stage_files(actor, run, files)
        _preview(run)
    return run


def decide_finding(actor, pk: int, finding: int, *, accepted: bool = True) -> ImportRun:
    """Decide a held row here and now, and work the preview out again."""
    with transaction.atomic():
        run = _previewed(actor, pk)
        row = run.findings.filter(pk=finding).first()
        if row is None or not KINDS[row.code].accept:
            raise ValidationError(_("这一条不能在这里决定，请在名单里改好再导入。"))
        # Rows that contradict each other: choosing one lets go of the other.
        run.findings.filter(sheet=row.sheet, code=row.code, details=row.details).update(accepted=False)
        row.accepted = accepted
        row.save(update_fields=["accepted"])
        _preview(run)
    return run


def refresh_preview(actor, pk: int) -> ImportRun:
    """Work the preview out again, against the college as it is now."""
    with transaction.atomic():
        run = _previewed(actor, pk)
        _preview(run)
    return run


def confirm_import(actor, pk: int, *, sweeping_ok: bool = False, at=None) -> ImportRun:
    """Write what the preview showed: all of it or nothing.

    Raises WrongState where the run is not waiting any more, OutdatedError where the college has changed meanwhile, and
    ValidationError where more than a third would leave and nobody has said that this is meant (`sweeping_ok`).
    """
    with _alone(), RUN.step("confirm", actor, pk) as run:
        reading = read_run(run)
        if reading.changes.fingerprint() != run.fingerprint:
            raise OutdatedError(_("预览之后，系统里的名册有了变化。请再看一遍，再确认。"))
        if run.counts["sweeping"] and not sweeping_ok:
            raise ValidationError(_("这次导入会让超过三分之一的人离开。请先确认名单是完整的。"))
        run.confirmed_at = at or clock.now()
        if run.term is None and holds_college(actor, "terms.change"):
            run.term = ensure_term(actor)
        journal = apply_changes(actor, reading.changes, reading.known, run, run.confirmed_at)
        ImportJournal.objects.create(run=run, steps=journal.steps)
        run.staged.all().delete()
        statistics.refresh(LOADED)
    return run


def discard_import(actor, pk: int) -> ImportRun:
    """Give a preview up; what was read is deleted."""
    with RUN.step("discard", actor, pk) as run:
        for rows in (run.staged, run.findings, run.lines):
            rows.all().delete()
    return run


def discard_stale_previews() -> int:
    """Called by the clock: give up previews that nobody came back to. Returns how many."""
    stale = ImportRun.objects.filter(
        state=ImportRun.State.PREVIEWED, created_at__lt=clock.now() - PREVIEWS_KEPT
    ).values_list("pk", flat=True)
    return sum(1 for pk in list(stale) if discard_import(System("worker"), pk))


def _stage_files(actor, run: ImportRun, files: list[Upload]) -> None:
    problems, given, corrections = [], {}, False
    for upload in files:
        try:
            with opened(upload) as file:
                if file.sheet.code in given:
                    other = given[file.sheet.code]
                    raise refused(file.name, _("和「{other}」是同一种名单，一次只能导入一份。").format(other=other))
                if file.sheet.code in PARTY_SHEETS and not holds_college(actor, "affiliations.change"):
                    raise refused(file.name, _("党组织的名册由学院党委导入，这里只能导入住宿名单。"))
                given[file.sheet.code] = file.name
                StagedRows.objects.bulk_create(
                    StagedRows(run=run, sheet=file.sheet.code, rows=[_plain(row) for row in batch])
                    for batch in batches(file.read())
                )
                corrections |= file.is_correction
                run.files.append(file.summary())
        except ValidationError as error:
            problems += error.error_list
    if problems:
        raise ValidationError(problems)
    if corrections:
        run.partial = True


def _plain(row) -> list:
    return [row.number, row.values, [[finding.column, finding.code] for finding in row.findings]]


def _preview(run: ImportRun) -> None:
    """Work out findings, lines and counts anew; what was decided stays decided."""
    reading = read_run(run)
    decided = list(run.findings.filter(accepted=True))
    run.findings.exclude(pk__in=[finding.pk for finding in decided]).delete()
    run.lines.all().delete()
    _save_in_batches(ImportFinding, _findings(run, reading))
    _save_in_batches(ImportLine, _lines(run, reading))
    run.counts = counts_of(reading)
    run.fingerprint = reading.changes.fingerprint()
    run.save()


def _findings(run: ImportRun, reading: Reading) -> Iterator[ImportFinding]:
    for found in reading.rosters.findings:
        yield ImportFinding(
            run=run,
            sheet=found.sheet,
            row_number=found.row,
            severity=found.severity,
            code=found.code,
            details=found.details,
            values=found.values,
        )


def _lines(run: ImportRun, reading: Reading) -> Iterator[ImportLine]:
    for line in lines_of(reading.changes, reading.known, reading.rosters):
        line.run = run
        yield line


def _save_in_batches(model, rows: Iterator) -> None:
    for batch in batches(rows):
        model.objects.bulk_create(batch)


def _previewed(actor, pk: int) -> ImportRun:
    run = one(actor, CAPABILITY, ImportRun, pk, lock=True)
    if run.state != ImportRun.State.PREVIEWED:
        raise ValidationError(_("这次导入已经不在待确认状态。"))
    return run


@contextmanager
def _alone() -> Iterator[None]:
    """One confirmation at a time, so that what is compared is what is written."""
    with transaction.atomic():
        Sequence.objects.get_or_create(name="exchange.import")
        Sequence.objects.select_for_update().get(name="exchange.import")
        yield
