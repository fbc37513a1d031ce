"""Sixty pages of persons in ten minutes: whoever has a second factor shows it anew, whoever has none waits (E7)."""

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.core.models import OutboxMessage
from jingwei.gate import pace
from jingwei.gate.models import TrailEntry
from jingwei.sign_in import devices, factors
from tests.support.program import Program

pytestmark = pytest.mark.django_db
FEW = 5
MINUTE = 60


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(pace, "MOST", FEW)


@pytest.fixture
def reader(visitor, hour):
    """The committee, just in with both factors."""
    who = visitor("何书记", app=True)
    who.sign_in()
    who.verify()
    hour.shift(MINUTE)
    return who


@pytest.fixture
def page(cast):
    return reverse("people:show", args=[cast["韩冬"].pk])


def opened(client, page: str, times: int) -> list[int]:
    return [client.get(page).status_code for _time in range(times)]


def alarms() -> list[list[int]]:
    return list(OutboxMessage.objects.filter(kind="privacy.pace").values_list("recipients", flat=True))


def test_the_page_says_why_leads_to_the_proof_and_back(reader, cast, page, hour):
    assert opened(reader.client, page, FEW + 1) == [200] * FEW + [302]
    stopped = reader.client.get(page)
    assert stopped.url.startswith(reverse("sign_in:verify"))
    asking = reader.client.get(stopped.url).content.decode()
    assert "已经打开了六十个人的资料" in asking
    assert f'name="next" value="{page}"' in asking
    assert alarms() == [[cast["严谨"].pk]]
    assert TrailEntry.objects.filter(verb="privacy.pace", actor=reader.person).count() == 1
    hour.shift(MINUTE)
    assert reader.verify(to=page).url == page
    hour.shift(1)
    assert opened(reader.client, page, FEW + 1) == [200] * FEW + [302]  # and the count begins again


def test_a_proof_from_before_is_no_fresh_one(reader, page, hour):
    assert opened(reader.client, page, 2) == [200] * 2
    hour.shift(MINUTE)
    reader.verify()
    hour.shift(1)
    assert opened(reader.client, page, FEW + 1) == [200] * FEW + [302]


def test_a_wrong_code_opens_nothing(reader, page, hour):
    opened(reader.client, page, FEW)
    hour.shift(MINUTE)
    assert reader.verify(code="000000").status_code == 422
    assert opened(reader.client, page, 1) == [302]


def test_another_session_of_the_same_person_shows_its_own(reader, page, hour):
    other = Client()
    reader.sign_in(client=other)
    session = other.session
    session[devices.FACTOR] = session[devices.BEGAN]  # shown there a while ago
    session.save()
    hour.shift(1)
    opened(reader.client, page, FEW)
    hour.shift(MINUTE)
    reader.verify()
    assert opened(reader.client, page, 1) == [200]
    hour.shift(1)
    opened(reader.client, page, FEW)
    assert opened(other, page, 1) == [302]


def test_a_panel_is_led_there_whole(reader, page):
    opened(reader.client, page, FEW)
    answer = reader.client.get(page, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people/"})
    assert answer["HX-Redirect"].startswith(reverse("sign_in:verify"))
    assert "next=%2Fpeople%2F" in answer["HX-Redirect"]


def test_whoever_has_no_factor_waits(visitor, page, hour, cast):
    who = visitor("赵敏")
    who.sign_in()
    assert not factors.has_any(who.person)
    assert opened(who.client, page, FEW + 1) == [200] * FEW + [429]
    assert "歇一会儿" in who.client.get(page).content.decode()
    assert alarms() == [[cast["严谨"].pk]]
    hour.shift(pace.WITHIN.total_seconds() - 1)
    assert opened(who.client, page, 1) == [429]
    hour.shift(1)
    assert opened(who.client, page, 1) == [200]


def test_a_program_waits_whatever_its_owner_has_just_shown(reader, cast, hour):
    program = Program(reader.person)
    program.client = reader.client  # the token beside the session's cookie
    path = f"/people/{cast['韩冬'].pk}"
    assert [program.get(path).status_code for _time in range(FEW)] == [200] * FEW
    hour.shift(MINUTE)
    reader.verify()
    answer = program.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (429, str(10 * MINUTE - MINUTE))
