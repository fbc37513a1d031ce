"""Forms from elsewhere: every address that writes × every way to forge, refused before a word of it is read."""

import json
import re

import pytest
from django.test import Client

from tests.laws.test_headers import WORDS
from tests.laws.test_routes import ALL
from tests.support.database import contents

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
EVIL = "https://evil.example"


def unsafe_addresses():
    for param in ALL:
        path, pattern = param.values
        address = "/" + re.sub(r"<(\w+):\w+>", lambda part: WORDS[part[1]], path)
        for method in UNSAFE:
            if method in pattern.callback.page.methods:
                yield method, address


WRITES = list(unsafe_addresses())


def signed_in(person) -> tuple[Client, str]:
    """A client and the token that its forms carry."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/people/account/").content.decode()
    return client, re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]


FORM = "application/x-www-form-urlencoded"
# way → (own token, another's token) → what a request of it carries
WAYS = {
    "no token": lambda own, other: {"data": "", "content_type": FORM},
    "another's token": lambda own, other: {"data": f"csrfmiddlewaretoken={other}", "content_type": FORM},
    "another's token in a header": lambda own, other: {"data": "", "content_type": FORM, "HTTP_X_CSRFTOKEN": other},
    "from another site": lambda own, other: {"data": f"csrfmiddlewaretoken={own}", "content_type": FORM, "HTTP_ORIGIN": EVIL},
    "from nowhere": lambda own, other: {"data": f"csrfmiddlewaretoken={own}", "content_type": FORM, "HTTP_ORIGIN": "null"},
    "from another site's page": lambda own, other: {
        "data": f"csrfmiddlewaretoken={own}", "content_type": FORM, "secure": True, "HTTP_REFERER": f"{EVIL}/",
    },
    "json as text": lambda own, other: {
        "data": json.dumps({"csrfmiddlewaretoken": own, "next": "/"}), "content_type": "text/plain",
    },
}  # fmt: skip


def test_every_form_from_elsewhere_is_refused_and_writes_nothing(cast, figure):
    client, own = signed_in(cast["何书记"])
    _stranger, other = signed_in(cast["韩冬"])
    before, let_in = contents(), []
    for method, address in WRITES:
        for way, carried in WAYS.items():
            response = client.generic(method, address, **carried(own, other))
            if response.status_code not in (401, 403):
                let_in.append(f"{method} {address}, {way}: {response.status_code}")
    figure("B8", f"{len(WRITES) * len(WAYS)} forged requests to {len(WRITES)} addresses, {len(let_in)} let in")
    assert len(WRITES) > 20
    assert not let_in, "\n".join(let_in)
    assert contents() == before


def test_the_same_with_the_own_token_is_taken(cast):
    """So that the law above cannot hold because of something else."""
    client, own = signed_in(cast["何书记"])
    refused = [
        address
        for method, address in WRITES
        if b"csrf" in (response := client.generic(method, address, f"csrfmiddlewaretoken={own}", FORM)).content
        and response.status_code == 403
    ]
    assert not refused
