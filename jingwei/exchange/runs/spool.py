"""Workbooks on their way from the page to the worker.

What people bring holds more than may be kept. So it lies on the disk encrypted, under a key that nothing but the job
carries, and is deleted as soon as it has been read; what a crash leaves behind opens to nobody.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .files import Upload

NONCE = 12  # bytes


class Lost(Exception):
    """What was laid down is not there any more."""


def keep(run: int, uploads: list[Upload]) -> str:
    """Lay the workbooks down. Returns the key."""
    key = AESGCM.generate_key(256)
    folder = _folder(run)
    folder.mkdir(parents=True, mode=0o700)
    for place, upload in enumerate(uploads):
        nonce = os.urandom(NONCE)
        (folder / str(place)).write_bytes(nonce + AESGCM(key).encrypt(nonce, upload.content, None))
    return urlsafe_b64encode(key).decode()


def take(run: int, key: str, names: list[str]) -> list[Upload]:
    """The workbooks as they were brought. Raises Lost."""
    cipher = AESGCM(urlsafe_b64decode(key))
    uploads = []
    for place, name in enumerate(names):
        try:
            kept = (_folder(run) / str(place)).read_bytes()
            uploads.append(Upload(name, cipher.decrypt(kept[:NONCE], kept[NONCE:], None)))
        except (FileNotFoundError, InvalidTag):
            raise Lost from None
    return uploads


def drop(run: int) -> None:
    """Delete what was laid down, if anything."""
    folder = _folder(run)
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()


def _folder(run: int) -> Path:
    return settings.HOME / "incoming" / str(run)
