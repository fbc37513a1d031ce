from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from jingwei.gate.doors import one, visible
from jingwei.gate.pages import page, show
from jingwei.grids import actions, cloth, plan_page, queries, wishes_page
from jingwei.grids.forms import WishesForm
from jingwei.grids.models import Calculation, Plan
from jingwei.housing.models import Building
from jingwei.terms.queries import current_term

from . import attempt


@page("grids.plan", "GET")
def plan_list(request):
    plans = visible(request.user, "grids.plan", Plan).select_related("term", "created_by")
    context = {"plans": plans[:50], "coverage": queries.coverage(), "calculation": queries.calculation_under_way()}
    return render(request, "grids/plans.html", context)


@page("grids.plan", "POST")
def plan_new(request):
    form = WishesForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("侧重没有读懂，请再选一次"))
        return redirect("grids:plan-wishes")
    try:
        asked = actions.ask_for_draft(request.user, term=current_term(), wishes=form.cleaned_data)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("grids:plans")
    return redirect("grids:calculation", asked.pk)


@page("grids.plan", "POST")
def plan_replan(request, pk):
    try:
        asked = actions.ask_to_replan(request.user, pk)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("grids:plan", pk)
    return redirect("grids:calculation", asked.pk)


@page("grids.plan", "GET")
def calculation(request, pk):
    row = one(request.user, "grids.plan", Calculation, pk)
    if row.kind != Calculation.Kind.PLAN:
        return redirect(wishes_page.address(row.wishes))
    if row.state != Calculation.State.DONE:
        return render(request, "grids/calculation.html", {"calculation": row, "silent": plan_page.is_silent(row)})
    done = redirect("grids:plan", row.plan_id)
    return HttpResponseClientRedirect(done.url) if request.htmx else done


@page("grids.plan", "POST")
def calculation_stop(request, pk):
    attempt(request, lambda: actions.stop_calculation(request.user, pk), _("已停下，原来的草稿没有动"))
    return redirect("grids:calculation", pk)


@page("grids.plan", "GET")
def plan_show(request, pk):
    plan = one(request.user, "grids.plan", Plan, pk)
    buildings = list(Building.objects.order_by("number"))
    building = next((row for row in buildings if str(row.pk) == request.GET.get("building")), buildings[0])
    words, shown = request.GET.get("q", "").strip()[:40], plan_page.context(plan)
    show(request, "D02", {person for relief in shown["reliefs"] for person in relief.people}, purpose="posts")
    context = {
        **shown,
        "facade": cloth.facade(building, plan=plan, href=plan_page.room_link(plan)),
        "building": building,
        "buildings": plan_page.building_tabs(plan, buildings, building),
        "words": words,
        "found": plan_page.matching(shown["rooms"], building, words),
    }
    return render(request, "grids/plan.html", context)


@page("grids.plan", "POST")
def plan_publish(request, pk):
    attempt(request, lambda: actions.publish_plan(request.user, pk), _("方案已发布，岗位从现在起生效"))
    return redirect("grids:plan", pk)


@page("grids.plan", "POST")
def plan_discard(request, pk):
    attempt(request, lambda: actions.discard_plan(request.user, pk), _("草稿已放弃"))
    return redirect("grids:plan", pk)
