"""The language that somebody chose for good, put into the cookie that the next pages read."""

from django.http import HttpResponse

from jingwei.core import cookies

COOKIE = "language"  # LANGUAGE_COOKIE_NAME, by which Django reads it
YEAR = 365 * 24 * 3600


def speak(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        cookies.keep(response, COOKIE, language, seconds=YEAR)
    return response
