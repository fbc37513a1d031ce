"""The API as a whole: the slices' endpoints under /api/v1/, its description and the page that shows it."""

from functools import cache

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import include, path

from jingwei.api.assembly import NAMESPACE, addresses, assemble
from jingwei.api.endpoints import Endpoints
from jingwei.api.problems import KINDS
from jingwei.api.reference import openapi, scopes
from jingwei.cases.api import endpoints as cases
from jingwei.dashboards.api import endpoints as dashboards
from jingwei.exchange.api import endpoints as exchange
from jingwei.gate.pages import page
from jingwei.grids.api import endpoints as grids
from jingwei.housing.api import endpoints as housing
from jingwei.party.api import endpoints as party
from jingwei.people.api import endpoints as people
from jingwei.posts.api import endpoints as posts
from jingwei.terms.api import endpoints as terms

from .reference import chapters

VERSION = "1.0.0"
DESCRIPTION = (
    "Everything a page can do with data up to class C2, under the same rights: each endpoint names the capability it "
    "needs (`x-capability`), and what is foreign and what does not exist look alike. Every write carries an "
    "`Idempotency-Key`. Refusals are problem details (RFC 9457)."
)
itself = Endpoints("reference")


@itself.get("/openapi.json", "home.read", dict)
def openapi_json(request):
    """This description."""
    return JsonResponse(description())


API = assemble(
    [people, cases, dashboards, grids, housing, party, terms, exchange, posts, itself],
    version=VERSION,
    description=DESCRIPTION,
)


@cache
def description() -> dict:
    return openapi(API)


@page("home.read")
def reference(request):
    """Every endpoint on one page, drawn from the description."""
    context = {"chapters": chapters(description()), "kinds": KINDS, "scopes": scopes()}
    return render(request, "reference.html", context)


urlpatterns = [
    path("docs", reference, name="reference"),
    path("", include((addresses(API), NAMESPACE))),
]
