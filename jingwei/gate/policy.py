"""The one table of who may do what, read from policy.toml. Nothing else in the program grants anything."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .roles import Operation, Role, Scope

TABLE = Path(__file__).with_name("policy.toml")
EVERYONE = "everyone"  # whoever is signed in, whatever posts they hold
EVERY_POST = "*"  # in [apart]: every post but living in a room
FRAME = ("purposes", "apart")  # the sections that are no class of data

Scopes = frozenset[Scope]


@dataclass(frozen=True)
class DataClass:
    """A class of data and its bound: role → operation → the scopes it may at most reach."""

    code: str  # D05
    title: str
    sensitivity: int  # C0 … C4
    purpose: str
    table: dict[str, dict[Operation, Scopes]]

    def bound(self, role: str, op: Operation) -> Scopes:
        return self.table.get(role, {}).get(op, frozenset()) | self.table.get(EVERYONE, {}).get(op, frozenset())


@dataclass(frozen=True)
class Capability:
    name: str  # cases.file
    data_class: DataClass
    op: Operation
    grants: dict[str, Scopes]  # role (or "everyone") → scopes
    beyond: str  # why it reaches farther than its class's bound; empty: it does not

    def scopes(self, role: str) -> Scopes:
        return self.grants.get(role, frozenset()) | self.grants.get(EVERYONE, frozenset())


@dataclass(frozen=True)
class Policy:
    classes: dict[str, DataClass]
    capabilities: dict[str, Capability]
    purposes: dict[str, str]  # code → what the people whose data are read are told
    apart: frozenset[frozenset[Role]]  # pairs of posts that one person may not hold together


@cache
def policy() -> Policy:
    """The whole table."""
    return read(tomllib.loads(TABLE.read_text("utf-8")))


def read(sections: dict) -> Policy:
    """What the sections of the table say.

    Raises ValueError where they name a role, scope, operation or purpose that does not exist, or a capability twice.
    """
    purposes, apart = (sections.get(name, {}) for name in FRAME)
    classes: dict[str, DataClass] = {}
    found: dict[str, Capability] = {}
    for code in [name for name in sections if name not in FRAME]:
        section = sections[code]
        classes[code] = held = _data_class(code, section, purposes)
        for name, row in section.get("may", {}).items():
            if name in found:
                raise ValueError(f"policy.toml: {name} stands twice")
            found[name] = _capability(name, held, row)
    return Policy(classes, found, purposes, _pairs(apart))


def capabilities() -> dict[str, Capability]:
    return policy().capabilities


def data_class(code: str) -> DataClass:
    return policy().classes[code]


def capability(name: str) -> Capability:
    try:
        return capabilities()[name]
    except KeyError:
        raise LookupError(f"policy.toml has no capability {name!r}") from None


def _data_class(code: str, section: dict, purposes: dict) -> DataClass:
    if section["purpose"] not in purposes:
        raise ValueError(f"policy.toml: {code} is read for the unknown purpose {section['purpose']!r}")
    table: dict[str, dict[Operation, Scopes]] = {}
    for role, row in section.get("table", {}).items():
        _check_role(code, role)
        for letters, cell in row.items():
            for letter in letters:
                cells = table.setdefault(role, {})
                op = _word(Operation, letter, f"{code}, {role}")
                cells[op] = cells.get(op, frozenset()) | _scopes(f"{code}, {role}", cell)
    return DataClass(code, section["title"], section["sensitivity"], section["purpose"], table)


def _capability(name: str, held: DataClass, row: dict) -> Capability:
    row = dict(row)
    if "op" not in row:
        raise ValueError(f"policy.toml: {name} does not say which operation it is (op)")
    op, beyond = _word(Operation, row.pop("op"), name), row.pop("beyond", "")
    for role in row:
        _check_role(name, role)
    return Capability(name, held, op, {role: _scopes(f"{name}, {role}", cell) for role, cell in row.items()}, beyond)


def _pairs(apart: dict) -> frozenset[frozenset[Role]]:
    pairs = set()
    for role, others in apart.items():
        _check_role("[apart]", role)
        every = [other for other in Role.values if other not in (role, Role.RESIDENT)]
        for other in every if others == EVERY_POST else others.split():
            _check_role("[apart]", other)
            pairs.add(frozenset({Role(role), Role(other)}))
    return frozenset(pairs)


def _check_role(where: str, role: str) -> None:
    if role != EVERYONE and role not in Role.values:
        raise ValueError(f"policy.toml: {where} names the unknown role {role!r}")


def _scopes(where: str, cell: str) -> Scopes:
    return frozenset(_word(Scope, word, where) for word in cell.split())


def _word(kind, word: str, where: str):
    try:
        return kind(word)
    except ValueError as error:
        raise ValueError(f"policy.toml: {where}: {error}") from None
