"""Who gets in, with what, and for how long."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jingwei.api import callers, tokens
from jingwei.api.models import PersonalToken
from jingwei.core import clock
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.policy import capability
from tests.support.program import Program

pytestmark = pytest.mark.django_db


def refused(response, status: int, code: str) -> bool:
    assert response["Content-Type"] == "application/problem+json"
    return (response.status_code, response.json()["type"]) == (status, f"/api/v1/docs#{code}")


def test_nobody_gets_nothing(client):
    response = client.get("/api/v1/me")
    assert refused(response, 401, "sign-in-needed")
    assert response["WWW-Authenticate"] == 'Bearer realm="jingwei"'


def test_a_token_speaks_for_its_owner(cast):
    response = Program(cast["韩冬"]).get("/me")
    assert response.status_code == 200
    assert response.json()["person"]["name"] == "韩冬"
    assert response["Cache-Control"] == "no-store"


def test_only_the_hash_of_a_token_is_kept(cast):
    program = Program(cast["韩冬"])
    row = PersonalToken.objects.values().get()
    assert len(program.value) == 3 + 43  # 256 bits, base64
    assert program.value not in str(row)
    assert program.value not in str(list(TrailEntry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("value", ["", "jw_wrong", "jw_" + "a" * 43, "ключ"])
def test_an_unknown_token_is_void_even_beside_a_session(client, cast, value):
    client.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/api/v1/me", headers={"authorization": f"Bearer {value}"})
    assert refused(response, 401, "token-void")
    assert "invalid_token" in response["WWW-Authenticate"]


def test_a_revoked_token_is_void(cast):
    program = Program(cast["韩冬"])
    tokens.revoke_token(cast["韩冬"], program.token.pk)
    assert refused(program.get("/me"), 401, "token-void")


def test_a_token_ends_on_the_second(cast):
    program = Program(cast["韩冬"], days=1)
    with clock.travel(program.token.expires_at - timedelta(seconds=1)):
        assert program.get("/me").status_code == 200
    with clock.travel(program.token.expires_at):
        assert refused(program.get("/me"), 401, "token-void")


def test_a_token_lasts_thirty_days_at_most(cast):
    assert Program(cast["韩冬"], days=400).token.expires_at <= timezone.now() + timedelta(days=30)


def test_a_token_ends_with_the_account(cast):
    program, person = Program(cast["韩冬"]), cast["韩冬"]
    person.is_active = False
    person.save()
    assert refused(program.get("/me"), 401, "token-void")


def test_a_token_ends_with_the_password(cast):
    program, person = Program(cast["韩冬"]), cast["韩冬"]
    person.set_password("another password altogether")
    person.save()
    assert refused(program.get("/me"), 401, "token-void")


def test_rights_end_with_the_post_and_not_a_second_later(cast):
    program = Program(cast["王师傅"])
    end = clock.now() + timedelta(days=1)
    Appointment.objects.filter(person=cast["王师傅"]).update(end=end)
    with clock.travel(end - timedelta(microseconds=1)):
        assert program.get("/people").status_code == 200
    with clock.travel(end):
        assert refused(program.get("/people"), 403, "not-yours")


def test_a_token_does_what_its_scopes_say(cast):
    reader = Program(cast["韩冬"], scopes=["read"])
    assert reader.get("/me").status_code == 200
    assert refused(reader.post("/inbox/read-all"), 403, "not-for-tokens")
    writer = Program(cast["韩冬"], scopes=["work"])
    assert writer.post("/inbox/read-all").status_code == 200
    assert refused(writer.get("/me"), 403, "not-for-tokens")


@pytest.mark.parametrize("name", ["affiliations.read", "trail.read"])
def test_a_right_over_c3_is_not_for_tokens_whoever_holds_it(rf, cast, name):
    request = rf.get("/")
    request.user, request.token = cast["何书记"], Program(cast["何书记"]).token
    assert callers.is_too_close(capability(name))
    with pytest.raises(callers.Problem) as refusal:
        callers.require(request, name, "read")
    assert refusal.value.code == "not-for-tokens"
    request.token = None
    callers.require(request, name, "read")  # on a page the same person may


def test_what_an_answer_shows_is_held_to_the_same(rf, cast):
    request = rf.get("/")
    request.token, request.shown = Program(cast["何书记"]).token, {("D13", "organisation"): {1}}
    with pytest.raises(callers.Problem):
        callers.refuse_too_close(request)
    assert request.shown == {}


def test_a_session_may_call_too_and_must_not_be_forged(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/api/v1/me").status_code == 200
    send = {"content_type": "application/json", "headers": {"idempotency-key": "a-key-of-mine"}}
    assert refused(browser.post("/api/v1/inbox/read-all", {}, **send), 403, "forged")
    browser.get("/people/account/")
    send["headers"]["X-CSRFToken"] = browser.cookies["csrftoken"].value
    assert browser.post("/api/v1/inbox/read-all", {}, **send).status_code == 200


def test_so_many_calls_a_minute(cast, settings):
    settings.API_CALLS_A_MINUTE = 3
    cache.clear()
    program = Program(cast["韩冬"])
    with clock.travel(clock.now().replace(second=10)):
        assert [program.get("/me").status_code for _call in range(4)] == [200, 200, 200, 429]
        response = program.get("/me")
        assert refused(response, 429, "too-many")
        assert response["Retry-After"] == "50"
        assert Program(cast["赵敏"]).get("/me").status_code == 200  # an account's own matter


def test_when_a_token_was_last_used_is_told(cast):
    program = Program(cast["韩冬"])
    with clock.travel(at := clock.now() + timedelta(minutes=5)):
        program.get("/me")
    assert PersonalToken.objects.get().last_used_at == at
    with clock.travel(at + timedelta(seconds=30)):
        program.get("/me")
    assert PersonalToken.objects.get().last_used_at == at  # a write a minute is enough


def test_a_token_answers_in_the_language_of_its_owner(cast):
    person = cast["韩冬"]
    person.language = "en"
    person.save()
    program = Program(person)
    assert program.get("/people").json()["detail"] == "None of your posts covers this."
    answer = program.client.get("/api/v1/people", headers={**program.headers, "accept-language": "zh-hans"})
    assert answer.json()["detail"] == "你现在的职务做不了这件事"
