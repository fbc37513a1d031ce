"""The first time: a slip with a code, a password of one's own, and the code is worth nothing any more."""

from playwright.sync_api import Page, expect

from jingwei.sign_in import codes
from jingwei.sign_in.models import CodeRequest
from tests.support.browser import PHONE, axe

PASSWORD = "willow-lantern-42"


def slip_for(campus, person) -> str:
    """The committee asks, the administrator agrees, the committee prints."""
    request = codes.ask_codes(campus["何书记"], [person], CodeRequest.Kind.INVITATION)
    codes.agree(campus["石工"], request.pk)
    return codes.issue_codes(campus["何书记"], request.pk).codes[0][1]


def enter(page: Page, number: str, code: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_role("link", name="我有登录码").click()
    page.get_by_label("学号或工号").fill(number)
    page.get_by_label("登录码").fill(code)
    page.get_by_label("给自己设一个密码").fill(password)
    page.get_by_label("再输一遍").fill(password)
    axe(page)
    page.get_by_role("button", name="设好密码，进入").click()


def test_a_code_opens_the_door_once(open_page, campus):
    person = campus["韩冬"]
    code = slip_for(campus, person)
    first = open_page(PHONE)
    enter(first, person.number, code.lower().replace("-", " "))
    expect(first).to_have_url(f"{first.server_url}/")

    second = open_page(PHONE)
    enter(second, person.number, code)
    expect(second.get_by_text("号码和登录码对不上")).to_be_visible()
    second.goto("/sign-in/")
    second.get_by_label("学号或工号").fill(person.number)
    second.get_by_label("密码").fill(PASSWORD)
    second.get_by_role("button", name="登录").click()
    expect(second).to_have_url(f"{second.server_url}/")


def test_a_weak_password_leaves_the_code_good(open_page, campus):
    person = campus["韩冬"]
    code = slip_for(campus, person)
    page = open_page(PHONE)
    enter(page, person.number, code, "1234567890")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    enter(page, person.number, code)
    expect(page).to_have_url(f"{page.server_url}/")


def test_signing_out_closes_the_pages_behind(open_page, campus):
    person = campus["韩冬"]
    code = slip_for(campus, person)
    page = open_page(PHONE)
    enter(page, person.number, code)
    page.locator("details.me summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto("/cases/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
