"""Where allauth hands over: whoever the school vouches for is matched by number, and nobody is made."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

from . import openid, servers
from .welcome import refused, welcome


class SchoolAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self):
        return servers.session()

    def pre_social_login(self, request, sociallogin):
        if not openid.answers_us(sociallogin):
            raise ImmediateHttpResponse(refused(request))
        account = sociallogin.account
        raise ImmediateHttpResponse(
            welcome(
                request, account.uid, to=sociallogin.state.get("next") or "", factor=_two_factors(account.extra_data)
            )
        )

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(refused(request))


def _two_factors(data: dict) -> bool:
    """Whether the school says that it asked for two factors, in words that the college has declared to mean this."""
    token = data.get("id_token") or {}
    said = {token.get("acr"), *(token.get("amr") or [])}
    return bool(said & set(settings.OIDC_SECOND_FACTOR))
