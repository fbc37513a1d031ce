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


def test_bans_are_heeded_by_all_who_are_told_of_them(small, tmp_path, capsys):
    pins, plan, proof = tmp_path / "pins.json", tmp_path / "plan.json", tmp_path / "proof.json"
    free = tmp_path / "free.json"
    pins.write_text('[{"room": "101", "not_keeper": "ada"}, {"building": "F", "not_lead": "bea"}]')
    assert main(["solve", str(small), "-o", str(free)]) == 0
    assert main(["solve", str(small), "-o", str(plan), "--pins", str(pins), "--certificate", str(proof)]) == 0
    written = json.loads(plan.read_text())
    assert written["keeper"][0] == "bea"
    assert "bea" not in written["lead"]
    assert main(["check", str(small), str(plan), str(proof), "--pins", str(pins)]) == 0
    assert main(["check", str(small), str(free), "--pins", str(pins)]) == 1
    assert "banned: Room 101: keeper ada is banned from it." in capsys.readouterr().out
    pins.write_text("[]")
    assert main(["check", str(small), str(plan), str(proof), "--pins", str(pins)]) == 1
    assert "The proof is for other pins and bans." in capsys.readouterr().out
    pins.write_text('[{"room": "102", "not_keeper": "bea"}]')
    assert main(["explain", str(small), str(plan), "--room", "102", "--pins", str(pins)]) == 0
    assert "With bea" not in capsys.readouterr().out.split("lead:")[0]
    pins.write_text('[{"room": "102", "keeper": "bea"}, {"room": "102", "not_keeper": "bea"}]')
    assert main(["solve", str(small), "-o", str(plan), "--pins", str(pins)]) == 2
    assert capsys.readouterr().err == "pins row 1: keeper bea is pinned to room 102 and banned from it.\n"


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
        (json.dumps(two_people(keepers_branch=[1, 7])), "keepers row 1 (bea): there is no branch 7."),
        (json.dumps(two_people(buildings_stairs=[[]])), "buildings row 0 (F): the building has no stairs."),
        (json.dumps(two_people(keepers_gender=["M", "M"])), "keepers: nobody of gender F is available"),
        (json.dumps(two_people(rooms_id=["101", "101", "103", "201"])), "rooms.id row 1: 101 is already in row 0."),
        (json.dumps(two_people(weights_step=10**9)), "weights.step: 1000000000 is not between 0 and 10000000."),
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


def test_a_certificate_is_believed_until_it_is_changed(small, tmp_path, capsys):
    plan, proof = tmp_path / "plan.json", tmp_path / "proof.json"
    assert main(["solve", str(small), "-o", str(plan), "--certificate", str(proof)]) == 0
    assert main(["check", str(small), str(plan), str(proof)]) == 0
    assert "0 above the proven least" in capsys.readouterr().out
    changed = json.loads(proof.read_text())
    changed["claims"][0]["cost"] += 1
    proof.write_text(json.dumps(changed))
    assert main(["check", str(small), str(plan), str(proof)]) == 1
    assert "keepers of gender F: the prices prove only" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"keeper": None}, "proof.json is not a certificate: it has no keeper, lead, claims, pins."),
        ({"keeper": [0]}, "proof.json, keeper: 2 whole numbers are needed, one a keeper."),
        ({"lead": [0, "0"]}, "proof.json, lead: 2 whole numbers are needed, one a lead."),
        ({"claims": [{"role": "keeper"}]}, "proof.json, claims row 0: it is not a role, a gender and three whole numbers."),
        ({"claims": [{"role": "cook", "gender": "F", "nobody": 1, "uncovered": 0, "cost": 0}]},
         "proof.json, claims row 0: it is not a role, a gender and three whole numbers."),
        ({"pins": [{}]}, "proof.json, pins row 0: a pin has a room, a keeper and a lead."),
    ],
)  # fmt: skip
def test_what_is_no_certificate_is_exit_code_2(changes, sentence, small, tmp_path, capsys):
    plan, proof = tmp_path / "plan.json", tmp_path / "proof.json"
    plan.write_text(json.dumps({"keeper": [None] * 4, "lead": [None] * 4}))
    proof.write_text(json.dumps({"keeper": [0, 0], "lead": [0, 0], "claims": [], "pins": [], **changes}))
    assert main(["check", str(small), str(plan), str(proof)]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_two_plans_are_compared(small, tmp_path, capsys):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(json.dumps({"keeper": ["ada", "ada", None, "bea"], "lead": [None] * 4}))
    other.write_text(json.dumps({"keeper": ["ada", "bea", None, "bea"], "lead": [None] * 4}))
    assert main(["compare", str(one), str(other)]) == 0
    assert capsys.readouterr().out.splitlines() == ["keepers: 1 rooms differ", "leads: 0 rooms differ"]
    assert main(["compare", str(one), str(other), "--instance", str(small)]) == 0
    assert "+160" in capsys.readouterr().out  # 16 steps more: to the stairs, down, and along
    short = tmp_path / "short.json"
    short.write_text('{"keeper": [], "lead": []}')
    assert main(["compare", str(one), str(short)]) == 2


def test_the_price_of_fewer_fragments_is_told(small, capsys):
    assert main(["curve", str(small)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["weight", "0", "40", "200", "1,000", "4,000"]


def test_a_college_is_made_up_and_solved(tmp_path, capsys):
    made, plan = str(tmp_path / "made.json"), str(tmp_path / "plan.json")
    assert main(["generate", "60", "-o", made, "--seed", "3"]) == 0
    assert main(["solve", made, "-o", plan, "--time", "0"]) == 0
    assert main(["check", made, plan]) == 0
    assert main(["generate", "0", "-o", made]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "rooms: 0 is not between 1 and 1000000."


@pytest.mark.parametrize(
    "pins",
    [
        "{}",
        '[{"keeper": "ada"}]',
        '[{"room": "101", "keepr": "ada"}]',
        '[{"room": ["101"]}]',
        '[{"room": "101", "keeper": "ada", "not_lead": "bea"}]',
        '[{"room": "101", "not_keeper": "eve"}]',
    ],
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
