"""The school's own sign-in, against real servers: who is known comes in, nobody is made, and nothing is taken on trust."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.urls import reverse

from jingwei.people.models import Person
from jingwei.sign_in.models import Device
from jingwei.sign_in.school import servers
from tests.support.sign_in_servers import WECOM_SECRET, cas_server, oidc_server, wecom_server

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
SCHOOL_PASSWORD = "the school's"


class Browser(requests.Session):
    """Goes where it is sent, from server to server, and keeps the way."""

    def __init__(self, home: str):
        super().__init__()
        self.home, self.headers["Accept-Language"] = home, "zh-CN"

    def open(self, address: str, data: dict | None = None, stop: str = "") -> requests.Response:
        """Follow redirects until there are no more, or one leads to an address that begins with `stop`."""
        method = "POST" if data is not None else "GET"
        while True:
            if stop and address.startswith(stop):
                answer = requests.Response()
                answer.next_address = address
                return answer
            answer = self.request(method, address, data=data, allow_redirects=False, timeout=20)
            if answer.status_code not in (301, 302, 303):
                return answer
            address, method, data = requests.compat.urljoin(address, answer.headers["Location"]), "GET", None

    def leave_for(self, way: str, to: str = "", stop: str = "") -> requests.Response:
        """Press a button of the sign-in page, and go where its page leads."""
        query = f"?{urlencode({'next': to})}" if to else ""
        page = self.open(self.home + reverse("sign_in:sign-in") + query)
        form = re.search(rf'action="{way}">.*?value="([^"]+)">.*?</form>', page.text, re.S)
        onward = self.open(self.home + way, {"csrfmiddlewaretoken": form[1], **({"next": to} if to else {})})
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', onward.text)
        return self.open(unescape(found[1]), stop=stop) if found else onward

    def is_in(self) -> str:
        """The number on the account page, or nothing."""
        answer = self.open(self.home + reverse("people:account"))
        found = re.search(r'<dd class="code">([^<]+)</dd>', answer.text)
        return found[1] if found else ""


@pytest.fixture
def browser(live_server):
    return Browser(live_server.url)


def buttons(browser) -> list[str]:
    page = browser.open(browser.home + reverse("sign_in:sign-in")).text
    return re.findall(r'<form method="post" action="(/sign-in/school/[^"]+)">', page)


def test_nothing_is_on_unless_the_environment_says_so(browser, cast):
    assert buttons(browser) == []
    for name in (
        "cas",
        "cas_callback",
        "openid_connect_login",
        "openid_connect_callback",
        "wecom_login",
        "wecom_callback",
    ):
        kwargs = {"provider_id": "school"} if name.startswith("openid") else None
        assert browser.open(browser.home + reverse(name, kwargs=kwargs)).status_code == 404


# --- CAS ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cas(tmp_path, settings, cast):
    with cas_server(tmp_path, cast["韩冬"].number, SCHOOL_PASSWORD) as address:
        settings.CAS_SERVER_URL = address
        yield address


def through_cas(browser, number: str, *, to: str = "", stop: str = "") -> requests.Response:
    page = browser.leave_for(reverse("cas"), to)
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
    fields |= {"username": number, "password": SCHOOL_PASSWORD}
    fields.pop("warn", None)
    return browser.open(page.url, fields, stop=stop)


def test_cas_lets_in_whoever_has_the_number(browser, cas, cast):
    assert buttons(browser) == [reverse("cas")]
    answer = through_cas(browser, cast["韩冬"].number, to=reverse("people:inbox"))
    assert answer.url == browser.home + reverse("people:inbox")
    assert browser.is_in() == cast["韩冬"].number
    assert Device.objects.get().person == cast["韩冬"]


def test_cas_makes_nobody(browser, cas, cast, settings):
    settings.CAS_NUMBER_ATTRIBUTE = "staffNumber"  # of whom the college has not heard
    before = Person.objects.count()
    answer = through_cas(browser, cast["韩冬"].number)
    assert answer.status_code == 403
    assert "这里还没有你的账号" in answer.text
    assert Person.objects.count() == before
    assert not browser.is_in()


def test_a_ticket_is_good_once_and_in_the_browser_that_asked(browser, cas, cast):
    callback = browser.home + reverse("cas_callback")
    ticket = through_cas(browser, cast["韩冬"].number, stop=callback + "?state=").next_address
    thief = Browser(browser.home)
    assert thief.open(ticket).status_code == 403
    assert not thief.is_in()
    assert browser.open(ticket).status_code == 200
    assert browser.open(ticket).status_code == 403
    forged = Browser(browser.home)
    asked = forged.leave_for(reverse("cas"), stop=cas).next_address
    state = parse_qs(urlsplit(asked).query)["service"][0].rpartition("=")[2]
    assert forged.open(f"{callback}?state={state}&ticket=ST-forged").status_code == 403
    assert not forged.is_in()


def test_the_second_factor_is_asked_unless_the_school_is_said_to_ask(tmp_path, browser, settings, cast):
    number = cast["何书记"].number
    with cas_server(tmp_path, number, SCHOOL_PASSWORD) as address:
        settings.CAS_SERVER_URL = address
        through_cas(browser, number)
        assert not browser.is_in()
        assert urlsplit(browser.open(browser.home + "/").url).path == reverse("sign_in:factors")
        for declared, let_through in (("authenticationMethod=card", False), ("authenticationMethod=token", True)):
            settings.CAS_SECOND_FACTOR = declared
            other = Browser(browser.home)
            through_cas(other, number)
            assert bool(other.is_in()) == let_through


def test_leaving_there_does_not_end_it_here_nor_the_other_way_round(browser, cas, cast):
    number = cast["韩冬"].number
    through_cas(browser, number)
    browser.open(cas + "logout")
    assert browser.is_in() == number
    page = browser.open(browser.home + reverse("people:account")).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    browser.open(browser.home + reverse("sign_in:sign-out"), {"csrfmiddlewaretoken": token})
    assert not browser.is_in()
    through_cas(browser, number)  # who left there shows the school's password anew
    token = browser.cookies["csrftoken"]
    browser.open(browser.home + reverse("sign_in:sign-out"), {"csrfmiddlewaretoken": token})
    assert not browser.is_in()
    browser.leave_for(reverse("cas"))  # who did not is let through
    assert browser.is_in() == number


def test_a_school_that_does_not_answer_is_no_error_of_ours(browser, settings, cast):
    settings.CAS_SERVER_URL = "http://127.0.0.1:9/"
    callback = browser.home + reverse("cas_callback")
    asked = browser.leave_for(reverse("cas"), stop="http://127.0.0.1:9").next_address
    state = parse_qs(urlsplit(asked).query)["service"][0]
    answer = browser.open(f"{callback}?state={state.rpartition('=')[2]}&ticket=ST-1")
    assert (answer.status_code, "这次没有登录成" in answer.text) == (403, True)


# --- OpenID Connect -------------------------------------------------------------------------------------------------


@pytest.fixture
def oidc(live_server, settings, cast):
    callback = live_server.url + reverse("openid_connect_callback", kwargs={"provider_id": "school"})
    with oidc_server(callback) as issuer:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "school",
                        "name": "school",
                        "client_id": "jingwei",
                        "secret": "nothing here is meant to survive, and it is long enough",
                        "settings": {
                            "server_url": issuer,
                            "uid_field": "preferred_username",
                            "scope": ["openid", "profile"],
                        },
                    }
                ],
            }
        }
        yield callback


def through_oidc(browser, number: str, *amr: str, to: str = "", stop: str = "") -> requests.Response:
    page = browser.leave_for(reverse("openid_connect_login", kwargs={"provider_id": "school"}), to)
    return browser.open(page.url, {"number": number, "amr": amr}, stop=stop)


def test_openid_lets_in_whoever_has_the_number(browser, oidc, cast):
    assert buttons(browser) == [reverse("openid_connect_login", kwargs={"provider_id": "school"})]
    answer = through_oidc(browser, cast["韩冬"].number, "pwd", to=reverse("people:inbox"))
    assert answer.url == browser.home + reverse("people:inbox")
    assert browser.is_in() == cast["韩冬"].number


def test_openid_makes_nobody(browser, oidc):
    before = Person.objects.count()
    answer = through_oidc(browser, "2099000001", "pwd")
    assert (answer.status_code, "这里还没有你的账号" in answer.text) == (403, True)
    assert Person.objects.count() == before


def test_an_answer_is_good_in_the_browser_that_asked_and_once(browser, oidc, cast):
    answer = through_oidc(browser, cast["韩冬"].number, "pwd", stop=oidc).next_address
    thief = Browser(browser.home)
    assert thief.open(answer).status_code == 403
    assert not thief.is_in()
    assert browser.open(answer).status_code == 200
    assert browser.open(answer).status_code == 403


def test_openid_s_real_keys_are_asked_for_and_no_other_will_do(browser, oidc, cast, monkeypatch):
    asked, ask = [], servers.ask

    def other_keys(address, **how):
        asked.append(address)
        said = ask(address, **how)
        return {"keys": [{**key, "kid": "another"} for key in said["keys"]]} if "keys" in said else said

    monkeypatch.setattr(servers, "ask", other_keys)
    assert through_oidc(browser, cast["韩冬"].number, "pwd").status_code == 403
    assert not browser.is_in()
    assert [address.rpartition("/")[2] for address in asked][-1] == "jwks"


@pytest.mark.parametrize(("amr", "whole"), [(("pwd",), False), (("pwd", "otp"), True)])
def test_openid_says_how_many_factors_were_asked(browser, oidc, cast, settings, amr, whole):
    settings.OIDC_SECOND_FACTOR = ["otp"]
    through_oidc(browser, cast["何书记"].number, *amr)
    assert bool(browser.is_in()) == whole


def test_two_factors_are_no_two_unless_the_college_said_so(browser, oidc, cast):
    through_oidc(browser, cast["何书记"].number, "pwd", "otp")
    assert not browser.is_in()


# --- WeCom ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def wecom(settings, cast):
    members = {"c1": cast["韩冬"].number, "c2": cast["何书记"].number, "c3": "2099000001", "c4": ""}
    with wecom_server(members) as address:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "wecom": {
                "APPS": [
                    {
                        "client_id": "corp",
                        "secret": WECOM_SECRET,
                        "key": "1000002",
                        "settings": {
                            "server_url": address,
                            "login_url": "http://127.0.0.1:9/login",
                            "inside_url": "http://127.0.0.1:9/inside",
                        },
                    }
                ]
            }
        }
        yield address


def through_wecom(browser, code: str, to: str = "") -> requests.Response:
    sent = browser.leave_for(reverse("wecom_login"), to, stop="http://127.0.0.1:9").next_address
    asked = {key: values[0] for key, values in parse_qs(urlsplit(sent).query).items()}
    assert (asked["appid"], asked["agentid"]) == ("corp", "1000002")
    return browser.open(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")


def test_wecom_lets_in_a_member_the_college_knows(browser, wecom, cast):
    assert buttons(browser) == [reverse("wecom_login")]
    answer = through_wecom(browser, "c1", to=reverse("people:inbox"))
    assert answer.url == browser.home + reverse("people:inbox")
    assert browser.is_in() == cast["韩冬"].number


@pytest.mark.parametrize(
    ("code", "sentence"), [("c3", "这里还没有你的账号"), ("c4", "这次没有登录成"), ("no", "这次没有登录成")]
)
def test_wecom_lets_nobody_else_in(browser, wecom, code, sentence):
    before = Person.objects.count()
    answer = through_wecom(browser, code)
    assert (answer.status_code, sentence in answer.text) == (403, True)
    assert not browser.is_in()
    assert Person.objects.count() == before


def test_wecom_s_wrong_secret_is_no_error_of_ours(browser, wecom, settings):
    settings.SOCIALACCOUNT_PROVIDERS["wecom"]["APPS"][0]["secret"] = "another"
    assert through_wecom(browser, "c1").status_code == 403


def test_wecom_asks_for_no_scan_inside_its_own_browser(browser, wecom):
    browser.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8 wxwork/4.1"
    sent = browser.leave_for(reverse("wecom_login"), stop="http://127.0.0.1:9").next_address
    assert urlsplit(sent).path == "/inside"
    assert sent.endswith("#wechat_redirect")


def test_wecom_counts_as_one_factor(browser, wecom):
    through_wecom(browser, "c2")
    assert not browser.is_in()
