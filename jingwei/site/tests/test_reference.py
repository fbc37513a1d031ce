"""The reference page, drawn from the description."""

import re

import pytest

from jingwei.api.endpoints import ENDPOINTS
from jingwei.api.problems import KINDS
from tests.support.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast) -> str:
    client.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/api/v1/docs").content.decode()


def test_it_has_every_endpoint_and_every_refusal(page):
    anchors = set(re.findall(r'id="([a-z0-9-]+)"', page))
    assert set(ENDPOINTS) <= anchors
    assert set(KINDS) <= anchors
    assert "cases.report" in page


def test_it_runs_nothing_of_its_own(page):
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page)


def test_the_description_is_served_to_who_may_call(cast, client):
    served = Program(cast["韩冬"]).get("/openapi.json").json()
    assert served["openapi"].startswith("3.")
    assert set(served["components"]["schemas"]["Problem"]["required"]) == {
        "type",
        "title",
        "status",
        "detail",
        "errors",
    }
    assert client.get("/api/v1/openapi.json").status_code == 401
