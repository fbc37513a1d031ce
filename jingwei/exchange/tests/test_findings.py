"""Every finding has its sentence in both languages, with the same things named."""

from string import Formatter

import pytest
from django.utils import translation

from jingwei.exchange.rosters.findings import KINDS, sentence
from jingwei.exchange.rosters.sheets import SHEETS


def named(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", KINDS)
def test_both_languages_name_the_same_things(code):
    chinese = str(KINDS[code].sentence)
    with translation.override("en"):
        english = str(KINDS[code].sentence)
    assert named(chinese) == named(english)


def test_stored_values_are_worded_for_the_reader():
    details = {"name": "张三", "gender": ["gender", "female"], "building": "3号楼", "kind": ["building", "male"]}
    assert sentence("gender", details) == "张三 登记为女，住的却是3号楼（男生楼）。"
    with translation.override("en"):
        assert "女" not in sentence("gender", details)


def test_a_cell_of_its_own_is_worded_by_the_reader_of_workbooks():
    assert "太长" in sentence("bad_cell", {"cell": "too_long", "heading": "姓名"})


def test_lists_are_called_by_their_name_in_the_readers_language():
    details = {"name": "张三", "upper": ["list", "members"]}
    assert "党员名册" in sentence("in_two_lists", details)
    with translation.override("en"):
        assert "Members" in sentence("in_two_lists", details)
        assert [str(sheet.title) for sheet in SHEETS.values()] == [
            "Housing list", "Branches", "Members", "Activists", "Applicants",
        ]  # fmt: skip
