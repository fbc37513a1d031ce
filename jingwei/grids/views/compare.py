"""Two plans, or a plan and what is in force, beside each other."""

from django.shortcuts import render

from jingwei.gate.doors import one
from jingwei.gate.pages import page, show
from jingwei.grids import comparison
from jingwei.grids.models import Plan


@page("grids.plan", "GET")
def plan_compare(request, pk, other):
    first, second = (one(request.user, "grids.plan", Plan, found) for found in (pk, other))
    return _beside(request, comparison.of_plan(first), comparison.of_plan(second))


@page("grids.plan", "GET")
def plan_compare_present(request, pk):
    plan = one(request.user, "grids.plan", Plan, pk)
    return _beside(request, comparison.in_force(), comparison.of_plan(plan))


def _beside(request, first: comparison.Division, second: comparison.Division):
    context = comparison.context(first, second, request.GET.get("building", ""))
    show(request, "D02", context["named"], purpose="posts")
    return render(request, "grids/compare.html", context)
