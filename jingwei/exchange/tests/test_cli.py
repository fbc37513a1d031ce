"""`jingwei import`: what it prints, what it answers to scripts."""

import io
import json

import pytest
from rich.console import Console
from rich.progress import Progress

from jingwei.exchange.cli import run_import
from jingwei.exchange.models import ImportRun
from jingwei.people.models import Person

from .books import AS_RECEIVED, COLLEGE, sheet_book, sleeper

pytestmark = pytest.mark.django_db


def run(directory, *, dry_run=False, as_json=True, **options):
    console = Console(file=io.StringIO(), width=200)
    code = run_import(directory, dry_run=dry_run, as_json=as_json, console=console, **options)
    return code, console.file.getvalue()


def test_the_college_prints_its_truth(capsys):
    code, _said = run(COLLEGE)
    printed = json.loads(capsys.readouterr().out)
    truth = json.loads((COLLEGE / "truth.json").read_text())
    assert code == 0
    assert {name: printed[name] for name in truth.keys() & printed.keys()} == {
        name: value for name, value in truth.items() if name not in ("seed", "dirt", "traps")
    }
    assert printed["left_out"] == {"党员名册": ["民族", "身份证号"]}


def test_rows_that_wait_are_answered_with_one(capsys):
    code, _said = run(AS_RECEIVED)
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert code == 1
    assert sum(finding["severity"] == "held" for finding in findings) == 6
    assert Person.objects.filter(kind="student").count() == 1135


def test_a_dry_run_changes_nothing(capsys):
    code, said = run(COLLEGE, dry_run=True, as_json=False)
    assert code == 0
    assert "1136" in said
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()


def test_bad_input_is_answered_with_two_and_a_sentence(tmp_path):
    (tmp_path / "住宿名单.xlsx").write_bytes(sheet_book("housing", [sleeper(1)]).content)
    (tmp_path / "坏的.xlsx").write_bytes(b"")
    code, said = run(tmp_path)
    assert code == 2
    assert "坏的.xlsx" in said
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_workbooks_is_bad_input(tmp_path, name):
    (tmp_path / "empty").mkdir()
    code, said = run(tmp_path / name)
    assert code == 2
    assert str(tmp_path) in said


def test_more_than_a_third_leave_only_with_approval(tmp_path):
    bring(tmp_path, *[sleeper(place, bed=place) for place in (1, 2, 3, 4)])
    assert run(tmp_path)[0] == 0
    bring(tmp_path, sleeper(1))
    code, said = run(tmp_path)
    assert code == 2
    assert "3 名学生离开" in said
    assert "--approve-removals" in said
    assert Person.objects.filter(is_active=True).count() == 4
    assert ImportRun.objects.count() == 1
    assert run(tmp_path, dry_run=True)[0] == 0  # looking is free
    assert run(tmp_path, approve_removals=True)[0] == 0
    assert Person.objects.filter(is_active=True).count() == 1


def test_the_bar_follows_the_rows(monkeypatch, capsys):
    heard = []
    update = Progress.update

    def listening(bar, task, **changes):
        heard.append((changes["completed"], changes["description"]))
        update(bar, task, **changes)

    monkeypatch.setattr(Progress, "update", listening)
    assert run(COLLEGE)[0] == 0
    said = [sentence for _percent, sentence in heard]
    for sentence in (
        "正在读取：住宿名单，1,136 / 1,136 行",
        "正在核对：入党积极分子名册，680 / 680 行",
        "正在写入：人员，",
    ):
        assert any(line.startswith(sentence) for line in said), (sentence, said)
    end = next(place for place, line in enumerate(said) if line.startswith("正在写入"))
    percents = [percent for percent, _sentence in heard]
    assert percents[end:] == sorted(percents[end:])
    assert percents[-1] >= 95


def bring(folder, *rows) -> None:
    (folder / "住宿名单.xlsx").write_bytes(sheet_book("housing", list(rows)).content)
