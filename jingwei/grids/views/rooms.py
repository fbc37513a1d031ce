"""One room of a plan: looked at, given to somebody, exchanged, held."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.gate.doors import one
from jingwei.gate.pages import page, show
from jingwei.grids import actions, room_sheet
from jingwei.grids.forms import AssignForm, CapForm
from jingwei.grids.models import Plan

from . import attempt, role_of, room_page, sent


@page("grids.plan", "GET", "POST")
def plan_room(request, pk, room):
    plan, role = one(request.user, "grids.plan", Plan, pk), role_of(request)
    told = room_sheet.room_sheet(plan, room, role)
    show(request, "D02", told.people, purpose="posts")
    form = AssignForm(sent(request), choices=told.choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign_room(request.user, pk, room=room, **{role: form.cleaned_data["person"]})
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已换人并固定"))
            return redirect("grids:plan", pk)
    context = {
        "plan": plan,
        "told": told,
        "form": form,
        "role": role,
        "cap_form": CapForm(initial={"rooms": told.cap or CapForm.BY_BRANCH}),
    }
    return render(request, "grids/plan_room.html", context, status=422 if form.errors else 200)


@page("grids.plan", "POST")
def plan_cap(request, pk, room):
    told = room_sheet.room_sheet(one(request.user, "grids.plan", Plan, pk), room, "keeper")
    form = CapForm(request.POST)
    if told.person and form.is_valid():
        wanted = {"person": told.person.pk, "rooms": form.cleaned_data["rooms"]}
        attempt(request, lambda: actions.set_cap(request.user, **wanted), _("已记下，重新计算时按这个排"))
    return redirect("grids:plan-room", pk, room)


@page("grids.plan", "POST")
def plan_pin(request, pk, room):
    role = role_of(request)
    attempt(request, lambda: actions.pin_room(request.user, pk, room=room, role=role), _("已固定，重新计算也不动"))
    return redirect(room_page(pk, room, role))


@page("grids.plan", "POST")
def plan_unpin(request, pk, room):
    role = role_of(request)
    attempt(request, lambda: actions.unpin_room(request.user, pk, room=room, role=role), _("已取消固定"))
    return redirect(room_page(pk, room, role))


@page("grids.plan", "GET")
def plan_swap(request, pk, room):
    """Choose the other room."""
    plan, words = one(request.user, "grids.plan", Plan, pk), request.GET.get("q", "").strip()[:40]
    (here, found), role = room_sheet.others(plan, room, words), role_of(request)
    show(request, "D02", {getattr(row, f"{role}_id") for row in (here, *found)} - {None}, purpose="posts")
    context = {"plan": plan, "here": here, "person": getattr(here, role), "found": found, "words": words, "role": role}
    return render(request, "grids/plan_swap.html", context)


@page("grids.plan", "GET", "POST")
def plan_swap_with(request, pk, room, other):
    """What it would cost and what stands against it; done only when confirmed."""
    plan, role = one(request.user, "grids.plan", Plan, pk), role_of(request)
    told = room_sheet.swapping(plan, room, other, role)
    if request.method == "GET":
        show(request, "D02", {told.first, told.second} - {None}, purpose="posts")
        return render(request, "grids/plan_swap_with.html", {"plan": plan, "told": told, "role": role})
    here, back = reverse("grids:plan-swap-with", args=[pk, room, other]), "back" in request.GET
    undo = "" if back else f"{here}?role={role}&back={'held' if told.pinned else 'loose'}"
    hold = request.GET.get("back") != "loose"
    swap = {"room": room, "other": other, "role": role, "hold": hold}
    words = _("已换回来") if back else _("两间已对调并固定")
    if attempt(request, lambda: actions.swap_rooms(request.user, pk, **swap), words, undo=undo):
        return redirect("grids:plan", pk)
    return redirect(f"{here}?role={role}")
