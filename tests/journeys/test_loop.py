"""A leaking tap goes round the whole loop and comes back answered, each step by the person whose step it is."""

from playwright.sync_api import expect

from jingwei.cases.models import Dispatch, Rating
from jingwei.gate import trail
from tests.support.browser import DESKTOP, PHONE, axe

from .turns import Browsers, report, stands, step


def test_a_leaking_tap_goes_round_and_comes_back_answered(open_page, campus):
    browsers = Browsers(open_page, campus)
    resident = browsers("韩冬", PHONE)
    case = report(resident, "水龙头关不紧，一直滴", place_code=campus.cast.rooms["5-412"].place_code, photo=True)
    assert case.room == campus.cast.rooms["5-412"]
    assert case.photos.count() == 1
    expect(resident.get_by_text(case.number)).to_be_visible()
    expect(resident.get_by_text("答复你")).to_be_visible()

    keeper = browsers("赵敏", PHONE)
    keeper.goto("/cases/")
    keeper.get_by_role("link", name=case.category.name).click()
    expect(keeper.get_by_role("dialog").get_by_text("水龙头关不紧，一直滴")).to_be_visible()
    step(keeper, case, "立案")
    step(keeper, case, "派遣")
    stands(keeper, case, "已派遣")

    warden = browsers("王师傅", DESKTOP)
    step(warden, case, "退回", choose={"该由谁办": "后勤"}, 为什么退回="要换阀芯，楼里没有")
    stands(keeper, case, "已退回")
    step(keeper, case, "派遣")  # goes to whom the return named
    case.refresh_from_db()
    assert case.handler_desk.code == "logistics"

    office = browsers("孔科长", DESKTOP)
    step(office, case, "接手")
    step(office, case, "报告办结", 做了什么="换了阀芯，试过不滴")
    case.refresh_from_db()
    assert case.checker.pk not in (case.handler_id, case.reporter_id)

    checker = browsers(case.checker.name, PHONE)
    step(checker, case, "核查通过，结案", 答复报告人="阀芯换好了，不再滴水")
    stands(resident, case, "已结案")
    expect(resident.get_by_text("阀芯换好了，不再滴水").first).to_be_visible()

    resident.get_by_role("button", name="一般").click()
    expect(resident.get_by_role("button", name="一般")).to_have_attribute("aria-pressed", "true")
    assert Rating.objects.get(case=case).level == 2
    step(resident, case, "申请重办", 理由="第二天又开始滴了")
    secretary = browsers("陈雅琴", DESKTOP)
    step(secretary, case, "同意重办")
    stands(resident, case, "处理中")
    axe(resident)

    answers = [dispatch.result for dispatch in case.dispatches.order_by("pk")]
    assert answers == [Dispatch.Result.RETURNED, Dispatch.Result.ACCEPTED]
    verbs = [entry.verb.removeprefix("cases.") for entry in trail.of(case)]
    loop = ["file", "dispatch", "return", "dispatch", "accept", "claim", "close", "rate", "want_reopen", "grant_reopen"]
    assert [verb for verb in verbs if verb in loop] == loop
