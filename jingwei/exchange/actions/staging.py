"""Bring rosters in: read them, show what they would change, decide what is not clear."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.core import progress
from jingwei.exchange.models import ImportFinding, ImportLine, ImportRun, StagedRows
from jingwei.exchange.rosters.findings import KINDS
from jingwei.exchange.rosters.sheets import PARTY_SHEETS, SHEETS, Sheet
from jingwei.exchange.runs.files import Recognised, Upload, opened, refused
from jingwei.exchange.runs.lines import lines_of
from jingwei.exchange.runs.reading import Reading, counts_of, read_run
from jingwei.gate.bulk import batches
from jingwei.gate.doors import create, holds_college, one
from jingwei.gate.posts import System
from jingwei.terms.queries import current_term

CAPABILITY = "exchange.import"
MOST_FILES = len(SHEETS)  # one of each


def stage_import(actor, files: Iterable[Upload], *, term=None, partial: bool = False) -> ImportRun:
    """Read workbooks and work out what they would change; writes nothing but the preview.

    Raises ValidationError, with one sentence a file, where a workbook cannot be taken; then nothing is kept at all.
    """
    files = counted(files)
    with transaction.atomic():
        run = begin(actor, ImportRun.State.PREVIEWED, term=term, partial=partial)
        read_into(actor, run, files)
    return run


def begin(actor, state: str, *, term=None, partial: bool, asked_at=None) -> ImportRun:
    by = None if isinstance(actor, System) else actor
    run = ImportRun(by=by, state=state, term=term or current_term(), partial=partial, asked_at=asked_at)
    return create(actor, CAPABILITY, run, verb="exchange.stage")


def counted(files: Iterable[Upload]) -> list[Upload]:
    """The files, neither none nor too many."""
    files = list(files)
    if not files:
        raise ValidationError(_("请选择要导入的名单。"))
    if len(files) > MOST_FILES:
        raise ValidationError(_("一次最多导入 %(most)s 个文件。"), params={"most": MOST_FILES})
    return files


def read_into(actor, run: ImportRun, files: list[Upload]) -> None:
    """Fill the run from the files, inside the caller's transaction. Raises ValidationError with a sentence a file."""
    problems, given = [], {}
    corrections = False
    size = sum(len(upload.content) for upload in files) or 1
    progress.phase("read")
    for upload in files:
        try:
            with opened(upload) as file:
                take(actor, given, file.name, file.sheet)
                progress.begin(file.sheet.code, file.table.expected, share=len(upload.content) / size)
                _stage(run, file)
                corrections |= file.is_correction
        except ValidationError as error:
            problems += error.error_list
    if problems:
        raise ValidationError(problems)
    run.partial |= corrections
    preview(run)


def take(actor, given: dict[str, str], name: str, sheet: Sheet) -> None:
    """Note which list a file is (`given`: list → file); one list twice, or one that is not theirs to bring, is refused."""
    if sheet.code in given:
        raise refused(name, _("和「{other}」是同一种名单，一次只能导入一份。").format(other=given[sheet.code]))
    if sheet.code in PARTY_SHEETS and not holds_college(actor, "affiliations.change"):
        raise refused(name, _("党组织的名册由学院党委导入，这里只能导入住宿名单。"))
    given[sheet.code] = name


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
        preview(run)
    return run


def refresh_preview(actor, pk: int) -> ImportRun:
    """Work the preview out again, against the college as it is now."""
    with transaction.atomic():
        run = _previewed(actor, pk)
        preview(run)
    return run


def preview(run: ImportRun) -> None:
    """Work out findings, lines and counts anew; what was decided stays decided."""
    reading = read_run(run)
    decided = list(run.findings.filter(accepted=True))
    run.findings.exclude(pk__in=[finding.pk for finding in decided]).delete()
    run.lines.all().delete()
    progress.phase("keep")
    progress.begin("", reading.changes.size())
    _save_in_batches(ImportFinding, _findings(run, reading))
    _save_in_batches(ImportLine, _lines(run, reading))
    run.counts = counts_of(reading)
    run.fingerprint = reading.changes.fingerprint()
    run.save()


def _stage(run: ImportRun, file: Recognised) -> None:
    StagedRows.objects.bulk_create(
        StagedRows(run=run, sheet=file.sheet.code, rows=[_plain(row) for row in batch])
        for batch in batches(progress.through(file.read()))
    )
    run.files.append(file.summary())


def _plain(row) -> list:
    return [row.number, row.values, [[finding.column, finding.code] for finding in row.findings]]


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
        progress.advance(len(batch))


def _previewed(actor, pk: int) -> ImportRun:
    run = one(actor, CAPABILITY, ImportRun, pk, lock=True)
    if run.state != ImportRun.State.PREVIEWED:
        raise ValidationError(_("这次导入已经不在待确认状态。"))
    return run
