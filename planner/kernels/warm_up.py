"""Compiles the kernels before anybody waits for them: at installation, or at the first run."""

from __future__ import annotations

from shutil import rmtree

from . import FOLDER

STAMP = FOLDER / "warm"


def is_warm() -> bool:
    """Whether this machine has the kernels compiled as they are now."""
    return STAMP.exists()


def warm_up() -> None:
    """Half a minute the first time, nothing after that. Machine code of older kernels is thrown away."""
    if is_warm():
        return
    from planner.change import Division
    from planner.instance.generate import generate
    from planner.instance.reading import read_problem
    from planner.solve import solve

    problem = read_problem(generate(60, seed=1))
    solve(problem)
    Division(problem).member_leaves(problem.keepers.id[0])
    STAMP.touch()
    for folder in FOLDER.parent.glob("kernels-*"):
        if folder != FOLDER:
            rmtree(folder, ignore_errors=True)
