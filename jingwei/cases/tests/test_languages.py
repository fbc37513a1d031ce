"""Receivers and places are read in the reader's language, whatever that of the actor was."""

import pytest
from django.utils import translation

from jingwei.cases import queries
from jingwei.cases.models import Desk, PauseRequest
from jingwei.core import when
from jingwei.core.models import OutboxMessage
from jingwei.core.outbox import KINDS
from jingwei.terms.worktime import Clock

pytestmark = pytest.mark.django_db


def said(case, actor, verb: str) -> str:
    return next(f"{row.text} {row.detail}" for row in queries.timeline(case, actor) if row.verb == verb)


@pytest.mark.parametrize("writing", ["zh-hans", "en"])
def test_the_timeline_names_receivers_in_the_reader_s_language(loop, writing):
    with translation.override(writing):
        case = loop.bring_to("returned")
    desk = Desk.objects.get(code="logistics")
    for language, warden, office in (("zh-hans", "5号楼楼管", desk.name_zh), ("en", "wardens", desk.name_en)):
        with translation.override(language):
            assert warden in said(case, loop["韩冬"], "cases.dispatch")
            assert office in said(case, loop["韩冬"], "cases.return")


@pytest.mark.parametrize("writing", ["zh-hans", "en"])
def test_a_message_names_the_place_in_the_reader_s_language(loop, writing):
    floor = loop.cast.rooms["5-412"].floor
    with translation.override(writing):
        loop.report(floor=floor, spot="corridor")
    row = OutboxMessage.objects.get(kind="cases.reported")
    with translation.override("zh-hans"):
        assert "5号楼 4 层 走廊" in KINDS[row.kind].sentence(row.payload)
    with translation.override("en"):
        assert "走廊" not in KINDS[row.kind].sentence(row.payload)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_day_a_pause_ends_is_said_as_every_other_day(loop, language):
    case = loop.bring_to("paused")
    until = PauseRequest.objects.get(case=case).until
    with translation.override(language):
        sentence = said(case, loop["韩冬"], "cases.pause")
        assert when.words(until) in sentence
    assert until.isoformat() not in sentence


def test_one_workday_is_one():
    with translation.override("en"):
        assert [Clock.WORK_DAY.words(amount) for amount in (1, 2)] == ["1 workday", "2 workdays"]
        assert [clock.words(1).removeprefix("1 ")[-1] != "s" for clock in Clock] == [True] * 4
    with translation.override("zh-hans"):
        assert Clock.WORK_DAY.words(1) == "1 工作日"
