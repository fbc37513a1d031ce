"""What stands in the bars, for whom, and which item is the present one."""

import pytest

from jingwei.site.navigation import navigation

pytestmark = pytest.mark.django_db


def bars(cast, rf, name, path="/"):
    request = rf.get(path)
    request.user = cast[name]
    return navigation(request)["nav"]


def labels(items) -> list[str]:
    return [str(item["label"]) for item in items]


def test_a_resident_has_five_things_at_the_thumb_and_no_office_pages(cast, rf):
    nav = bars(cast, rf, "韩冬")
    assert labels(nav["bottom"]) == ["首页", "网格", "上报", "案卷", "消息"]
    assert not set(labels(nav["side"])) & {"经纬图", "网格方案", "任职", "导入名册", "人员与组织"}
    assert nav["place"].startswith("5号楼 412")


def test_the_committee_has_nine_at_most(cast, rf):
    side = labels(bars(cast, rf, "何书记")["side"])
    assert len(side) <= 9
    assert {"经纬图", "网格方案", "任职", "导入名册"} <= set(side)


@pytest.mark.parametrize(
    ("path", "present"), [("/", "首页"), ("/cases/", "案卷"), ("/cases/7/", "案卷"), ("/cases/report/repair/", "上报")]
)
def test_the_longest_address_is_the_present_one(cast, rf, path, present):
    bottom = bars(cast, rf, "韩冬", path)["bottom"]
    assert [str(item["label"]) for item in bottom if item["active"]] == [present]


def test_nothing_stands_there_before_signing_in(rf):
    assert navigation(rf.get("/")) == {"nav": None}
