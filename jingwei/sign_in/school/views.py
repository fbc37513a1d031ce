"""allauth's views, marked for the gate. Without a server in the environment they are not there."""

from functools import wraps

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import Http404
from django.views.decorators.cache import never_cache

from jingwei.gate.pages import public_page
from jingwei.sign_in.provider import WeComAdapter

from . import is_on


def _while_on(provider: str, view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_on(provider):
            raise Http404
        return view(request, *args, **kwargs)

    return public_page("GET")(never_cache(guarded))


oidc_login = _while_on("openid_connect", openid_connect.login)
oidc_callback = _while_on("openid_connect", openid_connect.callback)
wecom_login = _while_on("wecom", OAuth2LoginView.adapter_view(WeComAdapter))
wecom_callback = _while_on("wecom", OAuth2CallbackView.adapter_view(WeComAdapter))
