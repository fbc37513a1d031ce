"""Sessions: a new key each time, an end when it is due, and nothing that outlives it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from jingwei.core.models import OutboxMessage
from jingwei.gate.appointments import appoint
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.sign_in import devices, threshold
from jingwei.sign_in.models import Device
from jingwei.sign_in.user_agents import browser_of, system_of

from .conftest import OTHER, PASSWORD

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


def with_session(key: str) -> Client:
    """Somebody else's browser that holds this session's cookie."""
    client = Client()
    client.cookies[COOKIE] = key
    return client


def is_in(client: Client) -> bool:
    answer = client.get(reverse("people:account"))
    return answer.status_code == 200 or (answer.status_code == 302 and "verify" in answer.url)


def test_a_key_planted_before_signing_in_opens_nothing(visitor):
    who = visitor("韩冬")
    session = who.client.session  # made, and known, before
    session["planted"] = True
    session.save()
    planted = session.session_key
    who.client.cookies[COOKIE] = planted
    who.sign_in()
    assert who.client.session.session_key != planted
    assert not is_in(with_session(planted))


def test_every_sign_in_and_every_proof_has_a_key_of_its_own(visitor, hour):
    who, keys = visitor("何书记", app=True), []
    for _time in range(3):
        hour.shift(60)
        who.sign_in()
        keys.append(who.client.session.session_key)
        who.verify()
        keys.append(who.client.session.session_key)
        who.client.post(reverse("sign_in:sign-out"))
        who.sign_in()
        keys.append(who.client.session.session_key)
        who.client.post(reverse("sign_in:sign-out"))
    who.sign_in()
    keys.append(who.client.session.session_key)
    assert len(set(keys)) == 10
    assert [is_in(with_session(key)) for key in keys] == [False] * 9 + [True]


def test_nothing_is_left_of_a_session_that_was_left(visitor):
    who = visitor("韩冬")
    who.sign_in()
    key = who.client.session.session_key
    who.client.post(reverse("sign_in:sign-out"))
    assert not is_in(with_session(key))
    assert not devices.own(who.person)
    assert Device.objects.filter(person=who.person).count() == 1  # still known


def test_a_post_that_ends_gives_the_session_a_new_key(visitor, hour):
    who = visitor("何书记", app=True)
    who.sign_in()
    who.verify()
    who.get("dashboards:home")
    before = who.client.session.session_key
    Appointment.objects.filter(person=who.person).delete()
    who.get("dashboards:home")
    assert who.client.session.session_key != before
    assert not is_in(with_session(before))


def test_a_new_password_leaves_this_session_and_no_other(visitor):
    who, others = visitor("韩冬"), [Client() for _device in range(4)]
    for client in (who.client, *others):
        who.sign_in(client=client)
    before = who.client.session.session_key
    form = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
    assert who.client.post(reverse("sign_in:password"), form).status_code == 302
    assert is_in(who.client)
    assert who.client.session.session_key != before
    assert not any(map(is_in, others))
    assert not is_in(with_session(before))
    assert [device.session_key for device in devices.own(who.person)] == [who.client.session.session_key]
    assert OutboxMessage.objects.filter(kind="sign_in.password_changed", recipients=[who.person.pk]).exists()


@pytest.mark.parametrize(
    ("name", "idle", "whole"),
    [
        *((name, 1800, 43200) for name in ("何书记", "罗宁", "王师傅", "严谨", "石工", "陈雅琴")),
        *((name, 1209600, 1209600) for name in ("韩冬", "周晓雨", "赵敏")),
    ],
)
def test_a_session_ends_by_itself(visitor, hour, name, idle, whole):
    who = visitor(name)
    who.sign_in()
    hour.shift(idle - 5)
    assert is_in(who.client)
    hour.shift(idle + 5)
    assert not is_in(who.client)
    who.sign_in()
    gone = 0
    while gone + idle - 60 < whole:  # used all the time
        hour.shift(idle - 60)
        gone += idle - 60
        assert is_in(who.client)
    hour.shift(whole - gone + 5)
    assert not is_in(who.client)


def test_a_desk_post_given_meanwhile_brings_the_hours_of_a_desk(visitor, cast, hour):
    who = visitor("韩冬")
    who.sign_in()
    hour.shift(13 * 3600)
    assert is_in(who.client)
    appoint(System("test"), who.person, Role.SECRETARY, cast.branches["一"].pk)
    assert not is_in(who.client)


def test_no_key_that_was_is_ever_good_again(visitor, cast, hour, figure):
    """Everything after which a session has another key or none: of the keys before, none opens anything a second later."""
    who, keys, reused, other = visitor("何书记", app=True), [], [], Client()

    def after(what) -> None:
        before = [key for key in (who.client.session.session_key, other.session.session_key) if key]
        what()
        hour.shift(1)
        left = {who.client.session.session_key, other.session.session_key}
        keys.extend(key for key in before if key not in left)
        reused.extend(key for key in keys if is_in(with_session(key)))

    new = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
    after(who.sign_in)
    after(who.verify)
    after(lambda: who.sign_in(client=other))
    after(lambda: appoint(System("test"), who.person, Role.CENTRE) and who.get("people:account"))
    after(
        lambda: Appointment.objects.filter(person=who.person, role=Role.CENTRE).delete() and who.get("people:account")
    )
    after(lambda: who.client.post(reverse("sign_in:password"), new) and other.cookies.clear())
    after(lambda: who.sign_in(OTHER, client=other))
    after(lambda: who.client.post(reverse("sign_in:end-others")) and other.cookies.clear())
    after(lambda: hour.shift(threshold.DESK_IDLE + 1) or who.get("people:account"))
    after(lambda: who.sign_in(OTHER))
    after(lambda: who.client.post(reverse("sign_in:sign-out")))
    figure("C1", f"{len(keys)} keys of sessions that were, {len(reused)} good again a second later")
    assert not reused
    assert len(set(keys)) >= 8


def test_being_there_is_written_down_once_a_minute(visitor, hour, django_assert_num_queries):
    who = visitor("韩冬")
    who.sign_in()
    page = reverse("sign_in:factors")
    who.client.get(page)
    hour.shift(devices.SELDOM + 1)
    seen = who.client.session[devices.SEEN]
    who.client.get(page)
    assert who.client.session[devices.SEEN] == seen + devices.SELDOM + 1
    assert Device.objects.get(person=who.person).seen_at.timestamp() == seen + devices.SELDOM + 1


def test_a_session_that_did_not_come_through_the_door_is_none(visitor):
    who = visitor("韩冬")
    who.sign_in()
    session = who.client.session
    del session[devices.BEGAN]
    session.save()
    assert not is_in(who.client)


def test_devices_are_listed_ended_one_by_one_and_all_together(visitor):
    who, phone, library = visitor("韩冬"), Client(), Client()
    who.sign_in(headers={"User-Agent": CHROME})
    for client in (phone, library):
        who.sign_in(client=client)
    page = who.get("sign_in:devices").content.decode()
    assert "Chrome · Windows" in page
    assert page.count("/end/") == 2
    row = Device.objects.get(session_key=phone.session.session_key)
    who.client.post(reverse("sign_in:end-device", args=[row.pk]))
    assert (is_in(phone), is_in(library)) == (False, True)
    who.client.post(reverse("sign_in:end-others"))
    assert (is_in(who.client), is_in(library)) == (True, False)
    who.sign_in(client=phone)
    who.client.post(reverse("sign_in:end-all"))
    assert (is_in(who.client), is_in(phone)) == (False, False)
    assert not Device.objects.filter(person=who.person).exists()


def test_another_s_device_is_not_there(visitor):
    who, other = visitor("韩冬"), visitor("沈青")
    for one in (who, other):
        one.sign_in()
    row = Device.objects.get(person=other.person)
    assert who.client.post(reverse("sign_in:end-device", args=[row.pk])).status_code == 404
    assert is_in(other.client)


def test_the_next_person_on_the_same_browser_ends_the_one_before(visitor):
    who, other = visitor("韩冬"), visitor("沈青")
    who.sign_in()
    key = who.client.session.session_key
    who.client.cookies.pop(COOKIE)  # a tab that was closed, and never signed out
    other.sign_in(client=who.client)
    assert not is_in(with_session(key))
    assert not devices.own(who.person)
    assert len(devices.own(other.person)) == 1


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (CHROME, "Chrome", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit Safari MicroMessenger/8.0", "微信", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8 wxwork/4.1", "企业微信", "Android"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit Version/17 Safari/605", "Safari", "macOS"),
        ("curl/8", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_s_name_in_a_word(agent, browser, system):
    assert (browser_of(agent), system_of(agent)) == (browser, system)


def test_who_works_at_a_desk(cast):
    assert {name for name in cast.people if not threshold.is_on_phone(cast[name])} == {
        "何书记",
        "罗宁",
        "王师傅",
        "刘师傅",
        "严谨",
        "石工",
        "陈雅琴",
        "冯远",
    }


def test_coming_in_again_while_in_has_a_new_key_too(visitor, rf):
    """By a code or by the school, which do not ask first whether somebody is in."""
    who = visitor("韩冬")
    who.sign_in()
    request = rf.get("/")
    request.user, request.session = who.person, who.client.session
    before = request.session.session_key
    devices.let_in(request, who.person)
    request.session.save()
    assert request.session.session_key != before
    assert not is_in(with_session(before))
    assert is_in(with_session(request.session.session_key))
