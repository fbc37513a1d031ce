"""The timeline of a case, from the trail: one sentence an entry, names only as far as the reader may know them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.cases import parties, routing
from jingwei.cases.models import Case
from jingwei.core import when
from jingwei.gate import trail

REPORTERS_ACTS = {
    "cases.report",
    "cases.give_info",
    "cases.want_reopen",
    "cases.rate",
    "cases.remark",
    "cases.add_photo",
}
QUIET = {"cases.remind"}  # shown as «next reminder at», not as history
RECEIVERS = ("to", "next")  # held as keys, read as names


@dataclass(frozen=True)
class Entry:
    at: datetime
    verb: str
    text: str
    detail: str = ""  # a second, smaller line: why there, when
    moment: datetime | None = None  # a moment that the entry speaks of, such as an appointment
    is_sealed: bool = False


def timeline(case: Case, actor) -> list[Entry]:
    """Oldest first."""
    shown = parties.author_shown_to(actor, case)
    rows = [row for row in trail.of(case) if row.verb not in QUIET]
    named = routing.in_words(row.data[word] for row in rows for word in RECEIVERS if word in row.data)
    return [_entry(row, case, shown, named) for row in rows]


def _entry(row, case: Case, author_shown: bool, named: dict[str, str]) -> Entry:
    words = {word: named.get(row.data[word], row.data[word]) for word in RECEIVERS if word in row.data}
    if "until" in row.data:
        words["until"] = when.words(date.fromisoformat(row.data["until"]))
    return Entry(
        at=row.at,
        verb=row.verb,
        text=trail.describe(row, _who(row, case, author_shown), **words),
        detail=_detail(row, case, words),
        moment=parse_datetime(row.data["when"]) if "when" in row.data else None,
        is_sealed=row.seq is not None,
    )


def _who(row, case: Case, author_shown: bool) -> str:
    if row.actor is None:
        return _("系统")
    if row.actor_id == case.reporter_id and not author_shown:
        return _("报告人") if row.verb in REPORTERS_ACTS else _("一位同学")
    return row.actor.name


def _detail(row, case: Case, words: dict[str, str]) -> str:
    if "because" in row.data and "to" in words:
        return routing.explain(case, words["to"], row.data["because"])
    if "standard" in row.data:
        english = (get_language() or "").startswith("en")
        return row.data["standard_en" if english else "standard"]
    return row.data.get("about", "")
