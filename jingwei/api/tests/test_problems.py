"""Refusals, all of one shape."""

import pytest

from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_what_does_not_fit_is_located_and_said_in_both_languages(cast):
    program = Program(cast["韩冬"])
    sent = {"email": 5, "language": "fr", "is_staff": True}
    for language, sentence in (("zh-hans", "没有这一项"), ("en", "There is no such thing")):
        answer = program.client.put(
            "/api/v1/me/preferences",
            sent,
            content_type="application/json",
            headers={**program.headers, "idempotency-key": "some-key-1", "accept-language": language},
        )
        assert answer.status_code == 422
        assert {error["field"] for error in answer.json()["errors"]} == {"email", "language", "is_staff"}
        assert {"place": "body", "field": "is_staff", "detail": sentence} in answer.json()["errors"]


@pytest.mark.parametrize("limit", ["0", "101", "many", "-1"])
def test_a_query_is_held_to_its_shape(cast, limit):
    answer = Program(cast["韩冬"]).get("/rooms", limit=limit)
    assert answer.status_code == 422
    assert [(error["place"], error["field"]) for error in answer.json()["errors"]] == [("query", "limit")]


def test_no_such_address(client):
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_foreign_and_missing_are_the_same_bytes(cast):
    program = Program(cast["韩冬"])
    foreign, missing = (program.get(f"/rooms/{pk}") for pk in (10**6, 10**7))
    assert foreign.status_code == 404
    assert foreign.content == missing.content
    assert dict(foreign.items()) == dict(missing.items())


def test_other_methods(cast):
    answer = Program(cast["韩冬"]).post("/me")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer.json()["type"] == "/api/v1/docs#method-not-allowed"


@pytest.mark.parametrize("sent", [b"{", b"[1, NaN]", b"\xff", b"[" * 100_000])
def test_what_is_no_json(cast, sent):
    program = Program(cast["韩冬"])
    headers = {**program.headers, "idempotency-key": "some-key-1"}
    answer = program.client.put("/api/v1/me/preferences", sent, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#bad-request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_content_type(cast, kind):
    program = Program(cast["韩冬"])
    headers = {**program.headers, "idempotency-key": "some-key-1"}
    answer = program.client.put("/api/v1/me/preferences", b"{}", content_type=kind, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/api/v1/docs#media-type")


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("sent", [b"", b"{}", b"--x\r\n"])
def test_a_form_where_json_is_taken(cast, kind, sent):
    """Forms are read before anybody asks, and then there is no body left."""
    program = Program(cast["韩冬"])
    headers = {**program.headers, "idempotency-key": "some-key-1"}
    path = "/api/v1/inbox/read-all"
    answer = program.client.generic("POST", path, sent, content_type=kind, headers=headers, CONTENT_TYPE=kind)
    assert (answer.status_code, answer.json()["type"]) == (415, "/api/v1/docs#media-type")


def test_too_large_a_body(cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = Program(cast["韩冬"]).put("/me/preferences", {"email": "x" * 200, "language": "en"})
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/docs#too-large")


def test_a_nul_goes_nowhere_near_the_database(cast):
    program = Program(cast["何书记"])
    assert program.get("/people", search="\x00").status_code == 422
    assert program.put("/me/preferences", {"email": "\x00", "language": "en"}).status_code == 422
