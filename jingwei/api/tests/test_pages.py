"""The pages: one's own tokens."""

import re

import pytest

from jingwei.api.models import PersonalToken
from jingwei.api.tokens import MOST_TOKENS, make_token
from tests.support.program import Program

pytestmark = pytest.mark.django_db
PAGE = "/people/account/tokens/"
FORM = {"name": "统计脚本", "scopes": ["read", "work"], "days": 7}


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_token_is_shown_once(browser):
    made = browser.post(PAGE, FORM)
    value = re.search(r"jw_[\w-]{43}", made.content.decode())[0]
    assert made["Cache-Control"] == "no-store"
    assert value not in browser.get(PAGE).content.decode()
    assert browser.get("/api/v1/me", headers={"authorization": f"Bearer {value}"}).status_code == 200
    token = PersonalToken.objects.get()
    assert (token.name, token.scopes, (token.expires_at - token.made_at).days) == ("统计脚本", ["read", "work"], 7)


def test_the_account_page_leads_there(browser):
    assert PAGE in browser.get("/people/account/").content.decode()


@pytest.mark.parametrize(
    "change", [{"days": 31}, {"days": 0}, {"scopes": []}, {"scopes": ["all"]}, {"name": ""}, {"name": "字" * 41}]
)
def test_what_does_not_fit_makes_none(browser, change):
    assert browser.post(PAGE, FORM | change).status_code == 422
    assert not PersonalToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_alone(browser, cast):
    own, other = Program(cast["韩冬"]), Program(cast["赵敏"])
    assert browser.post(f"{PAGE}{own.token.pk}/revoke/").status_code == 302
    assert own.get("/me").status_code == 401
    foreign, missing = (browser.post(f"{PAGE}{pk}/revoke/") for pk in (other.token.pk, 987654))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert other.get("/me").status_code == 200


def test_void_tokens_are_not_listed(browser, cast):
    make_token(cast["韩冬"], name="还在用", scopes=["read"], days=1)
    revoked, _value = make_token(cast["韩冬"], name="不用了", scopes=["read"], days=1)
    make_token(cast["赵敏"], name="别人的", scopes=["read"], days=1)
    browser.post(f"{PAGE}{revoked.pk}/revoke/")
    browser.get(PAGE)  # says that it was revoked
    page = browser.get(PAGE).content.decode()
    assert "还在用" in page
    assert "不用了" not in page
    assert "别人的" not in page


def test_there_are_so_many_and_no_more(browser, cast):
    for number in range(MOST_TOKENS):
        make_token(cast["韩冬"], name=str(number), scopes=["read"], days=1)
    assert browser.post(PAGE, FORM).status_code == 422
    assert PersonalToken.objects.count() == MOST_TOKENS
