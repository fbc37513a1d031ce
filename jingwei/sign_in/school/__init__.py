"""The school's own sign-in: CAS, OpenID Connect, WeCom. Each is off until the environment names its server."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

OIDC = "school"  # allauth may have several; a college has one


def ways() -> list[dict]:
    """The ways that are on: what the button says, and where it leads."""
    found = [
        ("cas", "cas", settings.CAS_NAME or _("统一身份认证")),
        ("openid_connect", "openid_connect_login", settings.OIDC_NAME or _("学校账号")),
        ("wecom", "wecom_login", _("企业微信")),
    ]
    return [{"label": label, "url": _address(name)} for way, name, label in found if is_on(way)]


def is_on(way: str) -> bool:
    return way in named() and not is_doubtful()


def named() -> list[str]:
    """The ways for which the environment names a server."""
    providers = [name for name, set_up in settings.SOCIALACCOUNT_PROVIDERS.items() if set_up.get("APPS")]
    return [*(["cas"] if settings.CAS_SERVER_URL else []), *providers]


def is_doubtful() -> bool:
    """Several servers, of which nobody has said that they mean the same person by a number: then none is believed."""
    return len(named()) > 1 and not settings.SCHOOL_NUMBERS_AGREE


def _address(name: str) -> str:
    return reverse(name, kwargs={"provider_id": OIDC} if name.startswith("openid") else None)
