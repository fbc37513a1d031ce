"""The second factor: set up on a phone, shown with an app, a passkey or a code on paper, and found where it stands."""

import re

from playwright.sync_api import Page, expect

from jingwei.gate.posts import System
from jingwei.sign_in import factors
from jingwei.sign_in.entering import set_password
from tests.support.browser import DESKTOP, PHONE, axe

PASSWORD = "willow-lantern-42"


def arrive(page: Page, person) -> None:
    page.goto("/sign-in/")
    page.get_by_label("学号或工号").fill(person.number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def give_passkeys(page: Page) -> None:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**reader, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_is_set_up_and_then_asked_for(open_page, campus):
    person = set_password(System("test"), campus["何书记"], PASSWORD)
    page = open_page(PHONE)
    arrive(page, person)
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="用验证器应用").click()
    expect(page.get_by_role("img", name="给验证器应用扫的二维码")).to_be_visible()
    axe(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("应用里的六位数字").fill("000000")
    page.get_by_role("button", name="设好了").click()
    expect(page.get_by_text("这个数字对不上")).to_be_visible()
    assert page.locator(".secret").inner_text() == secret
    page.get_by_label("应用里的六位数字").fill(factors.code_now(secret)[0])
    page.get_by_role("button", name="设好了").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    axe(page)
    paper = page.locator(".recovery-codes li").all_inner_texts()
    assert len(paper) == 10
    page.get_by_role("link", name="收好了").click()
    expect(page).to_have_url(f"{page.server_url}/")

    desk = open_page(DESKTOP)
    arrive(desk, person)
    expect(desk.get_by_role("heading", name="确认是你")).to_be_visible()
    axe(desk)
    desk.get_by_label("验证码").fill(paper[0])
    desk.get_by_role("button", name="确认").click()
    expect(desk).to_have_url(f"{desk.server_url}/")
    desk.goto("/sign-in/devices/")
    expect(desk.get_by_text("Chrome · Linux").first).to_be_visible()
    desk.get_by_role("button", name="退出其他设备").click()
    expect(desk.get_by_text("其他设备都退出了")).to_be_visible()
    page.goto("/people/account/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_a_passkey_is_made_and_then_asked_for(open_page, campus):
    person = set_password(System("test"), campus["何书记"], PASSWORD)
    page = open_page(PHONE)
    give_passkeys(page)
    arrive(page, person)
    page.get_by_role("link", name="加一个通行密钥").click()
    page.get_by_label("给它起个名字").fill("我的手机")
    axe(page)
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    page.get_by_role("link", name="收好了").click()
    page.locator("details.me summary").click()
    page.get_by_role("button", name="退出").click()
    arrive(page, person)
    page.get_by_role("link", name="用通行密钥").click()
    expect(page.get_by_text("这个浏览器用不了通行密钥")).to_be_hidden()
    axe(page)
    page.get_by_role("button", name="开始").click()
    expect(page).to_have_url(f"{page.server_url}/")
    page.goto("/sign-in/factors/")
    expect(page.get_by_text("我的手机")).to_be_visible()


def test_a_passkey_that_is_refused_can_be_tried_again(open_page, campus):
    person = set_password(System("test"), campus["何书记"], PASSWORD)
    page = open_page(DESKTOP)
    arrive(page, person)
    page.goto("/sign-in/factors/passkey/")
    page.evaluate("navigator.credentials.create = () => Promise.reject(new Error('no')); 0")
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_text("没有成功，可以再试一次")).to_be_visible()
    expect(page).to_have_url(re.compile("/passkey/$"))


def test_two_people_let_somebody_in(open_page, campus):
    asks, agrees = open_page(DESKTOP), open_page(DESKTOP)
    for page, name in ((asks, "何书记"), (agrees, "石工")):
        person = set_password(System("test"), campus[name], PASSWORD)
        arrive(page, person)
    asks.get_by_role("link", name="用验证器应用").click()
    secret = asks.locator(".secret").inner_text()
    asks.get_by_label("应用里的六位数字").fill(factors.code_now(secret)[0])
    asks.get_by_role("button", name="设好了").click()
    asks.goto("/sign-in/codes/")
    asks.get_by_label("或者写学号、工号").fill(campus["韩冬"].number)
    axe(asks)
    asks.get_by_role("button", name="申请", exact=True).click()
    expect(asks.get_by_text("等另一位同意").first).to_be_visible()
    agrees.goto("/sign-in/codes/requests/")
    expect(agrees.get_by_text(campus["韩冬"].number)).to_be_visible()
    axe(agrees)
    agrees.get_by_role("button", name="同意", exact=True).click()
    expect(agrees.get_by_text("没有等你同意的")).to_be_visible()
    asks.reload()
    asks.get_by_role("button", name="打印").click()
    expect(asks.locator(".slips .key")).to_have_count(1)
    axe(asks)
