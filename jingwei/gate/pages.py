"""The mark every view carries, and the middleware that refuses a view without one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django_htmx.http import HttpResponseClientRedirect

from . import pace, trail
from .doors import Denied, may
from .policy import data_class
from .security_log import refuse_as

FORM_AGAIN = 422  # the page once more, with what was wrong in it


@dataclass(frozen=True)
class PageMark:
    capability: str | None  # None: open to whoever is not signed in
    methods: tuple[str, ...]


def page(capability: str, *methods: str) -> Callable:
    """The view needs the capability (over whatever rows; which ones is `visible`'s to say) and answers these methods."""
    return _mark(PageMark(capability, methods or ("GET",)))


def public_page(*methods: str) -> Callable:
    """The view is open without signing in: the sign-in page, health, and nothing that shows a row of anyone."""
    return _mark(PageMark(None, methods or ("GET",)))


def _mark(mark: PageMark) -> Callable:
    allowed = {*mark.methods, *(["HEAD"] if "GET" in mark.methods else [])}

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if mark.capability:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if not may(request.user, mark.capability):
                    return render(request, "403.html", status=403)
            try:
                return view(request, *args, **kwargs)
            except Denied:
                raise Http404 from None
            except pace.TooMany as stopped:
                return _stopped(request, stopped)

        guarded.page = mark
        return guarded

    return decorate


def _stopped(request, stopped: pace.TooMany):
    """To where a second factor is shown, and back; whoever has none waits."""
    request.shown.clear()
    if not stopped.way:
        return render(request, "429.html", {"until": stopped.until}, status=429)
    refuse_as(request, "too-many")
    return HttpResponseClientRedirect(stopped.way) if request.htmx else redirect(stopped.way)


class GateMiddleware:
    """Default deny, what is asked at the threshold, and one line in the glass log for what personal data a request showed.

    GATE_THRESHOLD names a function of the request and the page's mark. What it returns is given instead of the page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.shown = {}
        response = self.get_response(request)
        if request.shown and (response.status_code < 300 or response.status_code == FORM_AGAIN):
            trail.record_readings(request.user, request.shown, page=request.resolver_match.view_name)
        return response

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "page"):
            raise Http404
        return import_string(settings.GATE_THRESHOLD)(request, view.page)


def show(request, code: str, people, *, purpose: str = "") -> None:
    """Note that this request shows data of the class `code` about these people (persons or their ids).

    Raises TooMany where it is the page of one person and the reader has opened too many of them.
    The purpose is the class's own unless the page serves another; both stand in the policy table.
    """
    people = {getattr(person, "pk", person) for person in people}
    pace.keep(request, code, people)
    request.shown.setdefault((code, purpose or data_class(code).purpose), set()).update(people)
