"""Five workbooks from an office: brought, looked at, decided, confirmed, and taken back."""

import pytest
from playwright.sync_api import expect

from jingwei.exchange.tests.books import AS_RECEIVED, COLLEGE
from jingwei.people.models import Person
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_rosters_as_received_come_in_and_go_back(open_page, cast, device):
    page = open_page(device)
    sign_in(page, cast["何书记"])
    people = Person.objects.count()
    bring(page, AS_RECEIVED)
    expect(page.get_by_text("叶诗妍 同时登记在 5-319-1、5-101-1，不知道住哪一间。")).to_have_count(2)
    axe(page)
    page.get_by_role("button", name="名单没有错，照此导入").click()
    expect(page.get_by_role("button", name="收回决定")).to_be_visible()
    for tab in ("新增", "离开", "依法不读"):
        page.get_by_label("预览").get_by_role("link", name=tab).click()
        axe(page)
    expect(page.get_by_text("身份证号", exact=True)).to_be_visible()
    page.get_by_label("名单是完整的，就按这样导入").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("之前可以在这一页撤销")).to_be_visible()
    assert Person.objects.count() > people + 1000
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("已撤销，名册和导入之前一样。")).to_be_visible()
    assert Person.objects.count() == people


def test_the_preview_grows_by_a_tap_and_a_given_up_import_leaves_nothing(phone, cast):
    sign_in(phone, cast["何书记"])
    bring(phone, COLLEGE)
    phone.get_by_label("预览").get_by_role("link", name="新增").click()
    lines = phone.locator("ul.rows > li:has(.side .nowrap)")
    expect(lines).to_have_count(50)
    phone.get_by_role("link", name="更多").click()
    expect(lines).to_have_count(100)
    phone.get_by_role("button", name="放弃这次导入").click()
    expect(phone.get_by_text("还没有导入过名册")).to_be_visible()
    axe(phone)


def bring(page, directory) -> None:
    page.goto("/imports/")
    page.get_by_role("link", name="导入新的名单").click()
    axe(page)
    files = sorted(directory.glob("*.xlsx"))
    page.get_by_label("名单", exact=True).set_input_files(files)
    expect(page.get_by_text(files[-1].name)).to_be_visible()
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
