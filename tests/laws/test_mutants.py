"""Each small mistake in the modules that decide who may do what is found by a test, or stands here with the reason why it is
none (A3)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.mutants import mutants

ROOT = Path(__file__).resolve().parents[2]
DECIDING = (
    *(f"jingwei/gate/{name}.py" for name in ("policy", "roles", "posts", "doors", "appointments", "flow", "pages")),
    "jingwei/core/dated.py",
)
FINDING = (  # each mutant is asked of those that call what it changes, until the first that finds it
    *(f"jingwei/gate/tests/test_{name}.py" for name in ("policy", "doors", "posts", "flow", "pages", "bulk")),
    "tests/laws/matrix/test_table.py::test_the_table_says_twice_the_same",
    "jingwei/posts/tests",
    "jingwei/cases/tests/test_personal.py",
    "jingwei/cases/tests/test_loop.py",
    "jingwei/sign_in/tests/test_hurry.py",
    "tests/laws/test_refusals.py",
    "tests/laws/test_clock_steps.py",
    "tests/laws/matrix/test_differential.py::test_the_gate_and_the_oracle_agree[0]",
)
PYTEST = (sys.executable, *"-m pytest -p tests.support.mutation -q -p no:cacheprovider -m".split(), "not long")
# Mutants that no test can find, since they do the same: (module, mutant) → since when it stands here, and why.
THE_SAME: dict[str, tuple[str, str]] = {
    "jingwei/gate/doors.py _through_many: return False → return (False, None)[1]": (
        "2026-11-23",
        "Who asks takes None for False: the answer stands behind a «not».",
    ),
}


@pytest.mark.long
def test_every_small_mistake_in_the_gate_is_found(tmp_path, figure):
    report = tmp_path / "report.json"
    modules = [part for module in DECIDING for part in ("--mutate", module)]
    run = subprocess.run(
        [*PYTEST, *modules, "--mutation-report", str(report), *FINDING],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ("JINGWEI_HOME", "PYTEST_XDIST_WORKER")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
    found = json.loads(report.read_text("utf-8"))
    alive = {name for name, one in found.items() if not one["by"]}
    share = 100 * (len(found) - len(alive)) / len(found)  # those that do the same count as not found
    same = len(alive & set(THE_SAME))
    figure("A3", f"{len(found)} mutants of the gate, {share:.1f} % found; {len(alive)} not, {same} of them do the same")
    assert share >= 95, "\n".join(sorted(alive))
    assert alive == set(THE_SAME), "\n".join(sorted(alive ^ set(THE_SAME)))


SAMPLE = """
LIMIT = 3 | 4

def may(who):
    \"\"\"No mutant.\"\"\"
    if who.left and not who.back:
        raise Denied("no mutant here")
    log(who)
    return [unit for unit in who.units if unit.open] or None
"""


def test_what_a_small_mistake_is():
    told = [f"{one.where}: {one.what}" for one in mutants(SAMPLE, "sample.py")]
    assert told == [
        ": 3 | 4 → 3 & 4",
        ": 3 → 4",
        ": 4 → 5",
        "may: who.left and (not who.back) → who.left or not who.back",
        "may: not who.back → who.back",
        "may: raise Denied('no mutant here') → if False:     raise Denied('no mutant here')",
        "may: log(who) → if False:     log(who)",
        "may: return [unit for unit in who.units if unit.open] or None "
        "→ return ([unit for unit in who.units if unit.open] or None, None)[1]",
        "may: [unit for unit in who.units if unit.open] or None → [unit for unit in who.units if unit.open] and None",
        "may: for unit in who.units if unit.open → for unit in who.units if not unit.open",
    ]


def test_the_code_of_a_mutant_does_what_it_says():
    made = {}
    turned = next(one for one in mutants("def yes(a, b):\n    return a == b\n", "sample.py") if "!=" in one.what)
    exec(turned.code, made)  # noqa: S102 -- the sample above
    assert made["yes"](1, 2)
