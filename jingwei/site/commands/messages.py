"""`jingwei messages`: the sentences of the interface, slice by slice.

The source language is Chinese, so a sentence stands in the code as it is shown; each slice keeps its English in
`locale/en/LC_MESSAGES/django.po`. Collected and compiled by Babel: no gettext tools are asked of the machine.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def run(check: bool = False, compile_only: bool = False) -> int:
    missing: list[str] = []
    for folder in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        if compile_only:
            _compile(folder / "locale" / "en" / "LC_MESSAGES" / "django.po")
            continue
        found = collect(folder)
        file = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
        catalog = _read(file)
        lacking = [message for message in found if not _translated(catalog, message)]
        missing += [f"{folder.name}: {message.id!r} ({message.locations[0][0]})" for message in lacking]
        if not check and (found or file.exists()):
            _merge(file, catalog, found)
        _compile(file)
    for line in missing:
        print("no English:", line, file=sys.stderr)  # noqa: T201 - this is the command's output
    return 1 if missing else 0


def _compile(file: Path) -> None:
    if file.exists():
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, _read(file))


def collect(folder: Path) -> list:
    """The messages of one slice, in the order of its files; tests are not shown to anyone."""
    catalog = Catalog()
    for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if "tests" in file.relative_to(folder).parts or "migrations" in file.parts:
            continue
        source = file.read_text("utf-8")
        if file.suffix != ".py":
            source = _templatized(source, file)
        for line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            catalog.add(message, locations=[(f"{file.relative_to(ROOT)}", line)], context=context)
    return [message for message in catalog if message.id]


def _templatized(source: str, file: Path) -> str:
    """A template as Python-like text that Babel can read, made by Django itself."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    return templatize(source, origin=str(file))


def _read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="en", charset="utf-8")
    with file.open("rb") as handle:
        return read_po(handle, locale="en", charset="utf-8")


def _translated(catalog: Catalog, message) -> bool:
    known = catalog.get(message.id, message.context)
    return known is not None and not known.fuzzy and bool(known.string) and all(_strings(known))


def _strings(message) -> tuple:
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def _merge(file: Path, old: Catalog, found: list) -> None:
    """Keep what is translated, add what is new with an empty translation, drop what nobody says any more."""
    new = Catalog(locale="en", charset="utf-8", header_comment="", fuzzy=False)
    for message in found:
        known = old.get(message.id, message.context)
        places = sorted({place for place, _line in message.locations})
        new.add(
            message.id,
            known.string if known else None,
            locations=[(place, None) for place in places],
            context=message.context,
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, new, omit_header=False, sort_output=True, include_lineno=False, width=120)
    # Dates in the header would change the file each time it is written.
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if b"-Date:" not in line]
    file.write_bytes(b"".join(lines))
