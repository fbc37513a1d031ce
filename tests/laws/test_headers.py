"""The same headers with every answer there is: every address, every status, files too; and the server adds no name."""

import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection

import pytest
from django.conf import settings as configured
from django.shortcuts import resolve_url
from django.test import Client

from jingwei.site import settings as product
from tests.laws.test_routes import ALL
from tests.support.postgres import free_port

POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data: blob:; manifest-src 'self'; script-src 'self'; style-src 'self'; "
    "worker-src 'self'"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "jingwei",
}
TELLING = ("X-Powered-By", "X-AspNet-Version", "Via")
PERSON = "何书记"


def directives(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


def wrong(headers, *, kept: bool = False) -> list[str]:
    """What is not as it must be. `kept`: a file that browsers may keep, by the fingerprint in its name."""
    found = [f"{name}: {headers.get(name)}" for name, value in EVERYWHERE.items() if headers.get(name) != value]
    if directives(headers.get("Content-Security-Policy") or "") != directives(POLICY):
        found.append(f"policy: {headers.get('Content-Security-Policy')}")
    if not re.fullmatch(r"([a-z-]+=(\(\)|\(self\))(, |$))+", headers.get("Permissions-Policy") or ""):
        found.append(f"permissions: {headers.get('Permissions-Policy')}")
    if (headers.get("Cache-Control") == "no-store") == kept:
        found.append(f"cache: {headers.get('Cache-Control')}")
    return found + [name for name in TELLING if name in headers]


def test_the_policy_lets_nothing_in_by_the_side():
    assert directives(POLICY) >= {
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    }
    assert not re.search(r"unsafe|eval|\*|http", POLICY)


@pytest.fixture
def ask(cast, settings):
    """Asks as somebody who is signed in, or nobody; a broken page answers as it does in use."""
    settings.ROOT_URLCONF = "tests.laws.failing_urls"
    somebody = Client()
    somebody.force_login(cast[PERSON], backend="django.contrib.auth.backends.ModelBackend")

    def asked(method: str, address: str, *, signed_in: bool, checked: bool = False, **options):
        client = Client(raise_request_exception=False, enforce_csrf_checks=checked)
        client.cookies.update(somebody.cookies if signed_in else {})
        return client.generic(method, address, **options)

    return asked


WORDS = {"int": "987654", "str": "x", "slug": "repair", "uuid": "00000000-0000-4000-8000-000000000000"}
ADDRESSES = ["/" + re.sub(r"<(\w+):\w+>", lambda part: WORDS[part[1]], param.values[0]) for param in ALL]


def test_every_address_answers_with_the_same_headers_whatever_the_answer_is(ask, figure):
    problems, statuses, asked = [], {}, 0
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
            for signed_in in (False, True):
                response = ask(method, address, signed_in=signed_in)
                asked += 1
                statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
                problems += [f"{method} {address} ({response.status_code}): {what}" for what in wrong(response.headers)]
    figure("B7", f"{asked:,} answers of {len(ADDRESSES)} addresses ({statuses}), {len(problems)} headers wrong")
    assert not problems, "\n".join(problems[:20])
    assert {200, 302, 403, 404, 405, 422} <= set(statuses)
    assert not [status for status in statuses if status >= 500]


FAILURES = {
    "bad host": (400, "GET", "/", {"SERVER_NAME": "not a host"}),
    "suspicious": (400, "GET", "/suspicious/", {}),
    "forged form": (403, "POST", "/preferences/", {"checked": True}),
    "nowhere": (404, "GET", "/nowhere/", {}),
    "no slash": (301, "GET", "/people", {}),
    "other method": (405, "DELETE", "/preferences/", {}),
    "broken": (500, "GET", "/broken/", {}),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_errors_carry_them_too(ask, name, signed_in):
    status, method, address, options = FAILURES[name]
    response = ask(method, address, signed_in=signed_in, **options)
    assert response.status_code == status
    assert wrong(response.headers) == []


def test_files_carry_them_and_may_be_kept(settings, client):
    settings.MIDDLEWARE = product.MIDDLEWARE
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    for path in ("jingwei/logo.svg", "jingwei/dist/app.css", "jingwei/dist/app.js"):
        response = client.get(f"/static/{path}")
        assert response.status_code == 200
        assert wrong(response.headers, kept=True) == []
    missing = client.get("/static/jingwei/nothing.js")
    assert missing.status_code == 404
    assert wrong(missing.headers, kept=True) == []


def test_where_people_type_https_the_browser_keeps_to_it(settings, client):
    code = "from jingwei.site.settings import SITE_HEADERS as h; print(h.get('Strict-Transport-Security'))"
    for address, told in (("https://jingwei.example.edu.cn", "max-age=31536000"), ("http://localhost:8000", "None")):
        environment = {**os.environ, "SITE_URL": address, "DEBUG": "0"}
        said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert said.stdout.strip() == told
    settings.SITE_HEADERS = {**configured.SITE_HEADERS, "Strict-Transport-Security": "max-age=31536000"}
    assert client.get("/health/")["Strict-Transport-Security"] == "max-age=31536000"


@pytest.fixture
def server(tmp_path):
    """The program as it is served: granian, WhiteNoise, fingerprinted files."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "jingwei.site.settings",
        "JINGWEI_HOME": str(tmp_path),
        "PORT": str(port),
        "SITE_URL": f"https://localhost:{port}",
    }
    with (tmp_path / "server.log").open("w") as log:
        command = [sys.executable, "-m", "jingwei.site.cli", "serve"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _try in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            with suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"the server ended: {process.wait(timeout=0.1)}")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_server_itself_adds_no_name_and_takes_no_broken_header(server):
    def get(path: str):
        connection = HTTPConnection("127.0.0.1", server, timeout=30)
        connection.request("GET", path, headers={"Host": f"localhost:{server}"})
        response = connection.getresponse()
        return response, response.read().decode()

    page, body = get(resolve_url(configured.LOGIN_URL))
    assert page.status == 200
    assert wrong(page.headers) == []
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    for path in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', body)):
        file, _body = get(path)
        assert file.status == 200
        assert wrong(file.headers, kept=True) == []
        assert "immutable" in file.headers["Cache-Control"], path
    with socket.create_connection(("127.0.0.1", server), timeout=30) as raw:
        raw.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{server}\r\nX-Told: a\rb: c\r\n\r\n".encode())
        assert b" 400 " in raw.recv(4096).split(b"\r\n")[0]


def test_what_is_searched_for_stands_in_no_log_of_the_server(server, tmp_path):
    for path in ("/people/?q=glimmerfox", "/health/?q=glimmerfox", "/nowhere/glimmerfox/"):
        connection = HTTPConnection("127.0.0.1", server, timeout=30)
        connection.request(
            "GET", path, headers={"Host": f"localhost:{server}", "Referer": "https://x.example/?glimmerfox"}
        )
        response = connection.getresponse()
        response.read()
        assert response.headers["Referrer-Policy"] == "same-origin"
    assert "glimmerfox" not in (tmp_path / "server.log").read_text()
