"""Reads of imports."""

from django.db.models import Count
from django.utils.translation import gettext as _

from jingwei.gate.doors import one, visible
from jingwei.party.models import Affiliation
from jingwei.people.models import Gender

from .models import ImportFinding, ImportLine, ImportRun
from .rosters.findings import KINDS, sentence
from .rosters.sheets import SHEETS
from .runs.lines import COLUMNS, NOUNS

CAPABILITY = "exchange.import"
CHOICES = {"standing": Affiliation.Standing, "gender": Gender}


def runs(actor):
    """The imports the actor may see, newest first."""
    return visible(actor, CAPABILITY, ImportRun).exclude(state=ImportRun.State.DISCARDED).select_related("by", "term")


def run_for(actor, pk: int) -> ImportRun:
    return one(actor, CAPABILITY, ImportRun, pk)


def line_counts(run: ImportRun) -> dict[str, int]:
    """How many lines of each kind, all kinds named."""
    found = dict(run.lines.order_by().values_list("kind").annotate(Count("pk")))
    return {kind: found.get(kind, 0) for kind in ImportLine.Kind.values}


def finding_counts(run: ImportRun) -> dict[str, int]:
    """How many open findings of each weight."""
    open_ones = run.findings.filter(accepted=False).order_by()
    found = dict(open_ones.values_list("severity").annotate(Count("pk")))
    return {severity: found.get(severity, 0) for severity in ImportFinding.Severity.values}


def left_out_of(run: ImportRun) -> dict[str, list[str]]:
    """List → the headings that were left out by law."""
    return {str(SHEETS[file["sheet"]].title): file["left_out"] for file in run.files if file["left_out"]}


def lines(run: ImportRun, kind: str, after: int = 0, limit: int = 50) -> list[dict]:
    """A page of lines of one kind, for a list: keyset by id."""
    rows = run.lines.filter(kind=kind, pk__gt=after).order_by("pk")[:limit]
    return [
        {
            "pk": row.pk,
            "person": row.person,
            "noun": NOUNS[row.noun],
            "noun_code": row.noun,
            "label": row.label,
            "changes": [
                (COLUMNS[column], _worded(column, before), _worded(column, after))
                for column, before, after in row.changes
            ],
        }
        for row in rows
    ]


def findings(run: ImportRun, after: int = 0, limit: int = 50) -> list[dict]:
    """A page of findings, what waits for a decision first."""
    order = {severity: place for place, severity in enumerate(ImportFinding.Severity.values)}
    rows = sorted(run.findings.all(), key=lambda row: (order[row.severity], row.pk))[after : after + limit]
    return [
        {
            "pk": row.pk,
            "list": str(SHEETS[row.sheet].title),
            "row": row.row_number,
            "severity": row.severity,
            "label": row.get_severity_display(),
            "sentence": sentence(row.code, row.details),
            "accept": KINDS[row.code].accept,
            "accepted": row.accepted,
        }
        for row in rows
    ]


def _worded(column: str, value: str) -> str:
    """A stored value in the reader's language."""
    if column in CHOICES and value:
        return str(CHOICES[column](value).label)
    if column == "is_active":
        return _("是") if value == "True" else _("否")
    return value
