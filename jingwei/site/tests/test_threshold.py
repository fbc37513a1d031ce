"""At the threshold people are led on and programs are told."""

import time

import pytest

from jingwei.sign_in import devices
from tests.support.program import Program

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture
def entered(client, cast):
    """The committee's browser, without its second factor."""
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[devices.FACTOR] = None
    session.save()
    return client


def test_without_the_second_factor_a_page_leads_on_and_the_api_says_so(entered):
    assert entered.get("/").status_code == 302
    answer = entered.get(ME)
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/docs#factor-wanted")


def test_a_session_that_is_over_is_over_here_too(entered):
    session = entered.session
    session[devices.BEGAN] = time.time() - 30 * 24 * 3600
    session.save()
    answer = entered.get(ME)
    assert (answer.status_code, answer.json()["type"]) == (401, "/api/v1/docs#sign-in-needed")


def test_a_token_has_no_session_to_doubt(entered, cast):
    program = Program(cast["何书记"])
    assert entered.get(ME, headers=program.headers).status_code == 200


@pytest.mark.parametrize("value", ["Basic abc", "Bearer", "jw_x", ""])
def test_another_authorization_does_not_open_the_session(entered, value):
    assert entered.get(ME, headers={"authorization": value}).status_code == 401
