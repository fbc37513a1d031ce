"""Ending sessions: one's own after showing who one is, those begun with an old factor, and somebody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.core.models import InboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.gate.models import TrailEntry
from jingwei.people.models import Person
from jingwei.sign_in import threshold
from jingwei.sign_in.models import Device

from .conftest import PASSWORD
from .test_devices import is_in

pytestmark = pytest.mark.django_db
END = "sign_in:end-sessions"


def end(client: Client, number: str) -> int:
    return client.post(reverse(END), {"number": number}).status_code


@pytest.mark.parametrize("app", [False, True])
def test_devices_are_shown_and_ended_after_a_new_proof(visitor, hour, app):
    who, other = visitor("韩冬", app=app), Client()
    for client in (who.client, other):
        who.sign_in(client=client)
    if app:
        who.verify()
    assert who.get("sign_in:devices").status_code == 200
    hour.shift(threshold.FRESH + 60)
    row = Device.objects.get(session_key=other.session.session_key)
    asked = [
        who.get("sign_in:devices"),
        who.client.post(reverse("sign_in:end-device", args=[row.pk])),
        who.client.post(reverse("sign_in:end-others")),
        who.client.post(reverse("sign_in:end-all")),
    ]
    way = f"{reverse('sign_in:verify')}?next={reverse('sign_in:devices').replace('/', '%2F')}"
    assert [answer.url for answer in asked] == [way] * 4
    assert Device.objects.exclude(session_key="").count() == 2
    devices = reverse("sign_in:devices")
    form = {"code": who.code()} if app else {"password": PASSWORD}
    assert who.client.post(reverse("sign_in:verify"), {**form, "next": devices}).url == devices
    who.client.post(reverse("sign_in:end-others"))
    assert (is_in(who.client), is_in(other)) == (True, False)


def test_whoever_has_no_password_is_told_how_to_show_who_they_are(visitor, hour, monkeypatch):
    who, sentence = visitor("韩冬"), "用学校账号再登录一次"
    who.sign_in()
    hour.shift(threshold.FRESH + 60)
    assert sentence not in who.get("sign_in:verify").content.decode()
    monkeypatch.setattr(Person, "has_usable_password", lambda person: False)
    assert sentence in who.get("sign_in:verify").content.decode()


def test_changing_a_factor_offers_to_end_what_was_begun_before(visitor, hour):
    who, other = visitor("韩冬", app=True), Client()
    who.sign_in(client=other)
    who.sign_in()
    who.verify()
    button = f'action="{reverse("sign_in:end-others")}"'
    assert button in who.client.post(reverse("sign_in:recovery-codes")).content.decode()
    page = who.get("sign_in:factors").content.decode()
    assert button in page
    assert "还有 1 台设备登录着" in page
    pk = who.person.authenticator_set.get(type="totp").pk
    answer = who.client.post(reverse("sign_in:remove-factor", args=[pk]), follow=True)
    assert button in answer.content.decode()
    who.client.post(reverse("sign_in:end-others"))
    assert not is_in(other)
    assert button not in who.get("sign_in:factors").content.decode()


@pytest.mark.parametrize("name", ["何书记", "石工"])
def test_those_in_charge_end_all_of_somebody_s_sessions(visitor, hour, name):
    chief, who, phone = visitor(name, app=True), visitor("韩冬"), Client()
    chief.sign_in()
    chief.verify()
    for client in (who.client, phone):
        who.sign_in(client=client)
    assert end(chief.client, who.person.number) == 302
    assert (is_in(who.client), is_in(phone)) == (False, False)
    assert not Device.objects.filter(person=who.person).exists()
    assert TrailEntry.objects.filter(verb="sessions.end", actor_id=chief.person.pk).count() == 1
    deliver_due()
    assert InboxMessage.objects.filter(person=who.person, kind="sign_in.sessions_ended").count() == 1
    who.sign_in()
    assert is_in(who.client)  # nothing but sessions was taken away


def test_nobody_else_does(visitor, cast, hour):
    who, victim = visitor("沈青"), visitor("韩冬")
    who.sign_in()
    victim.sign_in()
    assert end(who.client, victim.person.number) == 403
    assert is_in(victim.client)


def test_a_number_of_nobody_and_one_s_own_end_nothing(visitor, hour):
    chief = visitor("何书记", app=True)
    chief.sign_in()
    chief.verify()
    assert end(chief.client, "nobody") == 422
    assert end(chief.client, chief.person.number) == 422
    assert is_in(chief.client)
    assert not TrailEntry.objects.filter(verb="sessions.end").exists()


def test_the_page_of_a_person_leads_there_with_the_number(visitor, cast, hour):
    chief = visitor("何书记", app=True)
    chief.sign_in()
    chief.verify()
    page = chief.client.get(reverse(END), {"person": cast["韩冬"].pk}).content.decode()
    assert f'value="{cast["韩冬"].number}"' in page
    admin = visitor("石工", app=True)
    admin.sign_in()
    admin.verify()
    page = admin.client.get(reverse(END), {"person": cast["韩冬"].pk}).content.decode()
    assert cast["韩冬"].number not in page  # an id tells whoever may not read the roster nothing
    assert 'name="number" value' not in chief.client.get(reverse(END), {"person": "x"}).content.decode()
