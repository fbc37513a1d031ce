import pytest

from jingwei.party.models import Group
from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_branches_in_numbers_and_nobody_s_standing(cast):
    answer = Program(cast["韩冬"]).get("/branches")
    first = next(row for row in answer.json() if row["code"] == "0001")
    assert (first["members"], first["activists"], first["secretaries"]) == (3, 2, ["陈雅琴"])
    assert "周晓雨" not in answer.content.decode()


def test_one_branch_and_its_groups(cast):
    branch = cast.branches["一"]
    Group.objects.create(branch=branch, name="第一党小组")
    program = Program(cast["韩冬"])
    assert program.get(f"/branches/{branch.pk}").json()["groups"] == 1
    assert [row["name"] for row in program.get(f"/branches/{branch.pk}/groups").json()] == [f"{branch.name} 第一党小组"]
    assert program.get("/branches/987654").status_code == 404
    assert program.get("/branches/987654/groups").status_code == 404
