"""Instances, plans and pins as JSON files: read with one clear sentence, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from . import reading
from .problem import Problem
from .tables import Pin, Plan, ProblemError


def read_problem(path: Path) -> Problem:
    return reading.read_problem(_read(path))


def read_plan(path: Path) -> Plan:
    return reading.read_plan(_read(path), path.name)


def read_pins(path: Path) -> list[Pin]:
    """A list of {"room": id, "keeper": id, "lead": id}; keeper or lead may be left out."""
    data = _read(path)
    if not isinstance(data, list):
        raise ProblemError(f"{path.name} is not a list of pins.")
    pins = []
    for row, pin in enumerate(data):
        ids = pin if isinstance(pin, dict) else {}
        if "room" not in ids or not set(ids) <= {"room", "keeper", "lead"}:
            raise ProblemError(f"{path.name} row {row}: a pin has a room and a keeper, a lead or both.")
        if not all(isinstance(id_, (int, str)) or id_ is None for id_ in ids.values()):
            raise ProblemError(f"{path.name} row {row}: an id is a whole number or text.")
        pins.append(Pin(**ids))
    return pins


def write_json(path: Path, data: Any) -> None:
    """Replace the file in one step, so that nobody ever reads half of it."""
    text = json.dumps(data, ensure_ascii=False)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ProblemError(f"{path} cannot be written: {error.strerror}.") from error


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProblemError(f"{path} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise ProblemError(
            f"{path.name} is not whole JSON: it stops making sense at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{path.name} is not JSON that can be read.") from error
