"""Too much, too deep, too clever (B9): refused by what it says of itself, or answered for as much work as anything else."""

import io
import json

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from jingwei.api.endpoints import ENDPOINTS
from tests.laws.matrix.walk import BACKEND, Count
from tests.support.logs import logged
from tests.support.program import Program

pytestmark = pytest.mark.django_db
HUGE = 100 * 1024 * 1024
DEEP = {
    "lists": "[" * 200_000,
    "lists, closed": "[" * 50_000 + "]" * 50_000,
    "objects": '{"a":' * 100_000,
    "objects, closed": '{"email":' * 20_000 + "1" + "}" * 20_000,
    "a number of a million digits": '{"email": ' + "9" * 1_000_000 + "}",
    "a key a hundred thousand times": "{" + ",".join(['"email": "x"'] * 100_000) + "}",
}
BOMBS = {
    "nested repetition": "(a+)+$" + "a" * 34 + "!",
    "alternation": "(a|aa)+$" + "a" * 30,
    "backtracking": ".*" * 19,
    "wildcards of LIKE": "%_" * 19,
    "blanks": " " * 39 + "x",
    "digits": "9" * 40,
    "marks": "\u0301" * 39,
    "beyond the length": "a" * 100_000,
}


class Counted(io.RawIOBase):
    """A body without end, and how much of it was taken."""

    taken = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        Counted.taken += len(buffer)
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


def sent(path: str, content_type: str, length: int | str) -> tuple[str, dict]:
    """Through the server's own door, so that nothing of the test's client reads the body first."""
    Counted.taken = 0
    environ = RequestFactory().post(path).environ | {
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(length),
        "wsgi.input": io.BufferedReader(Counted()),
    }
    said = {}
    answer = WSGIHandler()(environ, lambda status, headers: said.update(status=status, headers=dict(headers)))
    answer.close()
    return said["status"], said["headers"]


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize("path", ["/sign-in/", "/enter/", "/api/v1/cases", "/nowhere/"])
def test_a_hundred_megabytes_are_refused_before_a_byte_is_read(path, kind):
    with logged() as stream:
        status, headers = sent(path, kind, HUGE)
    assert status.startswith("413 ")
    assert headers["Content-Type"].startswith("application/problem+json" if path.startswith("/api/") else "text/html")
    assert Counted.taken == 0
    assert "jingwei.security too-large route=- method=POST account=-" in stream.getvalue()


@pytest.mark.parametrize("length", ["", "-5", "1e9", "²", "0"])
def test_of_a_body_that_says_no_length_nothing_is_read(length):
    status, _headers = sent("/api/v1/cases", "application/json", length)
    assert status.startswith("401 ")
    assert Counted.taken == 0


def test_a_form_without_files_has_a_limit_of_its_own(cast):
    client = Client()
    client.force_login(cast["韩冬"], backend=BACKEND)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert client.post(reverse("people:account"), {"email": "x" * most}).status_code in (400, 413)
    assert client.post(reverse("people:account"), {f"f{n}": "" for n in range(1100)}).status_code == 400


@pytest.mark.parametrize("deep", DEEP)
def test_what_is_deep_or_long_is_no_json_of_ours(cast, deep):
    program = Program(cast["韩冬"])
    headers = {**program.headers, "idempotency-key": "some-key-1"}
    answer = program.client.put("/api/v1/me/preferences", DEEP[deep], content_type="application/json", headers=headers)
    assert answer.status_code in (400, 422)
    assert json.loads(answer.content)["status"] == answer.status_code


SEARCHES = ("/people/", "/cases/", "/privacy/readings/", "/inbox/")
LISTS = sorted({endpoint.path for endpoint in ENDPOINTS.values() if endpoint.is_read and not endpoint.arguments})


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_search_for_a_bomb_is_a_search(cast, bomb):
    """Searched for as it stands, by the database, in no more statements than the whole list; nothing of it is a pattern."""
    browser, program = Client(), Program(cast["何书记"])
    browser.force_login(cast["何书记"], backend=BACKEND)
    for path in SEARCHES:
        plain, clever = (work_of(lambda path=path, q=q: browser.get(path, {"q": q})) for q in ("", BOMBS[bomb]))
        assert clever[0] in (200, 400, 404), path
        assert clever[1] <= plain[1], path
    for path in LISTS:
        status, _statements = work_of(
            lambda path=path: program.get(path, search=BOMBS[bomb], q=BOMBS[bomb], after=BOMBS[bomb])
        )
        assert status in (200, 403, 422), path


def work_of(ask) -> tuple[int, int]:
    ask()  # what is looked up once for all
    count = Count()
    with connection.execute_wrapper(count):
        return ask().status_code, count.statements
