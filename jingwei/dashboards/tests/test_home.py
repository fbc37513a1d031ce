"""The home of each role: what stands on it, what does not, and what it costs."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from jingwei.cases import actions
from jingwei.cases.models import Category
from jingwei.core import clock
from jingwei.dashboards.home import greeting
from jingwei.gate.posts import System
from jingwei.grids.actions import draft_plan
from jingwei.grids.models import MicroGrid
from tests.cast import PEOPLE

pytestmark = pytest.mark.django_db
HOME = reverse("dashboards:home")

# Whose names may stand on the home of whom, besides the own: keeper, lead and secretary of the own room, and what the
# checks of the grid name to those who mend it.
KNOWN = {
    "韩冬": {"赵敏", "周晓雨", "陈雅琴"},
    "赵敏": {"周晓雨", "陈雅琴"},
    "周晓雨": {"赵敏", "陈雅琴"},
    "郑好": {"赵敏", "陈雅琴"},
    "陈雅琴": {"赵敏", "周晓雨"},
    "高飞": {"李强", "王磊", "冯远"},
    "丁前": {"赵敏", "郑好", "陈雅琴"},
    **dict.fromkeys(["何书记", "罗宁", "王师傅", "刘师傅", "孔科长", "严谨", "石工", "钱乐"], frozenset()),
}


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def light(cast):
    """韩冬 has reported a broken light on her own floor."""
    actions.ensure_catalogue(System("tests"))
    return actions.report_case(
        cast["韩冬"],
        category=Category.objects.get(code="light"),
        text="走廊东头第二盏灯不亮两天了",
        submission_key="light-1",
        room=cast.rooms["5-412"],
    )


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_name_stands_there_that_is_none_of_ones_business(read, light, name):
    page = text_of(read(name, HOME))
    assert {other for other in PEOPLE if other in page} - {name} == KNOWN[name]


def test_a_resident_sees_the_own_report_and_who_looks_after_the_room(read, light):
    page = text_of(read("韩冬", HOME))
    assert "走廊东头第二盏灯" in page
    assert "我的网格" in page
    assert "等你来做" not in page


def test_the_keeper_has_the_report_to_do_and_not_its_words(read, light):
    page = text_of(read("赵敏", HOME))
    assert "等你来做" in page
    assert reverse("cases:show", args=[light.pk]) in page


@pytest.mark.parametrize("name", ["吴霜", "高飞", "刘师傅", "冯远", "石工", "严谨"])
def test_others_have_no_trace_of_it(read, light, name):
    page = text_of(read(name, HOME))
    assert reverse("cases:show", args=[light.pk]) not in page
    assert "第二盏灯" not in page


def test_who_has_nothing_to_do_is_told_so(read):
    assert "现在没有等你做的事" in text_of(read("高飞", HOME))


def test_the_committee_sees_a_draft_that_waits_and_the_coverage(read, cast):
    plan = draft_plan(cast["何书记"])
    page = text_of(read("何书记", HOME))
    assert reverse("grids:plan", args=[plan.pk]) in page
    assert "4 / 4" in page
    assert reverse("grids:plan", args=[plan.pk]) not in text_of(read("陈雅琴", HOME))


def test_a_hole_in_the_grid_is_to_do_for_those_who_can_mend_it(read, cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=None)
    findings = reverse("grids:findings")
    assert "有人住、没有负责人的房间" in text_of(read("何书记", HOME))
    assert "有人住、没有负责人的房间" in text_of(read("冯远", HOME))
    assert "有人住、没有负责人的房间" not in text_of(read("陈雅琴", HOME))
    assert findings not in text_of(read("赵敏", HOME))


def test_numbers_stand_on_the_home_of_those_who_steer(read, cast):
    assert read("何书记", HOME).context["home"].tiles
    assert read("罗宁", HOME).context["home"].tiles
    for name in ("韩冬", "赵敏", "王师傅", "石工"):
        assert read(name, HOME).context["home"].tiles == []


@pytest.mark.parametrize(
    ("hour", "word"), [(3, "夜深了"), (8, "早上好"), (12, "中午好"), (15, "下午好"), (20, "晚上好"), (23, "夜深了")]
)
def test_the_greeting_knows_the_hour_of_the_college(cast, hour, word):
    with clock.travel(datetime(2026, 11, 16, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert greeting(cast["韩冬"]) == f"{word}，韩冬"


def test_who_is_not_signed_in_goes_to_the_sign_in_page(client, db):
    assert client.get(HOME).status_code == 302
