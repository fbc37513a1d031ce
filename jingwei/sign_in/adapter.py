"""What allauth asks about second factors: what they are called, and how their secrets are kept."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from jingwei.core.sealed import Box


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted, with a key that is not in the database."""

    def get_totp_label(self, user):
        return user.number

    def get_totp_issuer(self):
        return settings.COLLEGE_NAME + " 经纬"

    def encrypt(self, text: str) -> str:
        return box().seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return box().open(encrypted_text)


def box() -> Box:
    return Box("factor", settings.FACTOR_KEYS)
