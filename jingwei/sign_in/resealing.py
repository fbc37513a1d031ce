"""Sealing the secrets of second factors anew, so that an old key can go."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from .adapter import box

SECRET = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}  # what of a row lies sealed


def reseal() -> int:
    """Seal under the present key what an older one sealed. Returns how many; Unopened where the key of one is missing."""
    keys, done = box(), 0
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(type__in=SECRET)
        for row in rows.iterator(chunk_size=500):
            name = SECRET[row.type]
            if keys.is_present(row.data[name]):
                continue
            row.data[name] = keys.seal(keys.open(row.data[name]))
            row.save(update_fields=["data"])
            done += 1
    return done
