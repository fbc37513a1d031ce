from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.gate.doors import one, visible
from jingwei.gate.pages import page, show
from jingwei.housing.models import Building
from jingwei.party.models import Affiliation
from jingwei.terms.queries import current_term

from . import actions, cloth, plan_page, queries
from .findings import checks
from .forms import AssignForm, ExemptionForm, student_members
from .models import Exemption, Plan


@page("grids.read", "GET")
def mine(request):
    grids, tabs = plan_page.one_building(queries.grid_rooms(request.user), request.GET.get("building", ""))
    rooms = [charge.room for _grid, charges in grids for charge in charges]
    people = plan_page.roster(request.user, rooms)
    show(request, "D02", [stay.person_id for stays in people.values() for stay in stays])
    context = {"grids": plan_page.with_people(grids, people), "many": len(rooms) > 1, "buildings": tabs}
    return render(request, "grids/mine.html", context)


@page("grids.plan", "GET")
def plan_list(request):
    plans = visible(request.user, "grids.plan", Plan).select_related("term", "created_by")
    return render(request, "grids/plans.html", {"plans": plans[:50], "coverage": queries.coverage()})


@page("grids.plan", "POST")
def plan_new(request):
    try:
        plan = actions.draft_plan(request.user, term=current_term())
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("grids:plans")
    return redirect("grids:plan", plan.pk)


@page("grids.plan", "GET")
def plan_show(request, pk):
    plan = one(request.user, "grids.plan", Plan, pk)
    buildings = list(Building.objects.order_by("number"))
    building = next((row for row in buildings if str(row.pk) == request.GET.get("building")), buildings[0])
    words, shown = request.GET.get("q", "").strip()[:40], plan_page.context(plan)
    context = {
        **shown,
        "facade": cloth.facade(building, plan=plan, href=plan_page.room_link(plan)),
        "building": building,
        "buildings": plan_page.building_tabs(plan, buildings, building),
        "words": words,
        "found": plan_page.matching(shown["rooms"], building, words),
    }
    return render(request, "grids/plan.html", context)


@page("grids.plan", "GET", "POST")
def plan_room(request, pk, room):
    plan = one(request.user, "grids.plan", Plan, pk)
    role = _role(request)
    told = plan_page.room_sheet(plan, room, role)
    form = AssignForm(_posted(request), choices=told.choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign_room(request.user, pk, room=room, **{role: form.cleaned_data["person"]})
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已换人并固定"))
            return redirect("grids:plan", pk)
    context = {"plan": plan, "told": told, "form": form, "role": role}
    return render(request, "grids/plan_room.html", context, status=422 if form.errors else 200)


@page("grids.plan", "POST")
def plan_pin(request, pk, room):
    return _hold(request, actions.pin_room, pk, room, _("已固定，重新计算也不动"))


@page("grids.plan", "POST")
def plan_unpin(request, pk, room):
    return _hold(request, actions.unpin_room, pk, room, _("已取消固定"))


@page("grids.plan", "POST")
def plan_replan(request, pk):
    return _done(request, actions.replan, pk, _("已重新计算，固定的房间没有动"))


@page("grids.plan", "POST")
def plan_publish(request, pk):
    return _done(request, actions.publish_plan, pk, _("方案已发布，岗位从现在起生效"))


@page("grids.plan", "POST")
def plan_discard(request, pk):
    return _done(request, actions.discard_plan, pk, _("草稿已放弃"))


def _done(request, action, pk, words):
    _try(request, lambda: action(request.user, pk), words)
    return redirect("grids:plan", pk)


def _hold(request, action, pk, room, words):
    role = _role(request)
    _try(request, lambda: action(request.user, pk, room=room, role=role), words)
    return redirect(f"{reverse('grids:plan-room', args=[pk, room])}?role={role}")


def _try(request, act, words):
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, words)


def _role(request) -> str:
    return "lead" if request.GET.get("role") == "lead" else "keeper"


def _posted(request):
    """What was sent, even where it is empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


@page("grids.findings", "GET")
def findings(request):
    exempt = visible(request.user, "grids.exempt", Exemption).live().select_related("person")
    context = {"checks": checks(request.user), "coverage": queries.coverage(), "exempt": exempt}
    return render(request, "grids/findings.html", context)


@page("grids.exempt", "GET", "POST")
def exempt(request):
    members = student_members(visible(request.user, "grids.exempt", Affiliation).live())
    form = ExemptionForm(_posted(request), members=members, initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.exempt_member(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已登记，下一份方案不再排这位"))
            return redirect("grids:findings")
    return render(request, "grids/exempt.html", {"form": form}, status=422 if form.errors else 200)


@page("grids.exempt", "POST")
def exempt_end(request, pk):
    actions.end_exemption(request.user, pk)
    return redirect("grids:findings")
