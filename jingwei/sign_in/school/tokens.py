"""ID tokens: who the school says is there, believed only by its signature."""

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# With a key that the school publishes. What needs a shared secret, or none at all, is not on the list.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("iss", "sub", "aud", "exp", "iat")
LEEWAY = 60  # seconds two clocks may differ by


def read(token: str, *, keys: dict, issuer: str, client: str) -> dict:
    """What the token says, if the issuer signed it, for this client, and it still holds. Raises OAuth2Error otherwise."""
    try:
        key = _key(jwt.get_unverified_header(token), keys)
        said = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            issuer=issuer,
            audience=client,
            leeway=LEEWAY,
            options={"require": list(NEEDED), "enforce_minimum_key_length": True},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error(f"The ID token does not hold: {type(error).__name__}") from error
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != client:
        raise OAuth2Error("The ID token was made for another program")
    return said


def _key(header: dict, keys: dict) -> jwt.PyJWK:
    """The one key that the header means, as the school publishes it: neither key nor algorithm comes from the token."""
    algorithm, name = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise OAuth2Error("The ID token is signed in a way that is not on the list")
    found = [
        key
        for key in keys.get("keys") or []
        if isinstance(key, dict)
        and (name is None or key.get("kid") == name)
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    ]
    if len(found) != 1:
        raise OAuth2Error("The ID token is signed with a key that the school does not publish")
    return jwt.PyJWK(found[0], algorithm)
