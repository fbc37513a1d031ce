"""Cookies where people type https: of this host alone, over TLS alone, and no script reads them."""

import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.gate.posts import System
from jingwei.sign_in import entering

PASSWORD = "amber-birch-cedar-delta"
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")
KEPT = {"sessionid", "csrftoken", "language", "theme", "size", "device"}


def configured(address: str) -> dict[str, str]:
    code = f"from jingwei.site import settings as s; print(*(getattr(s, name) for name in {NAMES}), s.COOKIE_PREFIX)"
    environment = {**os.environ, "SITE_URL": address, "DEBUG": "0"}
    run = {"env": environment, "capture_output": True, "text": True, "check": True}
    said = subprocess.run([sys.executable, "-c", code], **run)  # noqa: S603 - our own settings
    return dict(zip((*NAMES, "COOKIE_PREFIX"), [*said.stdout.split(), ""], strict=False))


def all_cookies(person) -> dict:
    """Of somebody who chooses their looks, signs in, and does something."""
    client = Client()
    looks = {"language": "en", "theme": "dark", "size": "large", "next": "/"}
    client.get(reverse("sign_in:sign-in"), secure=True)
    client.post(reverse("preferences"), looks, secure=True)
    sent = {"username": person.number, "password": PASSWORD}
    assert client.post(reverse("sign_in:sign-in"), sent, secure=True).status_code == 302
    page = client.get(reverse("people:account"), secure=True)
    assert (page.status_code, b'data-size="large"' in page.content, b'lang="en"' in page.content) == (200, True, True)
    client.post(reverse("sign_in:end-others"), secure=True)
    return client.cookies


@pytest.mark.django_db
def test_over_https_each_is_of_this_host_alone(settings, cast):
    for name, value in configured("https://jingwei.example.edu.cn").items():
        setattr(settings, name, value)
    settings.SECURE_COOKIES = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    found = all_cookies(entering.set_password(System("test"), cast["韩冬"], PASSWORD))
    assert set(found) == {f"__Host-{name}" for name in KEPT}
    for cookie in found.values():
        assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.django_db
def test_at_home_over_http_they_have_their_plain_names(cast):
    assert configured("http://localhost:8000")["COOKIE_PREFIX"] == ""
    assert set(all_cookies(entering.set_password(System("test"), cast["韩冬"], PASSWORD))) == KEPT
