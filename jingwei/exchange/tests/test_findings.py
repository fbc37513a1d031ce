"""Every finding has its sentence in both languages, with the same things named."""

from string import Formatter

import pytest
from django.utils import translation

from jingwei.exchange.findings import KINDS, sentence


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
