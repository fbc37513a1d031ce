"""python -m planner solve | check | explain

Exit code 0: done. 1: the plan breaks a rule. 2: the input cannot be used; one sentence
says where, and nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from .check import Score, check, score
from .explain import Explainer
from .files import read_pins, read_plan, read_problem, write_json
from .fitting import known_people, somebody_of_each_gender
from .problem import Problem
from .tables import Id, ProblemError


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        return options.run(options)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m planner", description="Divide dormitories into grids.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    solve = commands.add_parser("solve", help="find a plan")
    solve.add_argument("instance", type=Path, metavar="INST.json")
    solve.add_argument("-o", "--output", type=Path, required=True, metavar="PLAN.json")
    solve.add_argument("--start", type=Path, metavar="PLAN.json", help="a plan to improve on")
    solve.add_argument("--pins", type=Path, metavar="PINS.json", help="rooms that keep their keeper or lead")
    solve.add_argument("--seed", type=int, default=0, metavar="N", help="picks among equally good plans")
    solve.add_argument("--time", type=float, metavar="S", help="seconds after which fragments are improved no further")
    solve.set_defaults(run=_solve)

    judge = commands.add_parser("check", help="say which rules a plan breaks and what it costs")
    judge.add_argument("instance", type=Path, metavar="INST.json")
    judge.add_argument("plan", type=Path, metavar="PLAN.json")
    judge.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="say why a room has its keeper and its lead")
    explain.add_argument("instance", type=Path, metavar="INST.json")
    explain.add_argument("plan", type=Path, metavar="PLAN.json")
    explain.add_argument("--room", required=True, metavar="ID")
    explain.add_argument("--language", choices=("zh", "en"), default="en")
    explain.set_defaults(run=_explain)
    return parser


def _solve(options: argparse.Namespace) -> int:
    from .solve import solve  # OR-Tools takes a while to load, and only this command needs it

    problem = read_problem(options.instance)
    somebody_of_each_gender(problem)
    start = read_plan(options.start) if options.start else None
    pins = read_pins(options.pins) if options.pins else []
    ends = None if options.time is None else monotonic() + options.time
    result = solve(
        problem,
        start=start,
        pins=pins,
        seed=options.seed,
        stop=ends and (lambda: monotonic() > ends),
        progress=_progress if sys.stderr.isatty() else None,
    )
    write_json(options.output, result.plan.to_json())
    _print_score(result.score)
    print(f"keepers, terms 1, 3, 4, 5: {result.keepers_bound:,} is the least possible")
    print(f"keepers, all six terms:    {result.keepers_gap:,} above that at most")
    for reason in dict.fromkeys(left.reason for left in result.uncovered):
        print(reason.en)
    return 0


def _check(options: argparse.Namespace) -> int:
    problem, plan = read_problem(options.instance), read_plan(options.plan)
    broken = check(problem, plan)
    for violation in broken:
        print(f"{violation.code}: {violation.message}")
    if broken:
        return 1
    _print_score(score(problem, plan))
    return 0


def _explain(options: argparse.Namespace) -> int:
    problem, plan = read_problem(options.instance), read_plan(options.plan)
    known_people(problem, plan, options.plan.name)
    explainer = Explainer(problem, plan)
    for role in ("keeper", "lead"):
        explanation = explainer.room(_room(problem, options.room), role)
        print(f"{role}: {'-' if explanation.person is None else explanation.person}")
        for sentence in getattr(explanation, options.language):
            print(f"  {sentence}")
    return 0


def _room(problem: Problem, written: str) -> Id:
    return next((room for room in problem.rooms.id if str(room) == written), written)


def _print_score(score: Score) -> None:
    for term, count in score.raw.items():
        print(f"{term:<18}{count:>10,}{score.cost[term]:>16,}")
    print(f"{'total':<18}{score.total:>26,}")


def _progress(stage: str, share: float) -> None:
    print(f"\r{stage:<12}{share:>5.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)
