"""Somebody at the door: a browser with their number and password, an authenticator app in their hand."""

from dataclasses import dataclass, field

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client
from django.urls import reverse

from jingwei.gate.posts import System
from jingwei.sign_in import entering, factors

PASSWORD = "amber-birch-cedar-delta"
OTHER = "ember-fjord-grove-heron"


@dataclass
class Visitor:
    """A person, the browsers they use and, once set up, their app's secret."""

    person: object
    secret: str = ""
    client: Client = field(default_factory=Client)

    def sign_in(self, password: str = PASSWORD, client: Client | None = None, **headers):
        return (client or self.client).post(
            reverse("sign_in:sign-in"), {"username": self.person.number, "password": password}, **headers
        )

    def code(self) -> str:
        return factors.code_now(self.secret)[0]

    def verify(self, code: str | None = None, to: str = "/"):
        form = {"code": self.code() if code is None else code, "next": to}
        return self.client.post(reverse("sign_in:verify"), form)

    def get(self, name: str, *args):
        return self.client.get(reverse(name, args=args))

    def stopped(self, name: str = "dashboards:home", *args) -> bool:
        """Whether the page is not shown, but the one that asks for the second factor."""
        answer = self.get(name, *args)
        return answer.status_code == 302 and answer.url.startswith(reverse("sign_in:verify"))


@pytest.fixture
def hour():
    """A clock that the test turns: `hour.shift(seconds)`."""
    with time_machine.travel("2026-11-19 08:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def visitor(cast):
    """`visitor("何书记")` has a password; with `app=True` an authenticator app is set up as well."""

    def make(name: str, *, app: bool = False) -> Visitor:
        person = entering.set_password(System("test"), cast[name], PASSWORD)
        made = Visitor(person)
        if app:
            made.secret = generate_totp_secret()
            factors.set_up_app(System("test"), person, made.secret)
        return made

    return make
