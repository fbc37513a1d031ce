"""A request that says it is larger than anything Jingwei takes is refused before a byte of it is read."""

from django.conf import settings
from django.urls import get_resolver

from jingwei.api.problems import Problem

API = "/api/"


class BodyMiddleware:
    """By the length that the request declares. Django reads no further than that, and nothing where none is declared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _length(request) <= settings.BODY_MOST:
            return self.get_response(request)
        if request.path_info.startswith(API):
            return Problem("too-large").answer()
        response = get_resolver().resolve_error_handler(400)(request)
        response.status_code = 413
        return response


def _length(request) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
