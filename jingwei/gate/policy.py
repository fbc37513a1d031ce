"""The one table of who may do what, read from policy.toml. Nothing else in the program grants anything."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .roles import Role, Scope

TABLE = Path(__file__).with_name("policy.toml")
EVERYONE = "everyone"  # whoever is signed in, whatever posts they hold


@dataclass(frozen=True)
class DataClass:
    code: str  # D05
    title: str
    sensitivity: int  # C0 … C4


@dataclass(frozen=True)
class Capability:
    name: str  # cases.file
    data_class: DataClass
    grants: dict[str, frozenset[Scope]]  # role (or "everyone") → scopes

    def scopes(self, role: str) -> frozenset[Scope]:
        return self.grants.get(role, frozenset()) | self.grants.get(EVERYONE, frozenset())


@cache
def capabilities() -> dict[str, Capability]:
    """All capabilities by name.

    Raises ValueError where the table names a role or scope that does not exist, or a capability twice.
    """
    found: dict[str, Capability] = {}
    for code, section in tomllib.loads(TABLE.read_text("utf-8")).items():
        data_class = DataClass(code, section["title"], section["sensitivity"])
        for name, row in section["may"].items():
            if name in found:
                raise ValueError(f"policy.toml: {name} stands twice")
            found[name] = Capability(name, data_class, {role: _scopes(name, role, cell) for role, cell in row.items()})
    return found


def capability(name: str) -> Capability:
    try:
        return capabilities()[name]
    except KeyError:
        raise LookupError(f"policy.toml has no capability {name!r}") from None


def _scopes(name: str, role: str, cell: str) -> frozenset[Scope]:
    if role != EVERYONE and role not in Role.values:
        raise ValueError(f"policy.toml: {name} names the unknown role {role!r}")
    try:
        return frozenset(Scope(word) for word in cell.split())
    except ValueError as error:
        raise ValueError(f"policy.toml: {name}, {role}: {error}") from None
