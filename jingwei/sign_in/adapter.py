"""What allauth asks about second factors: what they are called, and how their secrets are kept."""

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted, with a key that is not in the database."""

    def get_totp_label(self, user):
        return user.number

    def get_totp_issuer(self):
        return settings.COLLEGE_NAME + " 经纬"

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(settings.FACTOR_KEY)
