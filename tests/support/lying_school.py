"""An OpenID provider that tells the truth, until a test says in what it lies."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "jingwei"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(key: rsa.RSAPrivateKey, **more) -> dict:
    """The public half, as a server shows it."""
    return {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "one", "use": "sig", **more}


@dataclass
class School:
    """Each `lies` entry replaces what is said under its name; a function is given the truth and makes the lie of it."""

    issuer: str
    number: str
    key: rsa.RSAPrivateKey
    nonce: str = ""
    lies: dict = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def says(self, name: str, truth):
        lie = self.lies.get(name, truth)
        return lie(truth) if callable(lie) else lie

    def claims(self) -> dict:
        now = int(time.time())
        return {
            "iss": self.issuer,
            "sub": "subject-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }

    def id_token(self) -> str:
        claims = self.says("claims", self.claims())
        return self.says("id_token", jwt.encode(claims, self.key, "RS256", headers={"kid": "one"}))

    def answer(self, path: str) -> dict:
        if path.startswith("/.well-known"):
            ends = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "userinfo_endpoint": "/me"}
            found = {name: self.issuer + end for name, end in ends.items()}
            found |= {"issuer": self.issuer, "jwks_uri": self.issuer + "/keys"}
            return self.says("metadata", {**found, "authorization_response_iss_parameter_supported": True})
        if path == "/keys":
            return self.says("keys", {"keys": [published(self.key)]})
        if path == "/token":
            granted = {"access_token": "granted", "token_type": "Bearer", "id_token": self.id_token()}
            return self.says("token", granted)
        return self.says("userinfo", {"sub": "subject-1", "preferred_username": self.number})


@contextmanager
def lying_school(number: str, key: rsa.RSAPrivateKey) -> Iterator[School]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            school.asked.append(self.path)
            elsewhere = school.lies.get("sends_on")
            body = json.dumps(school.answer(self.path)).encode()
            self.send_response(302 if self.path == elsewhere else 200)
            if self.path == elsewhere:
                self.send_header("Location", f"{school.issuer}/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    school = School(f"http://127.0.0.1:{server.server_port}", number, key)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield school
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
