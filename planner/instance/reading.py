"""Problems and plans from parsed JSON: the shape is read here, the sense is judged in ``validate``."""

from __future__ import annotations

import dataclasses
from typing import Any

from .problem import Problem
from .tables import Branches, Buildings, Keepers, Leads, Plan, ProblemError, Rooms, Weights
from .validate import is_id, shown

TABLES = {"buildings": Buildings, "rooms": Rooms, "branches": Branches, "keepers": Keepers, "leads": Leads}


def read_problem(data: Any) -> Problem:
    """A Problem from parsed JSON. Keys it does not know are ignored."""
    if not isinstance(data, dict):
        raise ProblemError("The instance is not a JSON object.")
    tables = {name: _read_table(data, name, kind) for name, kind in TABLES.items()}
    prev = read_plan(data["prev"], "prev") if "prev" in data else Plan.empty(len(tables["rooms"].id))
    return Problem(weights=_read_weights(data.get("weights", {})), prev=prev, **tables)


def read_plan(data: Any, place: str = "plan") -> Plan:
    """A Plan from parsed JSON; `place` names it in a refusal."""
    if not isinstance(data, dict):
        raise ProblemError(f"{place} is not an object with the columns keeper and lead.")
    columns = {}
    for name in ("keeper", "lead"):
        column = data.get(name)
        if not isinstance(column, list):
            raise ProblemError(f"{place}.{name} is not a list.")
        for row, person in enumerate(column):
            if person is not None and not is_id(person):
                raise ProblemError(f"{place}.{name} row {row}: {shown(person)} is not an id.")
        columns[name] = column
    return Plan(**columns)


def _read_table(data: dict[str, Any], name: str, kind: type) -> Any:
    table = data.get(name)
    if not isinstance(table, dict):
        raise ProblemError(f"{name} is missing or not a table of columns.")
    columns = {}
    for column in dataclasses.fields(kind):
        values = table.get(column.name)
        if not isinstance(values, list):
            raise ProblemError(f"{name}.{column.name} is missing or not a list.")
        columns[column.name] = values
    return kind(**columns)


def _read_weights(data: Any) -> Weights:
    if not isinstance(data, dict):
        raise ProblemError("weights is not an object of names and numbers.")
    known = {weight.name for weight in dataclasses.fields(Weights)}
    for name in data:
        if name not in known:
            raise ProblemError(f"weights.{name}: there is no such weight.")
    return Weights(**data)
