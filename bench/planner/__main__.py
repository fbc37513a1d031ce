"""python -m bench.planner [SIZE …]: the planner beside its peers; "case" or a number of rooms, all of them by default.

Keeps what was measured in docs/bench/planner.json, and from that alone draws planner.svg and
writes the table of planner/README.md. With --draw nothing is measured, only drawn.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from planner.instance.files import write_json
from planner.instance.generate import generate

from .methods import LIMIT, OF_A_MODEL, PEERS
from .one import OURS
from .picture import picture
from .table import write_table

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs/bench/planner.json"
CASE = ROOT / "planner/tests/data/case.json"
SIZES = ("case", "2500", "10000", "100000")
MOST_OF_A_MODEL = 2_500  # rooms: above, the solvers leave rooms to nobody when their time is over
CORES = 2
GRACE = 3  # times its limit that a method may take with building its model, before it is ended
BUSY = 0.5  # load at the start, above which the machine was not ours alone


def main(words: list[str]) -> None:
    if words != ["--draw"]:
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        _measure(words or list(SIZES))
    kept = json.loads(KEPT.read_text())
    KEPT.with_suffix(".svg").write_text(picture(kept))
    write_table(ROOT / "planner/README.md", kept)


def _measure(sizes: list[str]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))
    kept: dict[str, Any] = {"machine": _machine(), "limit": LIMIT, "instances": []}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = CASE
            if size != "case":
                path = Path(folder) / f"{size}.json"
                write_json(path, generate(int(size), seed=1))
            runs = []
            for method in (OURS, *PEERS):
                if method in OF_A_MODEL and size != "case" and int(size) > MOST_OF_A_MODEL:
                    continue
                runs.append(_run(method, path))
                print(size, json.dumps(runs[-1]), flush=True)  # noqa: T201
            kept["instances"].append({"name": size, "runs": runs})
            KEPT.write_text(json.dumps(kept, indent=1) + "\n")


def _run(method: str, path: Path) -> dict[str, Any]:
    """What a process of its own says; a method that fails says so."""
    command = [sys.executable, "-m", "bench.planner.one", method, str(path)]
    most = GRACE * LIMIT
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=most, check=True)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"method": method, "failed": f"ended after {most:.0f} s, not minding its limit of {LIMIT:.0f} s"}
    except subprocess.CalledProcessError as error:
        return {"method": method, "failed": f"exit code {error.returncode}"}
    return json.loads(done.stdout.splitlines()[-1])


def _machine() -> dict[str, Any]:
    load = os.getloadavg()[0]
    return {
        "cores": CORES,
        "python": platform.python_version(),
        "system": platform.system(),
        "load_at_start": round(load, 2),
        "shared": load > BUSY,
        "versions": {name: _version(name) for name in ("numpy", "numba", "ortools", "highspy")},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
