"""Addresses of files: good for one account in one session, and for an hour. Copied elsewhere they open nothing."""

import hashlib

from django.core import signing

from jingwei.gate.doors import Denied

from .models import MadeFile

SALT = "jingwei.privacy.file"
HOUR = 3600


def link_for(request, row: MadeFile) -> str:
    return signing.dumps(_bound(request, row), salt=SALT)


def check(request, row: MadeFile, link: str) -> None:
    """Raises Denied where the link is another's, another session's, or old."""
    try:
        if signing.loads(link, salt=SALT, max_age=HOUR) == _bound(request, row):
            return
    except signing.BadSignature:
        pass
    raise Denied


def _bound(request, row: MadeFile) -> list:
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
    return [row.serial, request.user.pk, session]
