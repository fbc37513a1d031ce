"""Which of the school's ways in are on, and what `jingwei doctor` says of them."""

import pytest
from django.core.checks import ERROR, run_checks
from django.test import Client
from django.urls import reverse

from jingwei.sign_in import school
from jingwei.sign_in.school.checks import check_numbers

pytestmark = pytest.mark.django_db
CAS = "http://127.0.0.1:9/"
WECOM = {
    "wecom": {
        "APPS": [
            {
                "client_id": "corp",
                "secret": "s",
                "key": "1",
                "settings": {"server_url": CAS, "login_url": CAS, "inside_url": CAS},
            }
        ]
    }
}


def way_out(name: str) -> int:
    return Client().post(reverse(name)).status_code


def test_one_way_is_on_by_itself(settings):
    settings.CAS_SERVER_URL = CAS
    assert [way["url"] for way in school.ways()] == [reverse("cas")]
    assert way_out("cas") == 200
    assert check_numbers() == []


def test_several_are_believed_once_somebody_says_that_their_numbers_agree(settings):
    settings.CAS_SERVER_URL, settings.SOCIALACCOUNT_PROVIDERS = CAS, WECOM
    assert school.ways() == []
    assert (way_out("cas"), way_out("wecom_login")) == (404, 404)
    assert [found.id for found in run_checks() if found.level >= ERROR] == [
        "sign_in.E001"
    ]  # and the doctor shows these
    settings.SCHOOL_NUMBERS_AGREE = True
    assert [way["url"] for way in school.ways()] == [reverse("cas"), reverse("wecom_login")]
    assert (way_out("cas"), way_out("wecom_login")) == (200, 200)
    assert check_numbers() == []


@pytest.mark.parametrize("name", ["cas", "wecom_login"])
def test_the_way_out_is_our_own_button_and_no_link(settings, name):
    settings.CAS_SERVER_URL, settings.SOCIALACCOUNT_PROVIDERS, settings.SCHOOL_NUMBERS_AGREE = CAS, WECOM, True
    assert Client().get(reverse(name)).url == reverse("sign_in:sign-in")
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(reverse(name)).status_code == 403
    assert not stranger.session.keys()
    page = Client().get(reverse("sign_in:sign-in")).content.decode()
    assert f'<form method="post" action="{reverse(name)}">' in page
