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


@pytest.mark.parametrize(
    "name", ["何书记", "陈雅琴", "罗宁", "王师傅", "孔科长", "赵敏", "周晓雨", "韩冬", "严谨", "石工"]
)
def test_nobody_has_more_than_nine_at_the_side(cast, rf, name):
    assert 0 < len(labels(bars(cast, rf, name)["side"])) <= 9


def test_the_committee_has_what_it_steers_by(cast, rf):
    side = set(labels(bars(cast, rf, "何书记")["side"]))
    assert {"经纬图", "网格方案", "任职", "导入名册"} <= side
    assert "我的网格" not in side
    assert "我的网格" in labels(bars(cast, rf, "陈雅琴")["side"])


@pytest.mark.parametrize(
    ("path", "present"), [("/", "首页"), ("/cases/", "案卷"), ("/cases/7/", "案卷"), ("/cases/report/repair/", "上报")]
)
def test_the_longest_address_is_the_present_one(cast, rf, path, present):
    bottom = bars(cast, rf, "韩冬", path)["bottom"]
    assert [str(item["label"]) for item in bottom if item["active"]] == [present]


@pytest.mark.parametrize(
    ("path", "present"),
    [
        ("/people/", ["人员与组织"]),
        ("/people/7/", ["人员与组织"]),
        ("/housing/5/", ["人员与组织"]),
        ("/party/", ["人员与组织"]),
        ("/grids/exempt/", ["覆盖检查"]),
        ("/people/inbox/", []),
        ("/people/account/", []),
    ],
)
def test_a_page_lies_under_its_item_and_ones_own_pages_under_none(cast, rf, path, present):
    nav = bars(cast, rf, "何书记", path)
    assert [str(item["label"]) for item in nav["side"] if item["active"]] == present
    assert nav["me"]["at_inbox"] == ("inbox" in path)


def test_nothing_stands_there_before_signing_in(rf):
    assert navigation(rf.get("/")) == {"nav": None}
