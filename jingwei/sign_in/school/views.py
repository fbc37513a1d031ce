"""The doors to the school's servers. Without a server in the environment they are not there.

The way out is a POST with this site's own token: nobody is sent there by a link that somebody else has made. The answer
to it is a page that leads on, as browsers hold redirects after a form to the policy for forms, which knows us alone.
"""

from functools import wraps

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jingwei.gate.pages import public_page

from . import cas, is_on
from .openid import OpenIDAdapter
from .wecom import WeComAdapter
from .welcome import refused


def _oidc(kind):
    def view(request, provider_id):
        return kind.adapter_view(OpenIDAdapter(request, provider_id))(request)

    return view


def _while_on(way: str, view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_on(way):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except OAuth2Error:  # where allauth does not expect one yet
            return refused(request)

    return never_cache(guarded)


def _out(way: str, start):
    """To the school's server by our own button; an address that is merely opened leads to the page with the buttons."""

    def view(request, **kwargs):
        if request.method != "POST":
            return redirect("sign_in:sign-in")
        answer = start(request, **kwargs)
        return render(request, "sign_in/onward.html", {"to": answer.url}) if answer.status_code == 302 else answer

    return public_page("GET", "POST")(_while_on(way, view))


def _back(way: str, arrive):
    return public_page("GET")(_while_on(way, arrive))


cas_login = _out("cas", cas.start)
cas_callback = _back("cas", cas.arrive)
oidc_login = _out("openid_connect", _oidc(OAuth2LoginView))
oidc_callback = _back("openid_connect", _oidc(OAuth2CallbackView))
wecom_login = _out("wecom", OAuth2LoginView.adapter_view(WeComAdapter))
wecom_callback = _back("wecom", OAuth2CallbackView.adapter_view(WeComAdapter))
