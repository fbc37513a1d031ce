"""How many reports a day one person can send, and that nothing they wrote is lost by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from jingwei.cases.actions.report import REPORTS_A_DAY, REPORTS_AT_A_DESK
from jingwei.cases.models import Case, Category
from jingwei.cases.tests.test_pages_report import filled
from jingwei.core import clock

PAGE = "/cases/report/repair/"


def flood(loop, by: str, most: int, **place) -> None:
    """As many as are taken; the next is not."""
    for _report in range(most):
        loop.report(by=by, **place)
    with pytest.raises(ValidationError) as refused:
        loop.report(by=by, **place)
    assert refused.value.code == "too_many"


def test_twenty_a_day_and_the_next_one_waits_with_its_text(loop, browse):
    flood(loop, "韩冬", REPORTS_A_DAY)
    client = browse("韩冬")
    data = filled(client.get(PAGE), text="水房的灯也不亮")
    page = client.post(PAGE, data)
    assert page.status_code == 422
    assert f"这一天已经报了 {REPORTS_A_DAY} 件" in page.content.decode()
    assert "水房的灯也不亮" in page.content.decode()
    assert Case.objects.filter(reporter=loop["韩冬"]).count() == REPORTS_A_DAY
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert client.post(PAGE, data).status_code == 302


def test_others_are_not_held_up(loop):
    flood(loop, "韩冬", REPORTS_A_DAY)
    assert loop.report(by="周晓雨")


def test_an_emergency_is_taken_always_and_what_was_sent_is_still_the_same_case(loop):
    first = loop.report(key="first")
    flood(loop, "韩冬", REPORTS_A_DAY - 1)
    urgent = Category.objects.filter(urgent=True).first()
    assert loop.report(code=urgent.code).urgent
    assert loop.report(key="first") == first


def test_a_desk_writes_down_what_others_tell(loop):
    flood(loop, "王师傅", REPORTS_AT_A_DESK)
