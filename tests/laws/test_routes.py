"""Every address is marked, typed and written one way."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jingwei.api.gateway import AddressMark
from jingwei.gate.policy import capabilities


def routes(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield pytest.param(path, pattern, id=path or "/")


ALL = list(routes())


def test_there_are_routes():
    assert len(ALL) > 30


@pytest.mark.parametrize(("path", "pattern"), ALL)
def test_every_view_is_marked_with_a_capability_that_stands_in_the_table(path, pattern):
    mark = getattr(pattern.callback, "page", None)
    assert mark is not None, f"{path}: a view without @page is refused to everyone"
    assert mark.capability is None or mark.capability in capabilities()


@pytest.mark.parametrize(("path", "pattern"), ALL)
def test_addresses_are_kebab_case_with_typed_parts(path, pattern):
    for part in filter(None, path.split("/")):
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9]+)?|(<(int|str|slug|uuid):[a-z_]+>)([-.][a-z-]+)?", part), path


@pytest.mark.parametrize(("path", "pattern"), ALL)
def test_every_address_has_a_name(path, pattern):
    assert pattern.name


# what may be opened without signing in
PUBLIC = {"preferences", "health", "style-guide", "sign-in", "enter", "cas", "cas_callback"}
PUBLIC |= {"openid_connect_login", "openid_connect_callback", "wecom_login", "wecom_callback"}
PAGES = [param for param in ALL if not isinstance(param.values[1].callback.page, AddressMark)]  # the API: test_api.py
PLAIN = [param for param in PAGES if "<" not in param.values[0] and param.values[1].callback.page.capability]


def test_the_public_pages_are_these_and_no_more():
    assert {param.values[1].name for param in ALL if param.values[1].callback.page.capability is None} <= PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "pattern"), PLAIN)
def test_whoever_is_not_signed_in_gets_to_the_sign_in_page(client, path, pattern):
    method = pattern.callback.page.methods[0].lower()
    response = getattr(client, method)(f"/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_a_view_without_a_mark_is_refused(client, settings, cast):
    settings.ROOT_URLCONF = "tests.laws.unmarked_urls"
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/unmarked/").status_code == 404
