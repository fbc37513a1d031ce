"""Too many persons in ten minutes: the page says why, asks for the second factor, and leads back."""

import re

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from playwright.sync_api import expect

from jingwei.gate import pace
from jingwei.gate.posts import System
from jingwei.sign_in import factors
from jingwei.sign_in.entering import set_password
from tests.support.browser import DESKTOP, PHONE, axe

from .test_second_factor import PASSWORD, arrive


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_hurried_reader_shows_a_second_factor_and_goes_on(open_page, campus, monkeypatch, size):
    monkeypatch.setattr(pace, "MOST", 2)
    person = set_password(System("test"), campus["何书记"], PASSWORD)
    factors.set_up_app(System("test"), person, generate_totp_secret())
    codes = factors.renew_recovery_codes(person)
    page = open_page(size)
    arrive(page, person)
    page.get_by_label("验证码").fill(codes[0])
    page.get_by_role("button", name="确认").click()
    expect(page).to_have_url(re.compile(r"/$"))
    address = f"/people/{campus['韩冬'].pk}/"
    for _page in range(2):
        page.goto(address)
        expect(page.get_by_role("heading", name="韩冬")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("已经打开了六十个人的资料")).to_be_visible()
    axe(page)
    page.get_by_label("验证码").fill(codes[1])
    page.get_by_role("button", name="确认").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.get_by_role("heading", name="韩冬")).to_be_visible()
