"""Times as people say them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from jingwei.core import clock, when

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 15, 0, tzinfo=SHANGHAI)  # a Wednesday


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(18, 9, 5), "今天 9:05", "today 9:05"),
        (at(18, 19), "今晚 19:00", "tonight 19:00"),
        (at(19, 8), "明天 8:00", "tomorrow 8:00"),
        (at(19, 20), "明晚 20:00", "tomorrow night 20:00"),
        (at(17, 20, 14), "昨晚 20:14", "last night 20:14"),
        (at(16, 20, 14), "周一 20:14", "Mon 20:14"),
        (at(20, 17), "周五 17:00", "Fri 17:00"),
        (at(23, 17), "下周一 17:00", "next Mon 17:00"),
        (at(15, 23), "上周日 23:00", "last Sun 23:00"),
        (at(30, 17), "11月30日 17:00", "30 Nov 17:00"),
        (at(3, 9, month=1, year=2027), "2027年1月3日 9:00", "3 Jan 2027 9:00"),
        (date(2026, 11, 18), "今天", "today"),
        (date(2026, 11, 26), "下周四", "next Thu"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment, chinese, english):
    assert when.words(moment, NOW) == chinese
    with translation.override("en"):
        assert when.words(moment, NOW) == english


def test_the_day_is_the_college_s_own_whatever_zone_the_moment_came_in():
    late_in_utc = datetime(2026, 11, 18, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert when.words(late_in_utc, NOW) == "明天 0:30"


def test_a_deadline_and_the_whole_date():
    assert when.before(at(20, 17), NOW) == "周五 17:00 前"
    assert when.exact(at(20, 17)) == "2026年11月20日 周五 17:00"
    with translation.override("en"):
        assert when.before(at(20, 17), NOW) == "by Fri 17:00"
        assert when.exact(at(20, 17)) == "20 Nov 2026 Fri 17:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "0 分"),
        (timedelta(minutes=50), "50 分"),
        (timedelta(hours=9, minutes=50), "9 小时 50 分"),
        (timedelta(hours=30), "30 小时"),
        (timedelta(days=3, hours=4, minutes=9), "3 天 4 小时"),
    ],
)
def test_a_length_names_its_two_largest_parts(span, words):
    assert when.length(span) == words


def test_in_a_page_the_whole_date_stands_behind_the_words():
    with clock.travel(NOW):
        page = Template("{% load when %}{{ at|before }}{{ none|when }}").render(
            Context({"at": at(20, 17), "none": None})
        )
    assert page == '<time datetime="2026-11-20T17:00+08:00" title="2026年11月20日 周五 17:00">周五 17:00 前</time>'
