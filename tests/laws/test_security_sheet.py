"""The sheet of OWASP ASVS 5.0 and the pages on security claim nothing that is not there."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from jingwei.gate.policy import policy

ROOT = Path(__file__).resolve().parents[2]
# Chapter → how many requirements of levels 1 and 2 each of its sections has; 0: only some of level 3.
SECTIONS = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}  # fmt: skip
AT_LEVEL_1 = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}
ANSWERS = {"met", "not yet", "operator", "not applicable"}
PAGES = ("docs/security.md", "docs/privacy-impact.md", "docs/privacy-impact.zh-CN.md")
NAMED = re.compile(r"[\w/]+\.py(?:::\w+)+")
PATHS = re.compile(r"`((?:jingwei|tests|docs|planner|requirements)/[\w./-]*)`")


def sheet() -> list[dict[str, str]]:
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SHEET = sheet()


@cache
def named_in(path: str) -> frozenset[str]:
    """What pytest would collect there, as it is named behind the path."""
    file = ROOT / path
    if not file.is_file() or not file.name.startswith("test_"):
        return frozenset()
    body = ast.parse(file.read_text("utf-8")).body
    found = set(_functions(body))
    for kind in body:
        if isinstance(kind, ast.ClassDef) and kind.name.startswith("Test"):
            found |= {f"{kind.name}::{name}" for name in _functions(kind.body)}
    return frozenset(found)


def _functions(body: list[ast.stmt]) -> list[str]:
    return [node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def there(evidence: str) -> bool:
    """A test that exists, or a file that does."""
    path, _colons, test = evidence.partition("::")
    return test in named_in(path) if test else (ROOT / path).is_file()


def chapter(row: dict[str, str]) -> int:
    return int(row["id"][1:].split(".")[0])


def test_every_requirement_stands_there_once_and_no_other():
    wanted = [
        f"V{number}.{section}.{index}"
        for number, counts in SECTIONS.items()
        for section, count in enumerate(counts, 1)
        for index in range(1, count + 1)
    ]
    assert [row["id"] for row in SHEET] == wanted
    assert len(wanted) == 253
    assert Counter(chapter(row) for row in SHEET if row["level"] == "1") == AT_LEVEL_1
    assert {row["level"] for row in SHEET} == {"1", "2"}


def test_no_line_is_blank():
    for row in SHEET:
        assert set(row) == {"id", "level", "asks", "answer", "how", "evidence"}, row["id"]
        assert row["answer"] in ANSWERS, row["id"]
        assert len(row["asks"]) >= 15, row["id"]
        assert len(row["how"]) >= 6, row["id"]


def test_no_two_lines_ask_the_same():
    assert not [asked for asked, times in Counter(row["asks"] for row in SHEET).items() if times > 1]


def test_all_that_a_line_names_is_there():
    assert not [f"{row['id']}: {one}" for row in SHEET for one in row["evidence"].split() if not there(one)]


def test_what_is_met_has_something_to_show_and_what_does_not_apply_has_not():
    assert not [row["id"] for row in SHEET if row["answer"] == "met" and not row["evidence"]]
    assert not [row["id"] for row in SHEET if row["answer"] == "not applicable" and row["evidence"]]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_and_every_file_that_a_page_names_is_there(page):
    text = (ROOT / page).read_text("utf-8")
    assert not [name for name in NAMED.findall(text) if not there(name)]
    assert not [name for name in PATHS.findall(text) if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", PAGES[1:])
def test_the_assessment_has_every_class_at_its_level_and_says_whether_it_is_built(page):
    text = (ROOT / page).read_text("utf-8")
    told = re.findall(r"^\| (D\d\dp?) \| (C\d) \|.*\| ([^|]+) \|$", text, re.M)
    assert [(code, level) for code, level, _built in told] == [
        (code, f"C{found.sensitivity}") for code, found in policy().classes.items()
    ]
    built = {found.data_class.code for found in policy().capabilities.values()}
    assert {code for code, _level, said in told if re.match("yes|是", said)} == built


def test_no_threat_and_no_rule_is_left_out():
    text = (ROOT / "docs/security.md").read_text("utf-8")
    threats = re.split(r"^### (T\d+) · ", text.split("\n## Rules")[0], flags=re.M)[1:]
    assert threats[::2] == [f"T{number}" for number in range(1, 19)]
    for name, told in zip(threats[::2], threats[1::2], strict=True):
        assert "Built:" in told, name
        assert NAMED.search(told) or "Not yet:" in told, name
    assert re.findall(r"^\| (P\d+) \|", text, re.M) == [f"P{number}" for number in range(1, 16)]


def test_a_name_that_is_not_there_would_be_found():
    assert there("tests/laws/test_security_sheet.py::test_no_line_is_blank")
    assert there("jingwei/api/tests/test_keys.py::TestOne::test_what_broke_leaves_neither_effect_nor_key")
    assert not there("tests/laws/test_security_sheet.py::test_of_nothing")
    assert not there("docs/nothing.md")
