"""Secrets that lie in the database, sealed with AES-256-GCM under keys that do not.

    box = Box("factor", settings.FACTOR_KEYS)
    kept = box.seal("…")        # 1.<which key>.<nonce and text>
    box.open(kept)              # "…", or Unopened

The first key seals and all of them open, so that a key can be changed: the new one goes in front, what lies there is
sealed anew, and then the old one goes. A box opens nothing that another box sealed.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = "1"
NONCE = 12  # bytes


class Unopened(Exception):
    """None of the keys at hand opens it, or it was changed."""


class Box:
    """`purpose` tells boxes apart. `keys`: 32 bytes each, the present one first."""

    def __init__(self, purpose: str, keys: list[bytes]):
        self.bound = f"{FORM}.{purpose}".encode()
        self.keys = {_mark(key): AESGCM(key) for key in keys}
        self.present = _mark(keys[0])

    def seal(self, text: str) -> str:
        nonce = os.urandom(NONCE)
        sealed = nonce + self.keys[self.present].encrypt(nonce, text.encode(), self.bound)
        return ".".join((FORM, self.present, urlsafe_b64encode(sealed).decode()))

    def open(self, kept: str) -> str:
        try:
            form, mark, sealed = kept.split(".")
            body = urlsafe_b64decode(sealed)
            opened = self.keys[mark].decrypt(body[:NONCE], body[NONCE:], self.bound)
        except (ValueError, KeyError, InvalidTag):
            raise Unopened from None
        if form != FORM:
            raise Unopened
        return opened.decode()

    def is_present(self, kept: str) -> bool:
        """Whether the present key sealed it."""
        return kept.startswith(f"{FORM}.{self.present}.")


def _mark(key: bytes) -> str:
    """Which key it was, and nothing of the key."""
    return sha256(b"mark of a key " + key).hexdigest()[:8]
