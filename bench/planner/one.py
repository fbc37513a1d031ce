"""One method on one instance, in a process of its own: python -m bench.planner.one METHOD INSTANCE → a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from planner.instance.files import read_problem
from planner.instance.problem import Problem
from planner.instance.reading import read_problem as read_data
from planner.proof.check import score

from .methods import PEERS

OURS = "Jingwei"


def main(method: str, path: Path) -> dict[str, Any]:
    began = perf_counter()
    data = json.loads(path.read_text())
    parsing = perf_counter() - began
    problem = read_problem(path)
    facts = {"method": method, "parsing": parsing, "rooms": len(problem.rooms.id), "keepers": len(problem.keepers.id)}
    found = _ours(problem) if method == OURS else _peer(method, problem)
    del data
    return facts | found | {"mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _ours(problem: Problem) -> dict[str, Any]:
    from planner.instance.generate import generate
    from planner.solve import solve

    solve(read_data(generate(60, seed=1)))  # the kernels and the solver of the last gap are loaded
    wall, cpu = perf_counter(), process_time()
    result = solve(problem)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    return {
        "wall": wall,
        "cpu": cpu,
        "flow": result.seconds["keepers"],
        "cost": result.score.keepers + result.score.fragments,
        "uncovered": result.score.raw["uncovered_keeper"],
        "bound": result.contiguity_bound,
        "flow_bound": result.keepers_bound,
        "leads": result.score.leads,
        "leads_bound": result.leads_bound,
    }


def _peer(method: str, problem: Problem) -> dict[str, Any]:
    wall, cpu = perf_counter(), process_time()
    model, chosen, bound = PEERS[method](problem)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    counted = score(problem, model.plan(problem, chosen))
    return {
        "wall": wall,
        "cpu": cpu,
        "cost": counted.keepers + counted.fragments,
        "uncovered": counted.raw["uncovered_keeper"],
        "bound": bound,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))) + "\n")
