"""The trail's signing key: an Ed25519 key in its own file in JINGWEI_HOME, outside the database."""

import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


def sign(text: str) -> str:
    return _key(str(settings.TRAIL_KEY_FILE)).sign(text.encode()).hex()


def verify(text: str, signature: str) -> bool:
    """Whether the present key signed it, or one that was in use before: of those the public half alone is kept."""
    now = _key(str(settings.TRAIL_KEY_FILE)).public_key()
    return any(_signed(key, text, signature) for key in (now, *_before(str(settings.TRAIL_OLD_KEYS_DIR))))


def _signed(key: Ed25519PublicKey, text: str, signature: str) -> bool:
    try:
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _before(folder: str) -> tuple[Ed25519PublicKey, ...]:
    return tuple(load_pem_public_key(file.read_bytes()) for file in sorted(Path(folder).glob("*.pem")))


def public_pem() -> str:
    """The half that verifies: whoever keeps it elsewhere needs nothing else of this machine to check a head."""
    public = _key(str(settings.TRAIL_KEY_FILE)).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@cache
def _key(file: str) -> Ed25519PrivateKey:
    path = Path(file)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(pem)
        except FileExistsError:
            pass  # another process was first; its key is the key
    return load_pem_private_key(path.read_bytes(), password=None)
