"""Pages of the Party organisation: how it is built, in numbers, and nobody's standing."""

from django.http import Http404
from django.shortcuts import render

from jingwei.gate.pages import page

from . import queries


@page("party.read")
def branch_list(request):
    return render(request, "party/list.html", {"branches": queries.branches_counted(request.user)})


@page("party.read")
def branch_show(request, pk):
    found = next((row for row in queries.branches_counted(request.user) if row[0].pk == pk), None)
    if found is None:
        raise Http404
    branch, secretaries = found
    context = {"branch": branch, "secretaries": secretaries, "groups": branch.groups.all()}
    return render(request, "party/show.html", context)
