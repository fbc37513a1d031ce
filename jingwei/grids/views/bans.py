"""Whom a draft shall not give a room or a building."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.gate.doors import one
from jingwei.gate.pages import page
from jingwei.grids import actions, room_sheet
from jingwei.grids.models import Plan

from . import attempt, role_of, room_page


@page("grids.plan", "POST")
def plan_ban(request, pk, room):
    """Not whoever has the room now; in force when the draft is planned anew."""
    role, whole = role_of(request), "whole" in request.POST
    person = room_sheet.holder(one(request.user, "grids.plan", Plan, pk), room, role)
    taken_back = {"role": role, "person": person, **({"whole": "yes"} if whole else {})}
    undo = f"{reverse('grids:plan-lift-ban', args=[pk, room])}?{urlencode(taken_back)}"
    ban = {"room": room, "role": role, "person": person, "whole_building": whole}
    attempt(request, lambda: actions.ban_person(request.user, pk, **ban), _("已记下，重新计算时按这个排"), undo=undo)
    return redirect(room_page(pk, room, role))


@page("grids.plan", "POST")
def plan_lift_ban(request, pk, room):
    role, person = role_of(request), request.GET.get("person", "")
    ban = {"room": room, "role": role, "person": int(person) if person.isdecimal() else 0}
    ban["whole_building"] = "whole" in request.GET
    attempt(request, lambda: actions.lift_ban(request.user, pk, **ban), _("已取消，重新计算时照常排"))
    return redirect(room_page(pk, room, role))
