"""OpenID Connect. allauth leads there and back; whose word counts, and for what, is decided here.

The issuer must be the one of the environment, in its metadata and in its answer. The ID token must be signed by it, for
us, and carry the word that this browser was sent with. What the server tells beside the token must be of the same person.
"""

import secrets
from functools import cached_property

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.utils.crypto import constant_time_compare

from . import servers, tokens

METADATA = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
NONCE = "nonce"


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    @property
    def _app(self):
        return self.get_provider().app

    @property
    def _issuer(self) -> str:
        return self._app.settings["server_url"]

    @cached_property
    def openid_config(self) -> dict:
        said = servers.ask(self._issuer.rstrip("/") + METADATA)
        if said.get("issuer") != self._issuer or any(not isinstance(said.get(name), str) for name in NEEDED):
            raise OAuth2Error("The metadata are not those of the issuer that is set")
        return said

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        """RFC 9207: an answer says who gave it, so that a code of one server is never taken to another."""
        issuer = request.GET.get("iss")
        must_say = self.openid_config.get("authorization_response_iss_parameter_supported")
        if (must_say or issuer is not None) and issuer != self._issuer:
            raise OAuth2Error("Another server than the one that was asked has answered")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request, app, token, **kwargs):
        proved = tokens.read(
            str(kwargs["response"].get("id_token") or ""),
            keys=servers.ask(self.openid_config["jwks_uri"]),
            issuer=self._issuer,
            client=app.client_id,
        )
        told = self._told(token.token)
        if told.get("sub", proved["sub"]) != proved["sub"]:
            raise OAuth2Error("What the server tells is of somebody else")
        said = {**told, **proved}  # what is signed comes first
        if not said.get(app.settings["uid_field"]):
            raise OAuth2Error("The server does not tell the number")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": said, "id_token": proved})

    def _told(self, access_token: str) -> dict:
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        told = servers.ask(address, headers={"Authorization": f"Bearer {access_token}"})
        if "sub" not in told:
            raise OAuth2Error("What the server tells is of nobody")
        return told


class OpenIDProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OpenIDAdapter

    def redirect(self, request, process, next_url=None, data=None, *, auth_params=None, **kwargs):
        """The word goes out with the browser, and waits with the state in its session."""
        nonce = secrets.token_urlsafe(24)
        asked = {**(auth_params or self.get_auth_params()), NONCE: nonce}
        return super().redirect(request, process, next_url, data, auth_params=asked, nonce=nonce, **kwargs)


def answers_us(login) -> bool:
    """Whether the token was made for what this browser was sent to ask; always true of ways that have no token."""
    token, sent = login.account.extra_data.get("id_token"), login.state.get(NONCE)
    return token is None or (bool(sent) and constant_time_compare(str(token.get(NONCE)), sent))
