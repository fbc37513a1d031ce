"""What an import would do: plain values, so that it can be shown, fingerprinted and done."""

import hashlib
import json
from dataclasses import dataclass, field, fields

from jingwei.housing.actions import NewRoom
from jingwei.housing.names import BuildingName


@dataclass(slots=True)
class NewPerson:
    number: str
    name: str
    gender: str
    kind: str
    columns: dict


@dataclass(slots=True)
class NewAffiliation:
    number: str
    branch: str
    standing: str
    columns: dict  # dates, duty, and the group by its name
    contacts: tuple[str, ...] = ()


@dataclass
class Changes:
    """Persons are spoken of by number, branches by name, places by building and room number: all may be new."""

    campuses: list[str] = field(default_factory=list)
    buildings: dict[BuildingName, str] = field(default_factory=dict)  # gender
    rooms: list[NewRoom] = field(default_factory=list)
    people: list[NewPerson] = field(default_factory=list)
    revised: dict[int, dict] = field(default_factory=dict)  # person id → columns
    retired: list[int] = field(default_factory=list)  # person ids
    ended_stays: list[int] = field(default_factory=list)
    stays: list[tuple[str, BuildingName, str, str]] = field(default_factory=list)  # number, building, room, bed
    branches: dict[str, str] = field(default_factory=dict)  # name → kind
    groups: list[tuple[str, str]] = field(default_factory=list)  # branch, group
    ended_affiliations: list[int] = field(default_factory=list)
    affiliations: list[NewAffiliation] = field(default_factory=list)
    revised_affiliations: dict[int, dict] = field(default_factory=dict)  # id → columns, the group by its name
    contacts: list[tuple[int, str]] = field(default_factory=list)  # affiliation id, number
    dropped_contacts: list[int] = field(default_factory=list)  # link ids
    secretaries: list[tuple[str, str, str]] = field(default_factory=list)  # number, branch, title
    ended_posts: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(getattr(self, column.name) for column in fields(self))

    def touches_party(self) -> bool:
        """Whether branches or affiliations are written: what only the committee may do."""
        return any(
            (
                self.branches,
                self.groups,
                self.ended_affiliations,
                self.affiliations,
                self.revised_affiliations,
                self.contacts,
                self.dropped_contacts,
            )
        )

    def size(self) -> int:
        """How many rows it writes, nearly."""
        return sum(len(getattr(self, column.name)) for column in fields(self))

    def fingerprint(self) -> str:
        """The same for the same changes, whatever the order of the rows they come from."""
        digest = hashlib.sha256()
        for column in fields(self):
            value = getattr(self, column.name)
            items = value.items() if isinstance(value, dict) else value
            for item in sorted(json.dumps(_plain(item), sort_keys=True, default=str) for item in items):
                digest.update(item.encode())
            digest.update(b"\0")
        return digest.hexdigest()


def _plain(value: object) -> object:
    if hasattr(value, "__slots__") or hasattr(value, "__dataclass_fields__"):
        return [getattr(value, column.name) for column in fields(value)]
    return value
