"""A short name is taken only where one branch alone can be meant."""

import pytest

from jingwei.party.names import meant, short_name

NAMES = ["学生第三党支部", "学生第十党支部", "学生第十二党支部", "教工第三党支部"]


@pytest.mark.parametrize(
    ("written", "branch"),
    [
        ("学生第三党支部", "学生第三党支部"),
        (" 学生第三党支部　", "学生第三党支部"),
        ("学生三支部", "学生第三党支部"),
        ("学生第3党支部", "学生第三党支部"),
        ("第十支部", "学生第十党支部"),
        ("学生十二支部", "学生第十二党支部"),
        ("三支部", None),  # students' or staff's
        ("学生第四党支部", None),
        ("离退休支部", None),
        ("", None),
    ],
)
def test_meant(written, branch):
    assert meant(written, NAMES) == branch


def test_a_branch_with_a_name_of_its_own_is_known_by_it():
    assert meant("机关党支部", [*NAMES, "机关党支部"]) == "机关党支部"


def test_short_name():
    assert short_name("学生第三党支部") == "学生三支部"
