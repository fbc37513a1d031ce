"""Whose address counts: as the first of our own servers in front saw it, and never what the caller says."""

import pytest
from django.test import RequestFactory

from jingwei.core.callers import address_of


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (None, "203.0.113.9", "127.0.0.1"),
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
        (1, "1.2.3.4, nobody", "127.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_a_caller_s_own_word_is_never_taken(settings, proxies, told, found):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": told} if told else {}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="127.0.0.1")) == found
