"""Two hands on one thing: one winner, the other is told; and one report however often the button is pressed."""

from playwright.sync_api import expect

from jingwei.cases import actions
from jingwei.cases.models import Case, Desk
from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from tests.support.browser import DESKTOP, PHONE, sign_in

from .turns import Browsers, report


def test_two_take_up_one_case_and_the_second_is_told_who_has_it(open_page, campus):
    desk = Desk.objects.get(code="logistics")
    appoint(System("tests"), campus["钱乐"], Role.OFFICE, desk.pk)
    case = campus.bring_to("returned")
    actions.dispatch_case(campus["赵敏"], case.pk)
    browsers = Browsers(open_page, campus)
    first, second = browsers("孔科长", DESKTOP), browsers("钱乐", DESKTOP)
    for page in (first, second):
        page.goto(f"/cases/{case.pk}/")
    first.get_by_role("button", name="接手", exact=True).click()
    expect(first.locator(".toast")).to_contain_text("由你来处理")
    second.get_by_role("button", name="接手", exact=True).click()
    expect(second.locator(".toast")).to_contain_text("孔科长")
    case.refresh_from_db()
    assert case.handler == campus["孔科长"]


def test_a_double_click_files_one_report(open_page, campus):
    page = open_page(PHONE)
    sign_in(page, campus["韩冬"])
    page.goto("/cases/report/repair/")
    page.get_by_label("说一句").fill("窗户关不上，晚上很冷")
    page.get_by_role("button", name="发出").dblclick()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Case.objects.count() == 1


def test_the_same_page_sent_twice_files_one_report(open_page, campus):
    """Back, and once more: the answer did not come through, so it is sent again."""
    page = open_page(PHONE)
    sign_in(page, campus["韩冬"])
    page.goto("/cases/report/repair/")
    page.get_by_label("说一句").fill("窗户关不上，晚上很冷")
    key = page.locator("input[name=submission_key]").input_value()
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    page.goto("/cases/report/repair/")
    page.get_by_label("说一句").fill("窗户关不上，晚上很冷")
    page.locator("input[name=submission_key]").evaluate("(field, key) => { field.value = key }", key)
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Case.objects.count() == 1


def test_a_tap_on_the_button_is_not_lost_when_an_answer_comes_in_the_middle_of_it(open_page, campus):
    """The kind was chosen just now: what it asks and promises comes back while the finger is on the button."""
    page = open_page(DESKTOP)
    sign_in(page, campus["韩冬"])
    page.goto("/cases/report/repair/")
    page.get_by_label("说一句").fill("窗户关不上，晚上很冷")
    with page.expect_response("**/similar/**"):
        page.get_by_role("radio", name="床、桌椅、门窗、锁").check()
    expect(page.get_by_text("最迟")).to_be_visible()
    button = page.get_by_role("button", name="发出")
    button.hover()
    page.mouse.down()
    with page.expect_response("**/similar/**"):
        page.get_by_label("在哪里").dispatch_event("change")
    page.locator(".htmx-request, .htmx-swapping, .htmx-settling").first.wait_for(state="detached")
    page.mouse.up()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Case.objects.count() == 1


def test_a_report_made_by_another_is_joined_with_one_tap(open_page, campus):
    browsers = Browsers(open_page, campus)
    case = report(browsers("韩冬", PHONE), "水龙头关不紧，一直滴")
    neighbour = browsers("周晓雨", PHONE)
    neighbour.goto("/cases/report/")
    neighbour.get_by_role("link", name="设施报修").click()
    neighbour.get_by_role("radio", name="漏水、停水、下水堵").check()
    neighbour.get_by_role("button", name="是同一件，我也是").click()
    expect(neighbour.locator(".toast")).to_be_visible()
    assert Case.objects.count() == 1
    assert [supporter.person for supporter in case.supporters.all()] == [campus["周晓雨"]]
