"""The catalogue, open to everyone: when it becomes a case, when it is done, how long it takes, who handles it."""

from itertools import groupby

from django.shortcuts import render

from jingwei.cases.queries import categories
from jingwei.gate.pages import page


@page("cases.categories", "GET")
def catalogue(request):
    rows = groupby(categories(request.user), key=lambda category: category.family)
    return render(request, "cases/catalogue.html", {"families": [(family, list(group)) for family, group in rows]})
