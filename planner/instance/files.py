"""Instances, plans and pins as JSON files: read with one clear sentence, written whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from . import reading
from .problem import Problem
from .tables import Ban, Pin, Plan, ProblemError, Weights
from .validate import is_id

CERTIFICATE = ("keeper", "lead", "claims", "pins")
PIN, BAN = ({part.name for part in dataclasses.fields(kind)} for kind in (Pin, Ban))
CLAIM = {"role": str, "gender": str, "nobody": int, "uncovered": int, "cost": int}


def read_problem(path: Path) -> Problem:
    return reading.read_problem(_read(path))


def read_plan(path: Path) -> Plan:
    return reading.read_plan(_read(path), path.name)


def read_pins(path: Path) -> list[Pin | Ban]:
    """A list of pins {"room": id, "keeper": id, "lead": id} and bans {"room" or "building": id, "not_keeper": id,
    "not_lead": id}; one of the two people may be left out.
    """
    data = _read(path)
    if not isinstance(data, list):
        raise ProblemError(f"{path.name} is not a list of pins.")
    pins: list[Pin | Ban] = []
    for row, pin in enumerate(data):
        ids = pin if isinstance(pin, dict) else {}
        is_ban = bool(set(ids) - PIN)
        if not (set(ids) <= BAN if is_ban else "room" in ids):
            raise ProblemError(
                f"{path.name} row {row}: a pin has a room and a keeper, a lead or both;"
                " a ban has a room or a building and a not_keeper, a not_lead or both."
            )
        if not all(id_ is None or is_id(id_) for id_ in ids.values()):
            raise ProblemError(f"{path.name} row {row}: an id is a whole number or text.")
        pins.append(Ban(**ids) if is_ban else Pin(**ids))
    return pins


def read_certificate(path: Path, problem: Problem) -> dict[str, Any]:
    """A certificate as written; refused unless it has the shape that ``planner.proof.verify`` reads."""
    data = _read(path)
    if not isinstance(data, dict) or not all(isinstance(data.get(key), list) for key in CERTIFICATE):
        raise ProblemError(f"{path.name} is not a certificate: it has no {', '.join(CERTIFICATE)}.")
    for role, people in (("keeper", problem.keepers), ("lead", problem.leads)):
        prices = data[role]
        if len(prices) != len(people.id) or not all(type(price) is int and abs(price) < 2**62 for price in prices):
            raise ProblemError(f"{path.name}, {role}: {len(people.id)} whole numbers are needed, one a {role}.")
    for row, claim in enumerate(data["claims"]):
        shaped = isinstance(claim, dict) and {key: type(value) for key, value in claim.items()} == CLAIM
        if not shaped or claim["role"] not in ("keeper", "lead"):
            raise ProblemError(f"{path.name}, claims row {row}: it is not a role, a gender and three whole numbers.")
    for row, pin in enumerate(data["pins"]):
        if not isinstance(pin, dict) or set(pin) not in (PIN, BAN):
            raise ProblemError(f"{path.name}, pins row {row}: a pin has a room, a keeper and a lead.")
    return data


def read_raw(path: Path) -> dict[str, Any]:
    """A sound instance as parsed, with what may be left out."""
    data = _read(path)
    nobody = Plan.empty(len(data["rooms"]["id"])).to_json()
    return {"prev": nobody, **data, "weights": {**dataclasses.asdict(Weights()), **data.get("weights", {})}}


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
