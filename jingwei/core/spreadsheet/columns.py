"""What a workbook is expected to hold: declared once, used to read it, to write a template, and to give it back."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]")
NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """`name`: the key of the value. `heading`: as our template writes it; `aliases`: as others write it."""

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    max_length: int = 200
    choices: tuple[str, ...] = ()  # a drop-down in the template
    hint: str = ""  # a comment on the heading in the template
    width: int | None = None  # in characters

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, *self.aliases)


@dataclass(frozen=True)
class Sheet:
    """`left_out`: headings that are never read, with the reason to show; their values stay in the reader's process."""

    code: str
    columns: tuple[Column, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    title: str = ""  # what people call it (lazy); the template's sheet name


@dataclass(frozen=True)
class Match:
    """Which cells of a heading row are which column. `found`: column name → index of the cell."""

    found: dict[str, int]
    left_out: dict[int, str]  # index of the cell → the declared heading it stands for
    unknown: list[int]
    doubled: list[int]  # a second cell for a column that is already found


def match(cells: list[str], wanted: Mapping[str, tuple[str, ...]], left_out: tuple[str, ...]) -> Match:
    """Compare a row with the headings wanted (column name → heading and aliases).

    Width, blanks, brackets and punctuation do not matter. A heading without its bracketed remark is the second choice:
    `入党时间（年月）` is 入党时间 unless another cell says just that. What is left out is recognised first and widely.
    """
    keys = {name: {_key(heading) for heading in headings} for name, headings in wanted.items()}
    banned_keys = {_key(heading): heading for heading in left_out}
    rank: dict[tuple[int, str], int] = {}  # (index, name) → 0 for the whole heading, 1 without its remark
    banned: dict[int, str] = {}
    for index, cell in enumerate(cells):
        whole, bare = _key(cell), _key(BRACKETED.sub("", unicodedata.normalize("NFKC", cell)))
        names = {name: 0 if whole in known else 1 for name, known in keys.items() if known & {whole, bare} - {""}}
        ban = next((heading for key, heading in banned_keys.items() if key in whole), None)
        if ban and (0 not in names.values() or whole in banned_keys):
            banned[index] = ban
        else:
            rank |= {(index, name): order for name, order in names.items()}
    found: dict[str, int] = {}
    for (index, name), _rank in sorted(rank.items(), key=lambda item: (item[1], item[0][0])):
        if name not in found and index not in found.values():
            found[name] = index
    doubled = sorted({index for index, _name in rank} - set(found.values()))
    rest = [index for index, cell in enumerate(cells) if _key(cell)]
    unknown = [index for index in rest if index not in banned and index not in found.values() and index not in doubled]
    return Match(found, banned, unknown, doubled)


def _key(heading: str) -> str:
    return NOT_WORDS.sub("", unicodedata.normalize("NFKC", heading)).casefold()
