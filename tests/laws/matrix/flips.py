"""The policy table with one cell turned over: every letter of every bound, every grant, purpose, level and pair.

A flip is the table as it would be read after somebody changed that one cell, on purpose or by mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jingwei.gate.policy import EVERY_POST, EVERYONE, FRAME
from jingwei.gate.roles import Operation, Role, Scope

ROLES = (*Role.values, EVERYONE)
LEVELS = range(5)
UNREADABLE = {"purpose": "curiosity", "op": "Q"}  # words that the table does not know


@dataclass(frozen=True)
class Flip:
    """`sections` is the whole table; of a grant, the capability and the post whose grant it was are named too."""

    what: str
    sections: dict
    capability: str = ""
    role: str = ""


def flips(sections: dict) -> Iterator[Flip]:
    yield from _frame(sections)
    for code in [name for name in sections if name not in FRAME]:
        yield from _class(sections, code)
        yield from _bound(sections, code)
        for name in sections[code].get("may", {}):
            yield from _grants(sections, code, name)


def _frame(sections: dict) -> Iterator[Flip]:
    for purpose, words in sections["purposes"].items():
        yield Flip(f"no purpose {purpose}", changed(sections, {"purposes": without(sections["purposes"], purpose)}))
        renamed = {**without(sections["purposes"], purpose), UNREADABLE["purpose"]: words}
        yield Flip(f"purpose {purpose} renamed", changed(sections, {"purposes": renamed}))
    apart = {role: " ".join(apart_from(role, others)) for role, others in sections["apart"].items()}
    for index, role in enumerate(Role.values):
        for other in Role.values[index + 1 :]:
            yield Flip(f"{role} and {other}", changed(sections, {"apart": turned_pair(apart, role, other)}))


def apart_from(role: str, others: str) -> list[str]:
    every = [other for other in Role.values if other not in (role, Role.RESIDENT)]
    return every if others == EVERY_POST else others.split()


def turned_pair(apart: dict[str, str], role: str, other: str) -> dict[str, str]:
    """The pair taken out wherever it stands, or put in where it stood nowhere."""
    pair = {role, other}
    left = {one: " ".join(word for word in words.split() if {one, word} != pair) for one, words in apart.items()}
    return left if left != apart else {**apart, role: f"{apart.get(role, '')} {other}"}


def _class(sections: dict, code: str) -> Iterator[Flip]:
    section = sections[code]
    for purpose in (*sections["purposes"], UNREADABLE["purpose"]):
        if purpose != section["purpose"]:
            yield Flip(f"{code} for {purpose}", changed(sections, {code: {**section, "purpose": purpose}}))
    for level in LEVELS:
        if level != section["sensitivity"]:
            yield Flip(f"{code} at C{level}", changed(sections, {code: {**section, "sensitivity": level}}))


def _bound(sections: dict, code: str) -> Iterator[Flip]:
    section = sections[code]
    table = section.get("table", {})
    for role in ROLES:
        cells = by_letter(table.get(role, {}))
        for letter in Operation.values:
            for scope in Scope.values:
                row = {**cells, letter: turned(cells.get(letter, ""), scope)}
                flipped = changed(sections, {code: {**section, "table": {**table, role: row}}})
                yield Flip(f"{code}: {role} {letter} {scope}", flipped)


def by_letter(row: dict[str, str]) -> dict[str, str]:
    """{"RC": "grid", "U": "own"} → a cell for each letter."""
    cells: dict[str, str] = {}
    for letters, cell in row.items():
        for letter in letters:
            cells[letter] = f"{cells.get(letter, '')} {cell}"
    return cells


def _grants(sections: dict, code: str, name: str) -> Iterator[Flip]:
    row = sections[code]["may"][name]

    def with_row(instead: dict) -> dict:
        return changed(sections, {code: {**sections[code], "may": {**sections[code]["may"], name: instead}}})

    for role in ROLES:
        for scope in Scope.values:
            instead = {**row, role: turned(row.get(role, ""), scope)}
            yield Flip(f"{name}: {role} {scope}", with_row(instead), name, role)
    for letter in (*Operation.values, UNREADABLE["op"]):
        if letter != row["op"]:
            yield Flip(f"{name} is {letter}", with_row({**row, "op": letter}))
    yield Flip(f"{name} names no operation", with_row(without(row, "op")))
    excused = without(row, "beyond") if "beyond" in row else {**row, "beyond": "because"}
    yield Flip(f"{name}: beyond its bound or not", with_row(excused))
    elsewhere = {other: held for other, held in sections.items() if other not in (*FRAME, code)}
    left = changed(sections, {code: {**sections[code], "may": without(sections[code]["may"], name)}})
    yield Flip(f"no {name}", left)
    for other, held in elsewhere.items():
        moved = changed(left, {other: {**held, "may": {**held.get("may", {}), name: row}}})
        yield Flip(f"{name} of {other}", moved)
        twice = changed(sections, {other: moved[other]})
        yield Flip(f"{name} of {other} as well", twice)


def turned(cell: str, scope: str) -> str:
    words = cell.split()
    return " ".join(word for word in words if word != scope) if scope in words else " ".join([*words, scope])


def changed(sections: dict, parts: dict) -> dict:
    return {**sections, **parts}


def without(row: dict, name: str) -> dict:
    return {key: value for key, value in row.items() if key != name}
