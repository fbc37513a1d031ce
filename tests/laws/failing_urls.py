"""Addresses that fail, beside all the others: what an error answers with is asked of these."""

from django.core.exceptions import SuspiciousOperation
from django.urls import path

from jingwei.gate.pages import public_page
from jingwei.site.urls import *  # noqa: F403
from jingwei.site.urls import urlpatterns as all_patterns

SECRET = "韩冬 13912345678"


@public_page("GET")
def broken(request):
    raise RuntimeError(SECRET)


@public_page("GET")
def suspicious(request):
    raise SuspiciousOperation(SECRET)


urlpatterns = [
    *all_patterns,
    path("broken/", broken, name="broken"),
    path("suspicious/", suspicious, name="suspicious"),
]
