"""Passkeys, with one made in software: what it signs is good once, in the session that asked, for its owner."""

import json
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from jingwei.sign_in import factors

pytestmark = pytest.mark.django_db
HERE = "localhost"  # the one host that may do without TLS
Flag = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """A security key: it makes a pair of keys and signs what it is asked."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a passkey made in software"
    host: str = HERE

    def register(self, question: dict) -> dict:
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        about = AuthenticatorData.create(sha256(self.host.encode()), Flag.UP | Flag.UV | Flag.AT, 0, made)
        said = {"attestationObject": AttestationObject.create("none", about, {})}
        return self._answer("webauthn.create", question, said)

    def sign(self, question: dict) -> dict:
        about = AuthenticatorData.create(sha256(self.host.encode()), Flag.UP | Flag.UV, 1)
        client = self._client("webauthn.get", question)
        signature = self.key.sign(about + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer("webauthn.get", question, {"authenticatorData": about, "signature": signature})

    def _client(self, kind: str, question: dict) -> CollectedClientData:
        challenge = websafe_decode(question["publicKey"]["challenge"])
        return CollectedClientData.create(kind, challenge, f"http://{self.host}")

    def _answer(self, kind: str, question: dict, said: dict) -> dict:
        words = {name: websafe_encode(bytes(value)) for name, value in said.items()}
        words["clientDataJSON"] = websafe_encode(bytes(self._client(kind, question)))
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": words, "clientExtensionResults": {}}


@pytest.fixture
def owner(visitor):
    """Signed in, with a passkey."""
    who = visitor("何书记")
    who.client, who.passkey = Client(SERVER_NAME=HERE), Passkey()
    who.sign_in()
    made = who.passkey.register(asked(who, "sign_in:passkey"))
    assert send(who, "sign_in:passkey", made) == 200  # the recovery codes
    assert len(factors.of(who.person)) == 1
    return who


def asked(who, name: str, client: Client | None = None) -> dict:
    return json.loads((client or who.client).get(reverse(name)).context["question"])


def send(who, name: str, answer, client: Client | None = None) -> int:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return (client or who.client).post(reverse(name), {"credential": text}).status_code


def again(who) -> Client:
    """Another browser of the same person, before the second factor."""
    client = Client(SERVER_NAME=HERE)
    who.sign_in(client=client)
    return client


def test_it_opens_the_session_that_asked_and_no_other(owner):
    one, other = again(owner), again(owner)
    asked(owner, "sign_in:verify-passkey", other)
    signed = owner.passkey.sign(asked(owner, "sign_in:verify-passkey", one))
    assert send(owner, "sign_in:verify-passkey", signed, other) == 422
    assert send(owner, "sign_in:verify-passkey", signed, one) == 302
    assert one.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_what_it_signed_is_good_once(owner):
    client = again(owner)
    signed = owner.passkey.sign(asked(owner, "sign_in:verify-passkey", client))
    assert send(owner, "sign_in:verify-passkey", signed, client) == 302
    assert send(owner, "sign_in:verify-passkey", signed, client) == 422
    assert send(owner, "sign_in:verify-passkey", signed, again(owner)) == 422


@pytest.mark.parametrize("forged", [Passkey(), Passkey(id=b"somebody else's"), Passkey(host="evil.example")])
def test_no_other_key_and_no_other_place_will_do(owner, forged):
    client = again(owner)
    assert (
        send(owner, "sign_in:verify-passkey", forged.sign(asked(owner, "sign_in:verify-passkey", client)), client)
        == 422
    )
    assert client.get("/").status_code == 302


SHAPELESS = ["{}", "[]", '"x"', "1", "null", "", "{", '{"id": "x", "response": {}}', '{"response": []}']


@pytest.mark.parametrize("answer", SHAPELESS)
def test_what_no_passkey_ever_said_is_refused(owner, answer):
    client = again(owner)
    asked(owner, "sign_in:verify-passkey", client)
    assert send(owner, "sign_in:verify-passkey", answer, client) == 422
    asked(owner, "sign_in:passkey")
    assert send(owner, "sign_in:passkey", answer) == 422
    assert len(factors.of(owner.person)) == 1
    assert client.get("/").status_code == 302


def test_the_page_is_for_those_who_have_one(visitor):
    who = visitor("何书记", app=True)
    who.sign_in()
    assert who.get("sign_in:verify-passkey").url == reverse("sign_in:verify")
