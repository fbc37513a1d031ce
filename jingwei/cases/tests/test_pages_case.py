"""The page of a case: what each role sees, which buttons stand there, and what they do."""

import re
from datetime import timedelta

import pytest

from jingwei.cases import actions
from jingwei.cases.flow import CASE
from jingwei.cases.models import Case, Extension, PauseRequest, Rating
from jingwei.cases.queries import steps_for
from jingwei.cases.views.steps import TURNS, slug_of
from jingwei.core import clock

from .conftest import WAYS


def text_of(page) -> str:
    """The words of the page, tags and runs of blanks left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def buttons(page) -> set[str]:
    """Slugs of the steps offered on the page."""
    main = page.content.decode().split("<main", 1)[1].split("</main>")[0]
    return set(re.findall(r'(?:href|action)="/cases/\d+/([a-z-]+)/"', main)) - {
        "deadline",
        "remark",
        "add-photo",
        "rate",
    }


def test_every_step_of_the_table_has_its_turn():
    by_hand = {slug_of(step.name) for step in CASE.steps.values() if not step.by_clock} - {"pause"}
    assert set(TURNS) == by_hand


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("name", ["韩冬", "周晓雨", "赵敏", "王师傅", "陈雅琴", "孙悦", "孔科长", "何书记"])
def test_the_buttons_are_the_steps_open_to_the_reader(browse, loop, state, name):
    case = loop.bring_to(state)
    page = browse(name).get(f"/cases/{case.pk}/")
    if page.status_code == 404:
        assert name == "孙悦"
        assert state not in ("done_claimed", "closed", "reopen_wanted")
        return
    asks = {"ask-pause", "ask-extension"}
    assert buttons(page) - asks == {slug_of(step.name) for step in steps_for(loop[name], case)}
    main = page.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert len(re.findall(r'class="btn primary', main)) <= 1


@pytest.mark.parametrize(
    ("name", "knows"), [("韩冬", True), ("赵敏", True), ("陈雅琴", True), ("王师傅", False), ("何书记", False)]
)
def test_the_reporter_s_name_is_shown_to_those_who_may_know_it(browse, loop, name, knows):
    case = loop.bring_to("handling")
    page = browse(name).get(f"/cases/{case.pk}/").content.decode().split("<main", 1)[1]
    assert ("韩冬" in page) is knows


def test_foreign_and_missing_look_alike(browse, loop):
    case = loop.report(by="韩冬")
    client = browse("高飞")
    for tail in ("", "deadline/", "file/", "remark/", "add-photo/"):
        foreign, missing = client.get(f"/cases/{case.pk}/{tail}"), client.get(f"/cases/99999/{tail}")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert client.post(f"/cases/{case.pk}/accept/").status_code == 404
    assert client.get("/cases/1/no-such-step/").status_code == 404


def test_a_reader_without_the_right_gets_no_form(browse, loop):
    case = loop.report(by="韩冬")
    assert browse("韩冬").get(f"/cases/{case.pk}/file/").status_code == 404
    assert browse("韩冬").post(f"/cases/{case.pk}/verify/").status_code == 404
    assert Case.objects.get().state == "reported"


def test_the_whole_way_round_by_pages(browse, loop):
    case = loop.report(by="韩冬")
    steps = [
        ("赵敏", "file", {"category": "light"}, "filed"),
        ("赵敏", "dispatch", {}, "dispatched"),
        ("王师傅", "return", {"reason": "要电工", "next_owner": f"wardens:{case.building_id}"}, None),
        ("王师傅", "accept", {}, "handling"),
        ("王师傅", "schedule", {"when": "2026-11-17T10:00"}, "scheduled"),
        ("王师傅", "begin", {}, "handling"),
        ("王师傅", "claim", {"outcome": "换了灯管"}, "done_claimed"),
        ("孙悦", "send-back", {"reason": "还在闪"}, "rework"),
        ("王师傅", "rework", {}, "handling"),
        ("王师傅", "claim", {"outcome": "换了镇流器"}, "done_claimed"),
        ("孙悦", "close", {"answer": "灯亮了"}, "closed"),
        ("韩冬", "want-reopen", {"reason": "又不亮了"}, "reopen_wanted"),
        ("陈雅琴", "grant-reopen", {}, "handling"),
    ]
    for name, step, data, state in steps:
        answer = browse(name).post(f"/cases/{case.pk}/{step}/", data)
        if state is None:  # a return that names oneself is asked again, with what was written
            assert answer.status_code == 422
            assert "要电工" in answer.content.decode()
            continue
        assert answer.status_code == 302, (step, answer.content.decode()[-800:])
        assert Case.objects.get(pk=case.pk).state == state
    story = text_of(browse("韩冬").get(f"/cases/{case.pk}/"))
    for sentence in ("韩冬上报", "赵敏立案", "王师傅接手", "还在闪", "陈雅琴同意重办", "接下来 王师傅：处理"):
        assert sentence in story


def test_of_two_who_take_it_up_one_has_it_and_the_other_is_told_who(browse, loop):
    case = loop.bring_to("filed", code="hot-water")
    actions.dispatch_case(loop["赵敏"], case.pk, to="")
    actions.accept_case(loop["孔科长"], case.pk)
    page = browse("赵敏").post(f"/cases/{case.pk}/dispatch/", {"reason": "请快一点"})
    assert page.status_code == 422
    assert "这件事已由孔科长接手，现在是「处理中」" in page.content.decode()
    assert "请快一点" in page.content.decode()
    late = browse("孔科长").post(f"/cases/{case.pk}/accept/", follow=True)
    assert "这件事已由孔科长接手" in late.content.decode()
    assert Case.objects.get(pk=case.pk).handler == loop["孔科长"]


def test_an_old_link_to_a_step_says_how_it_stands_now(browse, loop):
    case = loop.bring_to("handling")
    page = browse("赵敏").get(f"/cases/{case.pk}/file/", follow=True)
    assert page.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    assert "这件事已由王师傅接手" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "name", "step"),
    [
        ("reported", "赵敏", "void"),
        ("reported", "赵敏", "ask-info"),
        ("verifying", "周晓雨", "refute"),
        ("dispatched", "王师傅", "return"),
        ("handling", "王师傅", "claim"),
        ("handling", "王师傅", "pass-on"),
        ("handling", "王师傅", "ask-pause"),
        ("done_claimed", "孙悦", "send-back"),
        ("reopen_wanted", "陈雅琴", "refuse-reopen"),
    ],
)
def test_a_form_left_empty_says_what_is_missing(browse, loop, state, name, step):
    case = loop.bring_to(state)
    client = browse(name)
    assert client.get(f"/cases/{case.pk}/{step}/").status_code == 200
    page = client.post(f"/cases/{case.pk}/{step}/", {})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert Case.objects.get(pk=case.pk).state == state


def test_an_action_s_objection_stands_on_the_form(browse, loop):
    case = loop.bring_to("handling")
    page = browse("王师傅").post(f"/cases/{case.pk}/schedule/", {"when": "2026-11-01T10:00"})
    assert page.status_code == 422
    assert "请约一个以后的时间" in page.content.decode()


def test_a_pause_goes_through_both_levels_by_pages(browse, loop):
    case = loop.bring_to("handling")
    until = clock.today() + timedelta(days=7)
    browse("王师傅").post(f"/cases/{case.pk}/ask-pause/", {"until": until.isoformat(), "reason": "等配件"})
    address = f"/cases/pauses/{PauseRequest.objects.get().pk}/"
    assert browse("罗宁").get(address).status_code == 404  # the secretary first
    assert "等配件" in text_of(browse("陈雅琴").get("/cases/?show=todo"))
    assert browse("陈雅琴").post(address, {"agree": "yes"}).status_code == 302
    assert browse("罗宁").get(address).status_code == 200
    assert browse("罗宁").post(address, {"agree": "yes"}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "paused"
    assert "到日子自动恢复" in text_of(browse("韩冬").get(f"/cases/{case.pk}/"))


def test_more_time_is_refused_with_a_reason(browse, loop):
    case = loop.bring_to("handling")
    browse("王师傅").post(f"/cases/{case.pk}/ask-extension/", {"amount": 1, "reason": "等配件"})
    address = f"/cases/extensions/{Extension.objects.get().pk}/"
    assert browse("陈雅琴").post(address, {}).status_code == 422
    assert browse("陈雅琴").post(address, {"reason": "配件库房里有"}).status_code == 302
    assert Extension.objects.get().state == "refused"
    assert browse("陈雅琴").get(address).status_code == 404


def test_one_tap_rates_and_another_changes_it(browse, loop):
    case = loop.bring_to("closed")
    client = browse("韩冬")
    assert "好了吗" in text_of(client.get(f"/cases/{case.pk}/"))
    for level in (3, 1):
        client.post(f"/cases/{case.pk}/rate/", {"level": level})
        assert Rating.objects.get().level == level
    client.post(f"/cases/{case.pk}/rate/", {"level": 9})
    assert Rating.objects.get().level == 1
    assert 'value="1" aria-pressed="true"' in client.get(f"/cases/{case.pk}/").content.decode()


def test_only_the_reporter_is_asked(browse, loop):
    case = loop.bring_to("closed")
    assert "好了吗" not in text_of(browse("赵敏").get(f"/cases/{case.pk}/"))
    assert browse("赵敏").post(f"/cases/{case.pk}/rate/", {"level": 3}).status_code == 404


def test_reopening_ends_after_fourteen_days(browse, loop, monday):
    case = loop.bring_to("closed")
    with clock.travel(monday + timedelta(days=15)):
        assert buttons(browse("韩冬").get(f"/cases/{case.pk}/")) == set()


def test_remarks_are_for_those_who_deal_with_it(browse, loop):
    case = loop.bring_to("handling")
    assert browse("韩冬").post(f"/cases/{case.pk}/remark/", {"text": "是东头那一盏"}).status_code == 302
    assert "是东头那一盏" in text_of(browse("王师傅").get(f"/cases/{case.pk}/"))
    assert "是东头那一盏" not in text_of(browse("陈雅琴").get(f"/cases/{case.pk}/"))
    assert browse("陈雅琴").post(f"/cases/{case.pk}/remark/", {"text": "我也说一句"}).status_code == 404


def test_the_deadline_explains_itself_line_by_line(browse, loop, monday):
    case = loop.bring_to("handling")
    with clock.travel(monday + timedelta(days=1)):
        page = text_of(browse("韩冬").get(f"/cases/{case.pk}/deadline/"))
    for line in ("计时", "午休，不计时", "下班时间，不计时", "已用 8 小时"):
        assert line in page


def test_in_a_sheet_the_same_page_comes_without_its_frame(browse, loop):
    case = loop.bring_to("handling")
    page = browse("王师傅").get(f"/cases/{case.pk}/claim/", headers={"HX-Request": "true", "HX-Target": "sheet-body"})
    assert 'data-frame="sheet"' in page.content.decode()
    assert "<html" not in page.content.decode()
