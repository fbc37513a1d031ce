"""OpenID Connect with a server that lies: whatever is not signed by the issuer, for us and for this browser, lets nobody in."""

import re
import time
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse

from jingwei.sign_in.school import tokens
from tests.support.lying_school import CLIENT, lying_school, new_key, published

ISSUER = "https://school.example"
STRANGER = new_key()
WAY = {"provider_id": "school"}
HOUR = timedelta(hours=1)  # from now


@pytest.fixture(scope="module")
def key():
    return new_key()


def claims(**other) -> dict:
    now = int(time.time())
    said = {"iss": ISSUER, "sub": "s1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": "n", **other}
    at = {name: now + int(span.total_seconds()) for name, span in said.items() if isinstance(span, timedelta)}
    return {name: value for name, value in {**said, **at}.items() if value is not None}


def signed(key, algorithm="RS256", kid="one", headers=None, **other) -> str:
    return jwt.encode(claims(**other), key, algorithm, headers={"kid": kid, **(headers or {})})


def read(token: str, *keys: dict) -> dict:
    return tokens.read(token, keys={"keys": list(keys)}, issuer=ISSUER, client=CLIENT)


# --- the token ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256"])
def test_what_the_issuer_signed_is_believed(key, algorithm):
    assert read(signed(key, algorithm), published(key))["sub"] == "s1"
    assert read(signed(key, algorithm, aud=[CLIENT]), published(key, alg=algorithm), published(STRANGER, kid="two"))


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://another.example"},
        {"iss": ISSUER + "/"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": -HOUR},
        {"iat": HOUR},
        {"nbf": HOUR},
        {"iss": None},
        {"sub": None},
        {"aud": None},
        {"exp": None},
        {"iat": None},
    ],
    ids=str,
)
def test_what_is_of_another_for_another_or_of_another_time_is_not(key, other):
    with pytest.raises(OAuth2Error):
        read(signed(key, **other), published(key))


def test_neither_key_nor_algorithm_is_taken_from_the_token(key):
    shown = published(key)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, signature = signed(key).split(".")
    bodies = jwt.encode(claims(sub="s2"), key, "RS256").split(".")
    unsigned = jwt.encode(claims(), None, "none", headers={"kid": "one"})
    # An algorithm for shared secrets, with the public key as the secret: written by hand, as no library will.
    shared = jwt.encode(claims(), b"x" * 32, "HS256", headers={"kid": "one"})
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signing = shared.rpartition(".")[0]
    confused = f"{signing}.{jwt.utils.base64url_encode(hmac.sign(signing.encode(), public)).decode()}"
    forged = [
        unsigned,
        unsigned + signature,
        shared,
        confused,
        f"{head}.{bodies[1]}.{signature}",
        f"{head}.{body}.",
        signed(STRANGER),
        signed(STRANGER, headers={"jwk": published(STRANGER)}),
        signed(STRANGER, headers={"jku": "https://evil.example/keys"}),
        signed(key, kid="another"),
        signed(key, headers={"crit": ["exp"]}),
        "",
        "a.b.c",
    ]
    for token in forged:
        with pytest.raises(OAuth2Error):
            read(token, shown)


def test_a_key_is_used_for_what_it_is_published_for(key):
    for shown in (
        published(key, use="enc"),
        published(key, alg="PS256"),
        {"kty": "oct", "k": "eA", "kid": "one"},
        "key",
    ):
        with pytest.raises(OAuth2Error):
            read(signed(key), shown)
    with pytest.raises(OAuth2Error):  # which of the two, the token does not say
        read(jwt.encode(claims(), key, "RS256"), published(key, kid="a"), published(STRANGER, kid="b"))


# --- the way there and back -----------------------------------------------------------------------------------------


@pytest.fixture
def school(settings, cast, key):
    with lying_school(cast["韩冬"].number, key) as found:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "school",
                        "name": "school",
                        "client_id": CLIENT,
                        "secret": "between the two of us",
                        "settings": {
                            "server_url": found.issuer,
                            "uid_field": "preferred_username",
                            "scope": ["openid"],
                        },
                    }
                ],
            }
        }
        yield found


def leave(client: Client, school) -> dict:
    """What the browser carries to the school."""
    page = client.post(reverse("openid_connect_login", kwargs=WAY))
    found = re.search(r'content="0; url=([^"]+)"', page.content.decode())
    asked = {name: values[0] for name, values in parse_qs(urlsplit(unescape(found[1])).query).items()}
    school.nonce = asked["nonce"]
    return asked


def come_back(client: Client, school, asked: dict, **other):
    answer = {"code": "c", "state": asked["state"], "iss": school.issuer, **other}
    return client.get(reverse("openid_connect_callback", kwargs=WAY), answer)


def there_and_back(school, **other) -> bool:
    client = Client()
    answer = come_back(client, school, leave(client, school), **other)
    assert answer.status_code == (302 if "_auth_user_id" in client.session else 403)
    return "_auth_user_id" in client.session


def without(*names):
    return lambda truth: {name: value for name, value in truth.items() if name not in names}


def said(**other):
    return lambda truth: {**truth, **other}


pytestmark = pytest.mark.django_db


def test_the_truth_lets_in(school):
    assert there_and_back(school)
    school.lies["claims"] = said(preferred_username=school.number)
    school.lies["userinfo"] = said(preferred_username="another")
    assert there_and_back(school)  # what is signed comes before what is only told
    school.lies |= {"metadata": without("userinfo_endpoint")}
    assert there_and_back(school)


@pytest.mark.parametrize(
    ("name", "lie"),
    [
        ("metadata", said(issuer="https://another.example")),
        ("metadata", without("issuer")),
        ("metadata", without("jwks_uri")),
        ("keys", {"keys": []}),
        ("keys", {"keys": [published(STRANGER)]}),
        ("keys", ["none"]),
        ("token", without("id_token")),
        ("claims", said(nonce="of another browser")),
        ("claims", said(nonce="")),
        ("claims", without("nonce")),
        ("claims", said(aud="another")),
        ("claims", said(iss="https://another.example")),
        ("id_token", lambda token: token.rpartition(".")[0] + "."),
        ("userinfo", said(sub="somebody else")),
        ("userinfo", without("sub")),
        ("userinfo", without("preferred_username")),
        ("sends_on", "/token"),
        ("sends_on", "/keys"),
        ("sends_on", "/me"),
    ],
)
def test_no_lie_lets_anybody_in(school, name, lie):
    client = Client()
    asked = leave(client, school)
    school.lies[name] = lie
    assert come_back(client, school, asked).status_code == 403
    assert "_auth_user_id" not in client.session
    assert "/elsewhere" not in school.asked


@pytest.mark.parametrize("iss", ["https://another.example", ""])
def test_the_answer_of_another_server_is_not_taken_to_this_one(school, iss):
    assert not there_and_back(school, iss=iss)
    assert "/token" not in school.asked


def test_a_token_that_was_good_is_not_good_again(school):
    assert there_and_back(school)
    kept = school.id_token()
    school.lies["id_token"] = kept
    assert not there_and_back(school)


def test_a_school_that_sends_elsewhere_is_not_followed_and_no_error_of_ours(school):
    school.lies["sends_on"] = "/.well-known/openid-configuration"
    assert Client().post(reverse("openid_connect_login", kwargs=WAY)).status_code == 403
    assert "/elsewhere" not in school.asked


def test_a_foreign_link_or_form_begins_nothing(school):
    way = reverse("openid_connect_login", kwargs=WAY)
    for client in (Client(), Client(enforce_csrf_checks=True)):
        answer = client.get(way, {"next": "/inbox/"})
        assert (answer.status_code, answer.url) == (302, reverse("sign_in:sign-in"))
    assert client.post(way).status_code == 403
    assert school.asked == []
