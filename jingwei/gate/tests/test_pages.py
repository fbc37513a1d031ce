"""What the mark of a view lets in, what becomes of a refusal, and which answers leave a line in the glass log.

The views are made and marked by the tests themselves and stand beside those of the site.
"""

from datetime import UTC, datetime
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import include, path

from jingwei.gate import pace
from jingwei.gate.doors import Denied
from jingwei.gate.models import TrailEntry
from jingwei.gate.pages import PageMark, page, public_page, show
from jingwei.gate.policy import data_class
from jingwei.site import urls
from tests.support.logs import logged

pytestmark = pytest.mark.django_db
EVERYBODYS, COUNSELLORS = "home.read", "people.browse"
HERE = "/marked/"
UNTIL = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)  # 12:05 where the college is
AS_PART = {"HX-Request": "true"}


@pytest.fixture
def asked(cast, settings):
    """`asked(view, method, "韩冬")`: the answer of the view to that person, or to whoever is not signed in."""

    def ask(view, method="get", name="韩冬", **headers):
        site = ModuleType("site_with_a_view_more")
        vars(site).update({each: getattr(urls, each) for each in vars(urls) if each.startswith("handler")})
        site.urlpatterns = [path(HERE.lstrip("/"), view, name="marked"), path("", include(urls))]
        settings.ROOT_URLCONF = site
        client = Client()
        if name:
            client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return getattr(client, method)(HERE, headers=headers)

    return ask


def hello(_request):
    return HttpResponse("hello")


def readings() -> list[dict]:
    return [entry.data for entry in TrailEntry.objects.filter(verb="read").order_by("pk")]


@pytest.mark.parametrize("mark", [lambda *methods: page(EVERYBODYS, *methods), public_page], ids=["page", "public"])
def test_only_the_methods_of_the_mark_are_answered(asked, mark):
    reading, writing = mark()(hello), mark("POST")(hello)
    assert asked(reading).content == b"hello"
    assert asked(reading, "head").status_code == 200
    assert asked(writing, "post").content == b"hello"
    for view, method, allowed in ((reading, "post", "GET, HEAD"), (writing, "get", "POST"), (writing, "head", "POST")):
        answer = asked(view, method)
        assert (answer.status_code, answer["Allow"]) == (405, allowed)


def test_the_view_carries_its_mark():
    assert page(EVERYBODYS)(hello).page == PageMark(EVERYBODYS, ("GET",))
    assert public_page("GET", "POST")(hello).page == PageMark(None, ("GET", "POST"))


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back(asked):
    answer = asked(page(EVERYBODYS)(hello), name=None)
    assert (answer.status_code, answer.url) == (302, f"{resolve_url('sign_in:sign-in')}?next={HERE}")
    assert asked(public_page()(hello), name=None).content == b"hello"


def test_without_the_capability_the_view_is_not_even_asked(asked):
    def forbidden(_request):
        pytest.fail("the view ran")

    answer = asked(page(COUNSELLORS)(forbidden))
    assert answer.status_code == 403
    assert "403.html" in [template.name for template in answer.templates]


def test_what_has_no_mark_and_what_is_denied_is_not_there(asked):
    def denied(_request):
        raise Denied

    assert asked(hello).status_code == 404
    assert asked(page(EVERYBODYS)(denied)).status_code == 404


def closed(request, mark):
    """What a threshold says to whoever may not go on."""
    return HttpResponse(f"{request.path} wants {mark.capability}", status=401)


def test_what_is_said_at_the_threshold_is_given_instead_of_the_page(asked, settings):
    settings.GATE_THRESHOLD = f"{__name__}.{closed.__name__}"
    answer = asked(page(EVERYBODYS)(hello))
    assert (answer.status_code, answer.content.decode()) == (401, f"{HERE} wants {EVERYBODYS}")


def hurried(cast, way):
    """A view that had shown somebody before it was stopped."""

    def view(request):
        show(request, "D02", [cast["高飞"]])
        raise pace.TooMany(UNTIL, way)

    return page(EVERYBODYS)(view)


def test_who_is_in_a_hurry_is_led_to_the_proof(cast, asked):
    with logged() as lines:
        whole = asked(hurried(cast, "/prove/"))
        part = asked(hurried(cast, "/prove/"), **AS_PART)
    assert (whole.status_code, whole.url) == (302, "/prove/")
    assert (part.status_code, part["HX-Redirect"]) == (200, "/prove/")
    assert [line.split("jingwei.security ")[1].split()[0] for line in lines.getvalue().splitlines()] == ["too-many"] * 2
    assert readings() == []  # nothing was shown after all


def test_who_has_nothing_to_prove_waits(cast, asked):
    answer = asked(hurried(cast, ""))
    assert answer.status_code == 429
    assert "12:05" in answer.content.decode()
    assert readings() == []


@pytest.mark.parametrize(("status", "lines"), [(200, 1), (299, 1), (300, 0), (303, 0), (404, 0), (422, 1), (423, 0)])
def test_a_reading_is_what_was_really_shown(cast, asked, status, lines):
    def view(request):
        show(request, "D02", [cast["高飞"], cast["王磊"].pk])
        return HttpResponse(status=status)

    assert asked(page(EVERYBODYS)(view)).status_code == status
    ids = sorted([cast["高飞"].pk, cast["王磊"].pk])
    told = {"class": "D02", "ids": ids, "purpose": data_class("D02").purpose, "page": "marked"}
    assert readings() == [told] * lines


def test_a_page_may_serve_another_purpose_than_its_class(cast, asked):
    other = data_class("D17").purpose
    assert other != data_class("D02").purpose

    def view(request):
        show(request, "D02", [cast["高飞"]], purpose=other)
        return HttpResponse()

    asked(page(EVERYBODYS)(view))
    assert [reading["purpose"] for reading in readings()] == [other]


def test_one_person_after_the_other_is_counted(cast, asked, monkeypatch):
    def view(request):
        show(request, "D02", [cast["高飞"]])
        return HttpResponse()

    monkeypatch.setattr(pace, "MOST", 2)
    assert [asked(page(EVERYBODYS)(view)).status_code for _time in range(3)] == [200, 200, 429]
