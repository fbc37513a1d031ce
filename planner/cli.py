"""python -m planner solve | check | explain | compare | curve | generate | warm-up

Exit code 0: done. 1: the plan breaks a rule. 2: the input cannot be used; one sentence
says where, and nothing is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from .instance.files import read_certificate, read_pins, read_plan, read_problem, read_raw, write_json
from .instance.fitting import fixed_rows, known_people, somebody_of_each_gender
from .instance.generate import MEMBERS, MOST_MEMBERS, generate
from .instance.problem import Problem
from .instance.tables import Ban, Id, Pin, ProblemError
from .instance.validate import LARGEST_NUMBER
from .proof.check import Score, check, score
from .proof.verify import refuted
from .why.compare import differences
from .why.explain import Explainer


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
    solve.add_argument(
        "--pins",
        type=Path,
        metavar="PINS.json",
        help="rooms that keep their keeper or lead, and rooms and buildings that somebody must not have",
    )
    solve.add_argument("--seed", type=int, default=0, metavar="N", help="picks among equally good plans")
    solve.add_argument("--time", type=float, metavar="S", help="seconds after which fragments are improved no further")
    solve.add_argument("--certificate", type=Path, metavar="CERT.json", help="where to write the proof")
    solve.set_defaults(run=_solve)

    judge = commands.add_parser("check", help="say which rules a plan breaks, what it costs, and whether a proof holds")
    judge.add_argument("instance", type=Path, metavar="INST.json")
    judge.add_argument("plan", type=Path, metavar="PLAN.json")
    judge.add_argument("certificate", type=Path, metavar="CERT.json", nargs="?")
    judge.add_argument("--pins", type=Path, metavar="PINS.json", help="pins and bans that the plan is to heed")
    judge.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="say why a room has its keeper and its lead")
    explain.add_argument("instance", type=Path, metavar="INST.json")
    explain.add_argument("plan", type=Path, metavar="PLAN.json")
    explain.add_argument("--room", required=True, metavar="ID")
    explain.add_argument("--pins", type=Path, metavar="PINS.json", help="whom not to offer")
    explain.add_argument("--language", choices=("zh", "en"), default="en")
    explain.set_defaults(run=_explain)

    compare = commands.add_parser("compare", help="say what differs between two plans")
    compare.add_argument("first", type=Path, metavar="A.json")
    compare.add_argument("second", type=Path, metavar="B.json")
    compare.add_argument("--instance", type=Path, metavar="INST.json", help="say what each costs, too")
    compare.set_defaults(run=_compare)

    generate = commands.add_parser("generate", help="make up a college")
    generate.add_argument("rooms", type=int, metavar="ROOMS")
    generate.add_argument("-o", "--output", type=Path, required=True, metavar="INST.json")
    generate.add_argument("--seed", type=int, default=1, metavar="N")
    generate.add_argument("--members", type=float, default=MEMBERS, metavar="SHARE", help="keepers among the students")
    generate.set_defaults(run=_generate)

    curve = commands.add_parser("curve", help="say what fewer fragments would cost")
    curve.add_argument("instance", type=Path, metavar="INST.json")
    curve.add_argument("--pins", type=Path, metavar="PINS.json", help="pins and bans to heed")
    curve.set_defaults(run=_curve)

    commands.add_parser("warm-up", help="compile the kernels now").set_defaults(run=_warm_up)
    return parser


def _solve(options: argparse.Namespace) -> int:
    from .solve import solve  # numba takes a while to load, and only this command needs it

    problem = read_problem(options.instance)
    somebody_of_each_gender(problem)
    start = read_plan(options.start) if options.start else None
    pins = _pins(options)
    _warm_up(options)
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
    if options.certificate:
        write_json(options.certificate, result.certificate.to_json())
    _print_score(result.score)
    print(f"keepers, terms 1, 3, 4, 5: {result.keepers_bound:,} is the least possible")
    print(f"keepers, all six terms:    {result.contiguity_bound:,} is the least possible")
    print(f"keeper and lead alike:     {result.same_branch:,} rooms have both of one branch")
    print(f"the plan:                  {result.keepers_gap:,} above that at most, {result.keepers_gap_percent:.4f}%")
    for reason in dict.fromkeys(left.reason for left in result.uncovered):
        print(reason.en)
    return 0


def _check(options: argparse.Namespace) -> int:
    problem, plan = read_problem(options.instance), read_plan(options.plan)
    pins = _pins(options)
    fixed_rows(problem, pins)
    broken = check(problem, plan, pins)
    for violation in broken:
        print(f"{violation.code}: {violation.message}")
    if broken:
        return 1
    counted = score(problem, plan)
    _print_score(counted)
    return _check_proof(options, problem, counted) if options.certificate else 0


def _check_proof(options: argparse.Namespace, problem: Problem, counted: Score) -> int:
    certificate = read_certificate(options.certificate, problem)
    wrong = refuted(read_raw(options.instance), certificate)
    if options.pins and certificate["pins"] != [dataclasses.asdict(pin) for pin in _pins(options)]:
        wrong.append("The proof is for other pins and bans.")
    for sentence in wrong:
        print(sentence)
    if wrong:
        return 1
    least = {
        role: sum(
            claim["cost"] + claim["uncovered"] * getattr(problem.weights, f"uncovered_{role}")
            for claim in certificate["claims"]
            if claim["role"] == role
        )
        for role in ("keeper", "lead")
    }
    print(
        f"keepers, terms 1, 3, 4, 5: {counted.keepers - least['keeper']:,} above the proven least of {least['keeper']:,}"
    )
    print(f"leads:                     {counted.leads - least['lead']:,} above the proven least of {least['lead']:,}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    first, second = read_plan(options.first), read_plan(options.second)
    for role, number in differences(first, second).items():
        print(f"{role}s: {number:,} rooms differ")
    if options.instance:
        problem = read_problem(options.instance)
        one, other = (score(problem, plan) for plan in (first, second))
        for term, count in one.raw.items():
            print(f"{term:<18}{count:>10,}{other.raw[term]:>10,}{other.cost[term] - one.cost[term]:>+16,}")
        print(f"{'total':<18}{other.total - one.total:>+36,}")
    return 0


def _generate(options: argparse.Namespace) -> int:
    if not 1 <= options.rooms <= LARGEST_NUMBER:
        raise ProblemError(f"rooms: {options.rooms} is not between 1 and {LARGEST_NUMBER}.")
    if not 0 < options.members <= MOST_MEMBERS:
        raise ProblemError(f"members: {options.members} is not above 0 and at most {MOST_MEMBERS}.")
    write_json(options.output, generate(options.rooms, seed=options.seed, members=options.members))
    return 0


def _curve(options: argparse.Namespace) -> int:
    from .curve import curve  # as in _solve

    problem = read_problem(options.instance)
    pins = _pins(options)
    _warm_up(options)
    points = curve(problem, pins=pins)
    print(f"{'weight':>8}{'fragments':>12}{'more steps':>12}{'more foreign students':>24}")
    for point in points:
        steps, foreign = (point.terms[term] - points[0].terms[term] for term in ("steps", "foreign_students"))
        print(f"{point.weight:>8,}{point.fragments:>12,}{steps:>12,}{foreign:>24,}")
    return 0


def _warm_up(_options: argparse.Namespace) -> int:
    from .kernels.warm_up import is_warm, warm_up

    if not is_warm():
        print("Compiling the planner for this machine, once; this takes about half a minute …", file=sys.stderr)
        warm_up()
    return 0


def _explain(options: argparse.Namespace) -> int:
    problem, plan = read_problem(options.instance), read_plan(options.plan)
    known_people(problem, plan, options.plan.name)
    explainer = Explainer(problem, plan, pins=_pins(options))
    for role in ("keeper", "lead"):
        explanation = explainer.room(_room(problem, options.room), role)
        print(f"{role}: {'-' if explanation.person is None else explanation.person}")
        for sentence in getattr(explanation, options.language):
            print(f"  {sentence}")
    return 0


def _pins(options: argparse.Namespace) -> list[Pin | Ban]:
    return read_pins(options.pins) if options.pins else []


def _room(problem: Problem, written: str) -> Id:
    return next((room for room in problem.rooms.id if str(room) == written), written)


def _print_score(score: Score) -> None:
    for term, count in score.raw.items():
        print(f"{term:<18}{count:>10,}{score.cost[term]:>16,}")
    print(f"{'total':<18}{score.total:>26,}")


def _progress(stage: str, share: float) -> None:
    print(f"\r{stage:<12}{share:>5.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)
