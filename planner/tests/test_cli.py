"""The command line: three commands, exit codes that scripts can trust, nothing half written."""

import json
import subprocess
import sys

import pytest

from planner.cli import main
from planner.tests.small import DATA, two_people

CASE = str(DATA / "case.json")


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.json"
    path.write_text(json.dumps(two_people()))
    return path


def test_solve_check_and_explain_the_case(tmp_path, capsys):
    plan = str(tmp_path / "plan.json")
    assert main(["solve", CASE, "-o", plan, "--time", "0"]) == 0
    assert "245,530 is the least possible" in capsys.readouterr().out
    assert main(["check", CASE, plan]) == 0
    assert "uncovered_keeper" in capsys.readouterr().out
    assert main(["explain", CASE, plan, "--room", "M3-208", "--language", "zh"]) == 0
    assert "名同学" in capsys.readouterr().out


def test_pins_and_a_start_are_kept(small, tmp_path):
    pins, plan = tmp_path / "pins.json", tmp_path / "plan.json"
    pins.write_text('[{"room": "101", "keeper": "bea"}, {"room": "201", "lead": "ada"}]')
    assert main(["solve", str(small), "-o", str(plan), "--pins", str(pins)]) == 0
    assert main(["solve", str(small), "-o", str(plan), "--pins", str(pins), "--start", str(plan)]) == 0
    written = json.loads(plan.read_text())
    assert (written["keeper"][0], written["lead"][3]) == ("bea", "ada")


def test_a_shortage_is_said(tmp_path, capsys):
    assert main(["solve", str(DATA / "case-tight.json"), "-o", str(tmp_path / "plan.json"), "--time", "0"]) == 0
    assert "The 132 rooms of men share 24 keepers with 72 places: 60 short." in capsys.readouterr().out


def test_a_plan_that_breaks_a_rule_is_exit_code_1(small, tmp_path, capsys):
    plan = tmp_path / "plan.json"
    plan.write_text('{"keeper": ["ada", "ada", "ada", "ada"], "lead": [null, null, null, null]}')
    assert main(["check", str(small), str(plan)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "one_each: Room 103 is empty but has the keeper ada.",
        "cap: Keeper ada has 4 rooms, more than 3.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "bad.json is not whole JSON: it stops making sense at line 1, column 1."),
        (json.dumps(two_people())[:200], "bad.json is not whole JSON: it stops making sense at line 1, column"),
        ("[]", "The instance is not a JSON object."),
        ("[" * 100_000, "bad.json is not JSON that can be read."),
        (json.dumps(two_people(keepers_cap=[2, -2])), "keepers row 1 (bea), cap: -2 is not between 0 and 1000000."),
    ],
)
def test_an_instance_that_cannot_be_used_is_exit_code_2(text, sentence, tmp_path, capsys):
    bad = tmp_path / "bad.json"
    bad.write_text(text)
    assert main(["solve", str(bad), "-o", str(tmp_path / "plan.json")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == [bad]


@pytest.mark.parametrize(
    "pins", ["{}", '[{"keeper": "ada"}]', '[{"room": "101", "keepr": "ada"}]', '[{"room": ["101"]}]']
)
def test_pins_that_cannot_be_used_are_exit_code_2(pins, small, tmp_path):
    path, plan = tmp_path / "pins.json", tmp_path / "plan.json"
    path.write_text(pins)
    assert main(["solve", str(small), "-o", str(plan), "--pins", str(path)]) == 2
    assert not plan.exists()


def test_a_place_that_cannot_be_written_is_exit_code_2(small, tmp_path, capsys):
    assert main(["solve", str(small), "-o", str(tmp_path / "no" / "plan.json")]) == 2
    assert capsys.readouterr().err.endswith("cannot be written: No such file or directory.\n")


def test_it_runs_as_a_module_without_django(small, tmp_path):
    code = (
        "import sys, runpy; sys.modules['django'] = sys.modules['jingwei'] = None;"
        f"sys.argv = ['planner', 'solve', {str(small)!r}, '-o', {str(tmp_path / 'plan.json')!r}];"
        "runpy.run_module('planner', run_name='__main__')"
    )
    subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], check=True, cwd=DATA.parents[2], capture_output=True
    )
    assert (tmp_path / "plan.json").exists()
