"""Idempotency keys: a write under a key happens once, however often it is sent, and is answered the same each time.

The row with the key is inserted in the transaction of the effect, so that one of many senders of a key has the effect
and the others, who wait at the unique constraint, get its answer. What was refused had no effect and keeps no key.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from jingwei.core import clock

from .models import KeptAnswer
from .problems import Problem

HEADER = "Idempotency-Key"
PATTERN = r"^[\x21-\x7e]{8,100}$"
KEPT = timedelta(days=7)
JSON = "application/json"
FORM = "multipart/form-data"


def once(request, takes: str, effect: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `effect`, or the one kept from before.

    Raises Problem where the key is missing or stands for another request, and where the body is not what is taken.
    """
    key = _key(request)
    # Of a form nothing is left to be read as JSON; an empty body needs no type.
    if request.content_type != takes and (takes != JSON or request.content_type == FORM or request.body):
        raise Problem("media-type")
    fingerprint = _fingerprint(request)
    if kept := _kept(request.user, key):
        return _again(kept, fingerprint)
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(person=request.user, key=key, fingerprint=fingerprint)
            answer = effect()
            if answer.status_code >= 400:
                transaction.set_rollback(True)
                return answer
            row.status, row.body = answer.status_code, answer.content.decode()
            row.save(update_fields=["status", "body"])
            return answer
    except IntegrityError:
        if kept := _kept(request.user, key):
            return _again(kept, fingerprint)  # another sender of the same key was first
        raise


def forget_old_answers() -> int:
    """Called by the clock: keys are good for seven days."""
    return KeptAnswer.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]


def _key(request) -> str:
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(PATTERN, key):
        raise Problem("key-wanted")
    return key


def _kept(person, key: str) -> KeptAnswer | None:
    return KeptAnswer.objects.filter(person=person, key=key).first()


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise Problem("key-reused")
    return HttpResponse(
        kept.body, status=kept.status, content_type=f"{JSON}; charset=utf-8", headers={"Idempotency-Replayed": "true"}
    )


def _fingerprint(request) -> str:
    """Of method, address and body; the same for JSON that is written otherwise and for files sent in other parts."""
    body = _parts(request) if request.content_type == FORM else _json(request)
    whole = json.dumps([request.method, request.get_full_path(), body], sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _json(request):
    try:
        return json.loads(request.body, parse_constant=_refuse) if request.body else None
    except (ValueError, RecursionError):
        raise Problem("bad-request") from None


def _refuse(constant: str):
    raise ValueError(f"{constant} is not JSON")


def _parts(request) -> list:
    fields = sorted((name, values) for name, values in request.POST.lists())
    files = sorted((name, _file_digest(file)) for name, found in request.FILES.lists() for file in found)
    return [fields, files]


def _file_digest(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
