"""An oracle of its own: who may do what to which row, from a table of its own and plain facts.

It shares no code with the gate and does not read policy.toml: what is granted it knows from `table.py`, kept by hand. It
loads whole tables as plain rows, and says in the words of the domain how a row is reached. `relations.py` holds those words;
here is only how they meet the table.
"""

from collections import defaultdict

from django.apps import apps

from .relations import RELATIONS, remembered, residents
from .table import GRANTS

Grants = dict[str, set[str]]  # role → scopes
PERSONAL = {"self", "own", "named", "inquiry"}
CLOSE = PERSONAL | {"desk"}
UNITS = {"college", "branch", "grid", "room", "building", "desk", "cohort"}


class Facts:
    """All rows at one moment, as plain dictionaries by id, loaded once."""

    def __init__(self, at):
        self.at = at
        self.tables = {}
        self.memo = {}
        self.posts = defaultdict(lambda: defaultdict(set))  # person → role → units
        active = {pk for pk, person in self.rows("people.Person").items() if person["is_active"]}
        for post in self.rows("gate.Appointment").values():
            if self.live(post) and post["person_id"] in active:
                self.posts[post["person_id"]][post["role"]].add((post["unit_kind"], post["unit_id"]))
        for person, room in residents(self):
            if person in active:
                self.posts[person]["resident"].add(("room", room))
        self.active = active

    def rows(self, label: str) -> dict[int, dict]:
        if label not in self.tables:
            model = apps.get_model(label)
            names = [field.attname for field in model._meta.concrete_fields]
            self.tables[label] = {row["pk"]: row for row in model._base_manager.values("pk", *names)}
        return self.tables[label]

    def links(self, label: str, field: str) -> list[tuple[int, int]]:
        """The pairs of a many-to-many field: (row, other)."""
        through = apps.get_model(label)._meta.get_field(field).remote_field.through
        key = f"{label}.{field}"
        if key not in self.tables:
            own, other = (item.attname for item in through._meta.fields if item.is_relation)
            self.tables[key] = list(through._base_manager.values_list(own, other))
        return self.tables[key]

    def live(self, row: dict) -> bool:
        return row["start"] <= self.at and (row["end"] is None or row["end"] > self.at)

    def holds(self, person: int, capability: str, grants: Grants | None = None) -> bool:
        """Whether the person holds any grant of it at all; by other grants than those of the table, where some are given."""
        grants = GRANTS[capability] if grants is None else grants
        return person in self.active and (
            bool(grants.get("everyone")) or any(grants.get(role) for role in self.posts[person])
        )

    @remembered
    def may(self, person: int, capability: str, label: str, pk: int) -> bool:
        """Whether the person may exercise the capability on the row."""
        return self.may_by(GRANTS[capability], person, capability, label, pk)

    def may_by(self, grants: Grants, person: int, capability: str, label: str, pk: int) -> bool:
        """The same, if the capability were granted so."""
        if person not in self.active:
            return False
        row, words = self.rows(label)[pk], RELATIONS[label]
        hidden = words.hidden(self, row)  # kept from every unit but the desk and the persons it names
        reached = words.reached(self, row, capability)
        personal = (
            grants.get("everyone", set()).union(*(grants.get(role, set()) for role in self.posts[person])) & PERSONAL
        )
        if any(person in reached.get(scope, ()) for scope in personal):
            return True
        if "college" in grants.get("everyone", ()):
            return not hidden
        for role, units in self.posts[person].items():
            for scope in grants.get(role, set()) & UNITS:
                if hidden and scope not in CLOSE:
                    continue
                if scope == "college" or any(kind == scope and unit in reached.get(scope, ()) for kind, unit in units):
                    return True
        return False

    def allowed(self, person: int, capability: str, label: str) -> set[int]:
        return {pk for pk in self.rows(label) if self.may(person, capability, label, pk)}
