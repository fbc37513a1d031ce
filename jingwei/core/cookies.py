"""Cookies: of this host alone, by their very name where people type https, and never sent along from elsewhere."""

from django.conf import settings
from django.http import HttpResponse


def name_of(name: str) -> str:
    return settings.COOKIE_PREFIX + name


def keep(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    response.set_cookie(
        name_of(name), value, max_age=seconds, samesite="Lax", secure=settings.SECURE_COOKIES, httponly=True
    )


def read(request, name: str) -> str:
    return request.COOKIES.get(name_of(name), "")
