"""One's own account."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_account_shows_and_keeps_what_is_mine(client, cast):
    client.force_login(cast["周晓雨"], backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("people:account")).content.decode()
    assert "5号楼 412" in shown
    assert "入党积极分子" in shown
    assert "郑好" not in shown
    mine = {"email": "xy@example.org", "language": "en"}
    assert client.post(reverse("people:account"), {**mine, "name": "别人", "number": "1"}).status_code == 404
    assert cast["周晓雨"].email != "xy@example.org"
    answer = client.post(reverse("people:account"), mine)
    assert answer.cookies["language"].value == "en"
    person = cast["周晓雨"]
    assert (person.email, person.language, person.name) == ("xy@example.org", "en", "周晓雨")
    assert client.post(reverse("people:account"), {"email": "no", "language": "en"}).status_code == 422


def test_the_own_telephone_is_ones_own_to_change(client, cast):
    client.force_login(cast["周晓雨"], backend="django.contrib.auth.backends.ModelBackend")
    mine = {"email": "", "language": "zh-hans"}
    client.post(reverse("people:account"), {**mine, "phone": "１３９ 1234 5678"})
    assert cast["周晓雨"].phone == "13912345678"
    refused = client.post(reverse("people:account"), {**mine, "phone": "12345"})
    assert refused.status_code == 422
    assert "这不像一个电话号码" in refused.content.decode()
    assert cast["周晓雨"].phone == "13912345678"
    client.post(reverse("people:account"), {**mine, "phone": ""})
    assert cast["周晓雨"].phone == ""
