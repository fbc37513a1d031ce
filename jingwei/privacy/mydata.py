"""All that is kept about one person, as each slice declares it: for the page, and packed for taking along."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.gate import words
from jingwei.gate.holdings import HOLDINGS, Holding

FEW = 20  # rows of one kind that the page shows; the file has them all
LAST = ("D00", "D17", "D18")  # what the program itself keeps comes behind what people know of themselves


@dataclass(frozen=True)
class Part:
    """What one table holds about the person."""

    holding: Holding
    rows: list[dict]
    count: int

    @property
    def title(self) -> str:
        return str(self.holding.title)

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows as they are read: (label, words), what is empty left out."""
        return [
            [(label, _words(value)) for label, value in row.items() if value not in (None, "")] for row in self.rows
        ]

    @property
    def reasons(self) -> list[str]:
        """Why some columns are not there, each reason once."""
        return list(dict.fromkeys(str(reason) for reason in self.holding.kept_back.values()))

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Section:
    """One class of data."""

    code: str
    title: str
    parts: list[Part]


def sections(person, most: int | None = FEW) -> list[Section]:
    """By class, what there is; what is empty is left out. `most` rows of each, the newest."""
    found: dict[str, list[Part]] = {}
    for holding in in_order():
        part = part_of(holding, person, most)
        if part.count:
            found.setdefault(holding.code, []).append(part)
    return [Section(code, words.title(code), parts) for code, parts in found.items()]


def in_order() -> list[Holding]:
    return sorted(HOLDINGS, key=lambda held: (held.code in LAST, held.code))


def part_of(holding: Holding, person, most: int | None = FEW, *, only=None) -> Part:
    """`only`: what belongs to this case, and nothing else."""
    rows = holding.about_person(person)
    if only is not None:
        rows = rows.filter(**{"pk" if isinstance(only, holding.model) else "case": only.pk})
    if most is None:
        shown = [holding.shown(row, person) for row in rows.iterator(chunk_size=2000)]
        return Part(holding, shown, len(shown))
    count = rows.count()
    newest = rows.reverse()[:most] if count and most else []
    return Part(holding, [holding.shown(row, person) for row in newest], count)


def packed(person, told: Callable[[int], object] = lambda percent: None) -> bytes:
    """A zip with a page to read, the same as JSON, and the files that belong to it."""
    whole, total = [], len(HOLDINGS)
    for number, holding in enumerate(in_order(), 1):
        part = part_of(holding, person, most=None)
        if part.count:
            whole.append(part)
        told(5 + 70 * number // total)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(as_json(person, whole), ensure_ascii=False, indent=1, default=_iso))
        archive.writestr(f"{_('我的档案')}.html", as_page(person, whole))
        for name, content in _files(person):
            archive.writestr(f"files/{name}", content)
    told(95)
    return file.getvalue()


def as_json(person, parts: list[Part]) -> dict:
    return {
        "person": person.number,
        "made_at": timezone.localtime(clock.now()).isoformat(timespec="seconds"),
        "holdings": [
            {
                "class": part.holding.code,
                "table": part.holding.model._meta.label_lower,
                "title": part.title,
                "not_shown": {field: str(reason) for field, reason in part.holding.kept_back.items()},
                "rows": part.rows,
            }
            for part in parts
        ],
    }


def as_page(person, parts: list[Part]) -> str:
    """One page that opens anywhere, without the program and without a network."""
    classes: dict[str, list[Part]] = {}
    for part in parts:
        classes.setdefault(part.holding.code, []).append(part)
    context = {
        "person": person,
        "at": timezone.localtime(clock.now()),
        "language": get_language(),
        "sections": [Section(code, words.title(code), found) for code, found in classes.items()],
    }
    return render_to_string("privacy/file.html", context)


def _files(person) -> Iterator[tuple[str, bytes]]:
    for holding in HOLDINGS:
        if holding.files:
            for row in holding.about_person(person):
                yield from holding.files(row)


def _iso(value: date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def _words(value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return _("、").join(_words(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    return str(value)
