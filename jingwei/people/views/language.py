"""The language that somebody chose for good, put into the cookie that the next pages read."""

from django.conf import settings
from django.http import HttpResponse

YEAR = 365 * 24 * 3600


def speak(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.SECURE_COOKIES
        )
    return response
