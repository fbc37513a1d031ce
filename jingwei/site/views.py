"""Pages of no slice: the error pages, health, language and looks."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from jingwei.api.problems import Problem
from jingwei.core import cookies
from jingwei.gate.pages import public_page
from jingwei.gate.security_log import refuse_as

from .style_guide import sample

THEMES = ("light", "dark", "auto")
SIZES = ("normal", "large")
YEAR = 365 * 24 * 3600


@public_page("POST")
def preferences(request):
    """Language, light or dark, large type: cookies, so that they work before signing in."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in (("language", dict(settings.LANGUAGES)), ("theme", THEMES), ("size", SIZES)):
        value = request.POST.get(name)
        if value in allowed:
            cookies.keep(response, name, value, seconds=YEAR)
            if name == "language":
                translation.activate(value)
    return response


@public_page("GET")
def health(request):
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@public_page("GET")
def style_guide(request):
    """Every part of the interface with sample data, for those who build it."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "style_guide.html", sample())


def bad_request(request, exception=None):
    """Without context processors: what came may be so far from a request that nothing can be asked of it."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        return Problem("not-found").answer()
    return render(request, "404.html", status=404)


def server_error(request):
    """Without context processors: whatever went wrong, this page asks nothing of the database."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request, reason=""):
    refuse_as(request, "forged-form")
    return render(request, "csrf.html", status=403)
