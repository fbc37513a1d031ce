"""Imports of housing lists. Rosters of the Party organisation are closer than C2: they come in on the page alone."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query
from ninja.files import UploadedFile

from jingwei.api.endpoints import Endpoints
from jingwei.api.keys import FORM
from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.problems import FieldError, Problem
from jingwei.api.schemas import Choice, Flag, Id, Input, Output, Receipt, Thing, Words, receipt
from jingwei.core.spreadsheet.table import MAX_FILE, MIB
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState
from jingwei.gate.pages import show

from . import actions, queries
from .actions import CAPABILITY
from .models import ImportLine, ImportRun
from .pages import moved_on
from .rosters.findings import KINDS, sentence
from .rosters.sheets import PARTY_SHEETS, SHEETS
from .runs.files import Upload

endpoints = Endpoints("exchange", scope="manage")


class ImportFileOut(Output):
    name: str
    title: Words = Field(description="Which list it is.")
    rows: int
    left_out: list[str] = Field(description="Headings that were not read, by law or because nothing needs them.")


class ImportOut(Thing):
    state: Choice
    created_at: datetime
    confirmed_at: datetime | None
    partial: bool
    files: list[ImportFileOut]
    problems: list[str]

    @staticmethod
    def resolve_state(run) -> dict:
        return {"code": run.state, "label": run.get_state_display()}

    @staticmethod
    def resolve_files(run) -> list[dict]:
        return [{**file, "title": SHEETS[file["sheet"]].title} for file in run.files]


class ImportSheet(Output):
    run: ImportOut
    lines: dict[str, int] = Field(description="What it would make, change and end: new, changed, gone.")
    findings: dict[str, int] = Field(description="Open findings by weight: held, look, note.")
    sweeping: bool = Field(description="More than a third would leave; confirming then needs sweeping_ok.")


class ImportChangeOut(Output):
    column: Words
    before: str
    after: str


class ImportLineOut(Output):
    id: int
    noun: Words
    label: str
    changes: list[ImportChangeOut]


class ImportFindingOut(Thing):
    severity: Choice
    row: int
    sentence: str
    decidable: bool
    accepted: bool

    @staticmethod
    def resolve_severity(finding) -> dict:
        return {"code": finding.severity, "label": finding.get_severity_display()}

    @staticmethod
    def resolve_row(finding) -> int:
        return finding.row_number

    @staticmethod
    def resolve_sentence(finding) -> str:
        return sentence(finding.code, finding.details)

    @staticmethod
    def resolve_decidable(finding) -> bool:
        return bool(KINDS[finding.code].accept)


class LineQuery(PageQuery):
    kind: Literal[tuple(ImportLine.Kind.values)] = "new"


class Bringing(Input):
    partial: Flag = Field(False, description="It adds and corrects, and says nothing of who is not in it.")


class Confirmation(Input):
    sweeping_ok: bool = Field(
        False, strict=True, description="The list is complete, and those who are not on it leave."
    )


class Decision(Input):
    accepted: bool = Field(True, strict=True)


@endpoints.get("/imports", CAPABILITY, Page[ImportOut])
def import_list(request, query: Query[PageQuery]):
    """Imports, the newest first."""
    return one_page(request, queries.runs(request.user), query, order=("-created_at", "-pk"))


@endpoints.post("/imports", CAPABILITY, Receipt, status=201, takes=FORM)
def import_stage(request, files: File[list[UploadedFile]], body: Form[Bringing]):
    """Read housing lists and work out what they would change. Nothing is written but the preview."""
    run = actions.stage_import(request.user, [_upload(file) for file in files], partial=body.partial)
    if _is_close(run):
        raise _refused(_("党组织的名册请在页面上导入，接口只收住宿名单"))
    return receipt(run.pk, f"/imports/{run.pk}")


@endpoints.get("/imports/{int:run}", CAPABILITY, ImportSheet)
def import_show(request, run: Id):
    """What an import would change, in numbers."""
    found = _run(request.user, run)
    return {
        "run": found,
        "lines": queries.line_counts(found),
        "findings": queries.finding_counts(found),
        "sweeping": bool(found.counts.get("sweeping")),
    }


@endpoints.get("/imports/{int:run}/lines", CAPABILITY, Page[ImportLineOut])
def import_lines(request, run: Id, query: Query[LineQuery]):
    """What it would make, change or end, line by line. Leaves one line in the glass log."""
    found = _run(request.user, run)
    page = one_page(request, found.lines.filter(kind=query.kind), query, order=("pk",))
    rows = page["items"]
    show(request, "D02", [row.person for row in rows if row.person])
    told = queries.lines(found, query.kind, after=rows[0].pk - 1, limit=len(rows)) if rows else []
    return {**page, "items": [_line(line) for line in told]}


@endpoints.get("/imports/{int:run}/findings", CAPABILITY, Page[ImportFindingOut])
def import_findings(request, run: Id, query: Query[PageQuery]):
    """What a person should know or decide about rows."""
    return one_page(request, _run(request.user, run).findings.all(), query, order=("pk",))


@endpoints.post("/imports/{int:run}/findings/{int:finding}/decide", CAPABILITY, Receipt)
def import_decide(request, run: Id, finding: Id, body: Decision):
    """Decide a held row; the preview is worked out again."""
    _run(request.user, run)
    actions.decide_finding(request.user, run, finding, accepted=body.accepted)
    return receipt(run, f"/imports/{run}")


@endpoints.post("/imports/{int:run}/confirm", CAPABILITY, Receipt)
def import_confirm(request, run: Id, body: Confirmation):
    """Write what the preview showed: all of it or nothing."""
    _run(request.user, run)
    return _moved(lambda: actions.confirm_import(request.user, run, sweeping_ok=body.sweeping_ok))


@endpoints.post("/imports/{int:run}/discard", CAPABILITY, Receipt)
def import_discard(request, run: Id):
    """Give a preview up; what was read is deleted."""
    _run(request.user, run)
    return _moved(lambda: actions.discard_import(request.user, run))


@endpoints.post("/imports/{int:run}/undo", CAPABILITY, Receipt)
def import_undo(request, run: Id):
    """Take a confirmed import back, as long as nothing has been built on it."""
    _run(request.user, run)
    return _moved(lambda: actions.undo_import(request.user, run))


def _run(actor, pk: int) -> ImportRun:
    """The import, provided that nothing of it is closer than C2."""
    run = queries.run_for(actor, pk)
    if _is_close(run):
        raise Denied
    return run


def _is_close(run: ImportRun) -> bool:
    return any(file["sheet"] in PARTY_SHEETS for file in run.files)


def _upload(file: UploadedFile) -> Upload:
    if file.size > MAX_FILE:
        raise _refused(_("超过 {most} MB，没有读取。").format(most=MAX_FILE // MIB))
    return Upload(file.name, file.read())


def _refused(why: str) -> Problem:
    return Problem("invalid", why, errors=[FieldError("form", "files", why)])


def _moved(act) -> dict:
    try:
        run = act()
    except WrongState as moved:
        raise Problem("moved-on", moved_on(moved.row)) from moved
    return receipt(run.pk, f"/imports/{run.pk}")


def _line(line: dict) -> dict:
    changes = [{"column": column, "before": before, "after": after} for column, before, after in line["changes"]]
    return {"id": line["pk"], "noun": line["noun"], "label": line["label"], "changes": changes}
