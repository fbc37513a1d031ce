"""WeCom (企业微信) as an OAuth2 provider of allauth.

Its OAuth2 is its own: the program has one token for the whole company, and a code is changed for a user's name with it.
"""

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.utils.http import urlencode

from . import servers

INSIDE = "wxwork"  # WeCom's own browser says so, and needs no code to scan


class WeComClient(OAuth2Client):
    def get_redirect_url(self, authorization_url, scope, extra_params):
        inside = INSIDE in self.request.headers.get("User-Agent", "")
        asked = {"appid": self.consumer_key, "redirect_uri": self.callback_url, "state": self.state, **extra_params}
        if inside:
            asked |= {"response_type": "code", "scope": "snsapi_base"}
        else:
            asked["login_type"] = "CorpApp"
        return f"{authorization_url}?{urlencode(asked)}" + ("#wechat_redirect" if inside else "")


class WeComAdapter(OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient
    access_token_url = "/cgi-bin/gettoken"  # noqa: S105 - a path below the server's address

    @property
    def authorize_url(self):
        inside = INSIDE in self.request.headers.get("User-Agent", "")
        return self._settings["inside_url" if inside else "login_url"]

    @property
    def _settings(self) -> dict:
        return self.get_provider().app.settings

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        return self._ask(self.access_token_url, corpid=app.client_id, corpsecret=app.secret)

    def complete_login(self, request, app, token, **kwargs):
        found = self._ask("/cgi-bin/auth/getuserinfo", access_token=token.token, code=request.GET["code"])
        if not found.get("userid"):  # somebody from outside the company has an open id only
            raise OAuth2Error("WeCom does not know this person as a member")
        return self.get_provider().sociallogin_from_response(request, found)

    def _ask(self, path: str, **asked) -> dict:
        said = servers.ask(self._settings["server_url"] + path, params=asked)
        if said.get("errcode"):
            raise OAuth2Error(f"WeCom refused with {said['errcode']}")
        return said


class WeComProvider(OAuth2Provider):
    id = "wecom"
    name = "WeCom"
    account_class = ProviderAccount
    oauth2_adapter_class = WeComAdapter

    def get_auth_params(self):
        return {"agentid": self.app.key}

    def extract_uid(self, data):
        return str(data["userid"])

    def extract_common_fields(self, data):
        return {}
