from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingwei.core import text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (" 3号楼\u3000", "3号楼"),
        ("２０２３２１０００１", "2023210001"),
        ("Ｔ１００１", "T1001"),
        ("Ａ（东）", "A（东）"),
        ("二\n\t级", "二 级"),
        ("\u202e\u200b张三\ufeff\x00", "张三"),
        ("a \u200b b", "a b"),
        (2025250030.0, "2025250030"),
        (3.5, "3.5"),
        (101, "101"),
        (float("nan"), "nan"),
        (date(2026, 10, 1), "2026-10-01"),
        (datetime(2026, 10, 1), "2026-10-01"),  # noqa: DTZ001 - as a spreadsheet holds it
    ],
)
def test_clean(value, expected):
    assert text.clean(value) == expected


def test_names_and_codes():
    assert text.name("张　三") == "张三"
    assert text.name(" Li  Ming ") == "Li Ming"
    assert text.name("阿依·古丽") == "阿依·古丽"
    assert text.code(" t 1001\u3000") == "T1001"
    assert text.code("2025250030.0") == "2025250030"
    assert text.code("３０１－１") == "301-1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" 17235969219\u3000", "17235969219"),
        ("１３９００００００００", "13900000000"),
        (13900000000.0, "13900000000"),
        ("+86 139-0000-0000", "13900000000"),
        ("010-62345678", "010-62345678"),
        ("(0571) 8765432", "0571-8765432"),
        ("8765432", "8765432"),
        ("1390000000", None),
        ("没有", None),
        ("", None),
    ],
)
def test_phone(value, expected):
    assert text.phone(value) == expected


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2005-10-01", date(2005, 10, 1), "day"),
        ("20020101", date(2002, 1, 1), "day"),
        ("1999/9/1", date(1999, 9, 1), "day"),
        ("2024.05", date(2024, 5, 1), "month"),
        ("2024.05.06", date(2024, 5, 6), "day"),
        ("2025年10月", date(2025, 10, 1), "month"),
        ("2025 年 10 月 3 日", date(2025, 10, 3), "day"),
        ("20251020.0", date(2025, 10, 20), "day"),
        (20251020.0, date(2025, 10, 20), "day"),
        ("202405", date(2024, 5, 1), "month"),
        ("２０２４．０５", date(2024, 5, 1), "month"),
        (" 2024.10\u3000", date(2024, 10, 1), "month"),
        ("2026-10-20 00:00:00", date(2026, 10, 20), "day"),
        (45943.0, date(2025, 10, 13), "day"),
        ("45943", date(2025, 10, 13), "day"),
        (date(1991, 11, 1), date(1991, 11, 1), "day"),
        (datetime(1991, 11, 1, 8), date(1991, 11, 1), "day"),  # noqa: DTZ001 - as a spreadsheet holds it
    ],
)
def test_dates_are_read(value, expected, precision):
    assert text.parse_date(value) == (expected, precision)


@pytest.mark.parametrize(
    "value",
    [
        "",
        None,
        "不详",
        "2025",
        "24.05",
        "10/20/2025",
        "2025-13-01",
        "2025-02-30",
        "2025-1/2",
        "99999",
        "1",
        0.0,
        "1066-10-14",
    ],
)
def test_unclear_dates_are_not_guessed(value):
    assert text.parse_date(value) is None


@given(st.dates(date(1920, 1, 1), date(2099, 12, 31)))
def test_one_day_in_six_ways(day):
    ways = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y年%m月%d日}",
        float(f"{day:%Y%m%d}"),
    ]
    serial = (day - date(1899, 12, 30)).days
    if serial >= 10000:
        ways.append(float(serial))
    assert {text.parse_date(way) for way in ways} == {(day, "day")}


@given(st.text() | st.floats() | st.integers())
def test_cleaning_twice_is_cleaning_once(value):
    once = text.clean(value)
    assert text.clean(once) == once
    text.parse_date(value)
    text.phone(value)
