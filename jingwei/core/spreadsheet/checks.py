"""Looks at an uploaded workbook before anything parses it. Runs in the reader's child process only.

Everything here streams: a part is never unpacked whole, entities are never expanded, and what is declared in the file
(its dimensions, its sizes) is believed only where it speaks against the file.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

MIB = 1024 * 1024
MAX_UNPACKED = 160 * MIB
SUSPICIOUS_SIZE, SUSPICIOUS_RATIO = 16 * MIB, 200
MAX_PARTS = 2_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 3_000_000  # rows × columns of the used area
MAX_FORMULAS = 100_000
MAX_MERGES = 10_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class RefusedError(Exception):
    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code, self.details = code, details


@dataclass
class Used:
    """What a sheet's XML holds, counted without keeping it. Cells are (row, column), from 1."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    failed: set[tuple[int, int]] = field(default_factory=set)  # #N/A, #REF! and their like
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, first column, last row, last column


def open_package(file: BinaryIO) -> zipfile.ZipFile:
    """The workbook as a zip whose directory promises nothing dangerous, or RefusedError."""
    head = file.read(8192)
    if not head.strip(b"\0 \r\n\t"):
        raise RefusedError("empty")
    if head.startswith(OLE):
        raise RefusedError("encrypted" if ENCRYPTED_OLE in head + file.read() else "old_format")
    if not head.startswith(b"PK"):
        raise RefusedError(_what_else(head))
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise RefusedError("cut_short") from None
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("encrypted")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_suspicious, parts)):
        raise RefusedError("bomb")
    if "xl/workbook.xml" not in package.namelist():
        raise RefusedError("not_a_workbook")
    return package


def _suspicious(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SUSPICIOUS_SIZE and part.file_size > SUSPICIOUS_RATIO * max(part.compress_size, 1)


def _what_else(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"<"):
        return "html"
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    return "not_a_workbook" if controls or head.startswith(b"%PDF") else "csv"


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the package."""
    targets, ids = {}, {}

    def relation(tag, attributes):
        if tag == "Relationship":
            targets[attributes.get("Id")] = attributes.get("Target", "")

    def sheet(tag, attributes):
        if tag == "sheet":
            ids[attributes.get("name", "")] = next(
                (value for key, value in attributes.items() if key.endswith(":id")), None
            )

    parse(package, "xl/_rels/workbook.xml.rels", relation)
    parse(package, "xl/workbook.xml", sheet)
    paths = {name: targets.get(key, "") for name, key in ids.items()}
    return {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items()}


def scan(package: zipfile.ZipFile, part: str) -> Used:
    """How far the sheet's values reach, and where formulas, failed cells and merged areas are."""
    used, letters = Used(), {}
    row = column = 0
    failed = False

    def start(tag, attributes):
        nonlocal row, column, failed
        if tag == "c":
            reference = REFERENCE.fullmatch(attributes.get("r", ""))
            if reference:
                name = reference[1]
                column = letters.get(name) or letters.setdefault(name, column_number(name))
                row = int(reference[2])
            else:
                column += 1
            failed = attributes.get("t") == "e"
        elif tag in ("v", "is", "f"):
            _grow(used, row, column)
            if failed:
                used.failed.add((row, column))
            if tag == "f":
                used.formulas.add((row, column))
                if len(used.formulas) > MAX_FORMULAS:
                    raise RefusedError("too_many_formulas")
        elif tag == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif tag == "mergeCell":
            used.merges.append(_area(attributes.get("ref", "")))
            if len(used.merges) > MAX_MERGES:
                raise RefusedError("too_many_merges")

    parse(package, part, start)
    return used


def _grow(used: Used, row: int, column: int) -> None:
    if row > used.rows:
        used.rows = row
        if row > MAX_ROWS:
            raise RefusedError("too_many_rows", most=MAX_ROWS)
    if column > used.columns:
        used.columns = column
        if column > MAX_COLUMNS:
            raise RefusedError("too_many_columns", most=MAX_COLUMNS)
    if used.rows * used.columns > MAX_CELLS:
        raise RefusedError("too_many_rows", most=MAX_CELLS // used.columns)


def parse(package: zipfile.ZipFile, part: str, start: Callable[[str, dict], None]) -> None:
    """Call `start(tag without prefix, attributes)` for every element of a part."""

    def refuse_dtd(*_declared):
        raise RefusedError("unsafe")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_dtd
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    try:
        with package.open(part) as stream:
            while chunk := stream.read(MIB):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, NotImplementedError):
        raise RefusedError("damaged") from None
    except zipfile.zlib.error:
        raise RefusedError("damaged") from None


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    corners = [REFERENCE.fullmatch(corner) for corner in (first, last or first)]
    if not all(corners):
        raise RefusedError("damaged")
    (top, left), (bottom, right) = [(int(corner[2]), column_number(corner[1])) for corner in corners]
    return top, left, bottom, right
