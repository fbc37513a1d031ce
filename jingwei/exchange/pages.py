"""What the pages of an import show, put together for their templates."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.core import clock
from jingwei.core.spreadsheet.table import Note
from jingwei.gate.doors import holds_college

from . import queries
from .models import ImportRun
from .rosters.findings import HELD, LOOK, NOTE
from .rosters.sheets import PARTY_SHEETS, SHEETS
from .runs.waiting import waiting_for

TABS = {
    "findings": gettext_lazy("要看的"),
    "new": gettext_lazy("新增"),
    "changed": gettext_lazy("变动"),
    "gone": gettext_lazy("离开"),
    "left-out": gettext_lazy("依法不读"),
}
PAGE = 50
TONES = {HELD: "now", LOOK: "wait", NOTE: "info"}
STATE_TONES = {
    "reading": "info",
    "unreadable": "now",
    "previewed": "wait",
    "writing": "info",
    "confirmed": "good",
    "undone": "muted",
    "discarded": "muted",
}
PARTY_NOUNS = frozenset({"affiliation", "contact", "secretary"})


def shown(run: ImportRun, tab: str, after: int) -> dict:
    """Everything about a run for one tab; `people`: whose data stand on the page, by data class."""
    lines, findings = queries.line_counts(run), queries.finding_counts(run)
    tab = tab if tab in TABS else "findings" if any(findings.values()) else "new"
    entries, more = _entries(run, tab, after)
    return {
        "run": run,
        "tone": STATE_TONES[run.state],
        "waiting": waiting_for(run),
        "may_undo": run.state == ImportRun.State.CONFIRMED and clock.now() <= run.undo_until,
        "tab": tab,
        "tabs": _tabs(run, tab, lines, findings),
        "tiles": lines | findings,
        "entries": entries,
        "more": more,
        "files": [_file(file) for file in run.files],
        "corrections": _corrections(run),
        "people": _people(entries),
    }


def brought_by(actor) -> list:
    """The lists that the actor may bring."""
    all_of_them = holds_college(actor, "affiliations.change")
    return [sheet for code, sheet in SHEETS.items() if all_of_them or code not in PARTY_SHEETS]


def moved_on(run: ImportRun) -> str:
    return _("这次导入现在是「{state}」。").format(state=run.get_state_display())


def _tabs(run: ImportRun, active: str, lines: dict, findings: dict) -> list[dict]:
    counts = {**lines, "findings": sum(findings.values()), "left-out": sum(len(file["left_out"]) for file in run.files)}
    url = reverse("exchange:show", args=[run.pk])
    return [
        {"url": f"{url}?tab={tab}", "label": label, "active": tab == active, "count": counts[tab]}
        for tab, label in TABS.items()
    ]


def _entries(run: ImportRun, tab: str, after: int) -> tuple[list[dict], str]:
    """A page of the tab's lines, and the address of the next page."""
    if tab == "left-out":
        return [], ""
    read = queries.findings if tab == "findings" else queries.lines
    arguments = {} if tab == "findings" else {"kind": tab}
    entries = read(run, after=after, limit=PAGE, **arguments)
    if len(entries) < PAGE:
        return _toned(entries), ""
    following = after + PAGE if tab == "findings" else entries[-1]["pk"]
    return _toned(entries), f"{reverse('exchange:show', args=[run.pk])}?tab={tab}&after={following}"


def _toned(entries: list[dict]) -> list[dict]:
    return [{**entry, "tone": TONES.get(entry.get("severity"), "")} for entry in entries]


def _file(file: dict) -> dict:
    sheet = SHEETS[file["sheet"]]
    return {
        **file,
        "title": sheet.title,
        "reasons": [(heading, _reason(sheet, heading)) for heading in file["left_out"]],
        "notes": [str(Note(code, details, (0,) * count)) for code, details, count in file["notes"]],
    }


def _reason(sheet, heading: str) -> str:
    """Why a heading is left out: that of the declared one it stands for."""
    return str(next((reason for banned, reason in sheet.left_out.items() if banned in heading), ""))


def _corrections(run: ImportRun) -> list:
    wanted = set(run.findings.filter(accepted=False).exclude(severity=NOTE).order_by().values_list("sheet", flat=True))
    return [sheet for code, sheet in SHEETS.items() if code in wanted]


def _people(entries: list[dict]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in entries:
        if entry.get("person"):
            data_class = "D13" if entry["noun_code"] in PARTY_NOUNS else "D02"
            found.setdefault(data_class, set()).add(entry["person"])
    return found
