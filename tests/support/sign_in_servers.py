"""The schools' own sign-in, started for a test: CAS, an OpenID provider, and something that answers as WeCom does.

What is missing is said in a sentence and fails the test; `make test` installs it (bin/test-needs, bin/setup dev).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
CAS_PYTHON = ROOT / ".venv-cas/bin/python"
WECOM_SECRET = "the secret of the program"


class NoServerError(Exception):
    """A server that the tests need is not installed."""


@contextmanager
def cas_server(folder: Path, number: str, password: str) -> Iterator[str]:
    """The address of a CAS server that knows one person."""
    if not CAS_PYTHON.exists():
        raise NoServerError("The CAS server is not installed: run bin/test-needs")
    with _started([str(CAS_PYTHON), str(ROOT / "tests/support/run_cas.py"), str(folder), number, password]) as port:
        yield f"http://127.0.0.1:{port}/"  # another host than the tests' own server: both have a cookie of the same name


@contextmanager
def oidc_server(redirect_uri: str) -> Iterator[str]:
    """The issuer of an OpenID provider with one client."""
    node = shutil.which("node", path=f"{os.environ['PATH']}:{ROOT / '.venv/bin'}")
    if node is None or not (ROOT / "node_modules/oidc-provider").exists():
        raise NoServerError("oidc-provider is not installed: run bin/setup dev")
    with _started([node, str(ROOT / "tests/support/run_oidc.mjs"), redirect_uri]) as port:
        yield f"http://localhost:{port}"


@contextmanager
def wecom_server(members: dict[str, str]) -> Iterator[str]:
    """Answers as WeCom's server does; `members` is code → user, and each code is good once."""
    codes = dict(members)

    class WeCom(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(address.query).items()}
            answer = json.dumps(_wecom_says(address.path, asked, codes)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), WeCom)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _wecom_says(path: str, asked: dict, codes: dict) -> dict:
    if path == "/cgi-bin/gettoken":
        if asked.get("corpsecret") != WECOM_SECRET:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        return {"errcode": 0, "errmsg": "ok", "access_token": "granted", "expires_in": 7200}
    if path == "/cgi-bin/auth/getuserinfo" and asked.get("access_token") == "granted":
        user = codes.pop(asked.get("code"), None)
        if user is None:
            return {"errcode": 40029, "errmsg": "invalid code"}
        return {"errcode": 0, "errmsg": "ok", **({"userid": user} if user else {"openid": "outside"})}
    return {"errcode": 40014, "errmsg": "invalid access_token"}


@contextmanager
def _started(command: list[str]) -> Iterator[str]:
    """A server that prints its port once it listens."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        port = child.stdout.readline().strip()
        if not port.isdigit():
            child.kill()
            raise NoServerError(f"{command[1]} did not start:\n{child.stderr.read()[-2000:]}")
        yield port
    finally:
        child.terminate()
        child.communicate(timeout=10)
