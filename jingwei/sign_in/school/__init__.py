"""The school's own sign-in: CAS, OpenID Connect, WeCom. Each is off until the environment names its server."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def ways(to: str = "") -> list[dict]:
    """The ways that are on: what the button says, and where it leads."""
    found = [
        (settings.CAS_SERVER_URL, "cas", settings.CAS_NAME or _("统一身份认证")),
        (is_on("openid_connect"), "openid_connect_login", settings.OIDC_NAME or _("学校账号")),
        (is_on("wecom"), "wecom_login", _("企业微信")),
    ]
    query = f"?{urlencode({'next': to})}" if to else ""
    return [{"label": label, "url": _address(name) + query} for on, name, label in found if on]


def is_on(provider: str) -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS.get(provider, {}).get("APPS"))


def _address(name: str) -> str:
    return reverse(name, kwargs={"provider_id": OIDC} if name.startswith("openid") else None)


OIDC = "school"  # allauth may have several; a college has one
