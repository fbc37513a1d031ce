"""Requests of handlers, decided by those above: more time, or a pause."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.cases import actions
from jingwei.cases.forms.steps import Verdict
from jingwei.cases.models import Extension, PauseRequest
from jingwei.cases.queries import approvals
from jingwei.gate.doors import Denied
from jingwei.gate.pages import page

from . import sent


@page("cases.approve", "GET", "POST")
def pause(request, pk):
    asked = _waiting(request.user, PauseRequest, pk)
    agree = actions.approve_pause if asked.state == PauseRequest.State.ASKED else actions.confirm_pause
    return _decide(request, asked, agree, actions.refuse_pause)


@page("cases.approve", "GET", "POST")
def extension(request, pk):
    return _decide(request, _waiting(request.user, Extension, pk), actions.approve_extension, actions.refuse_extension)


def _waiting(actor, model, pk):
    for row in approvals(actor):
        if isinstance(row, model) and row.pk == pk:
            return row
    raise Denied


def _decide(request, asked, agree, refuse):
    form = Verdict(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            if "agree" in request.POST:
                agree(request.user, asked.pk)
            else:
                refuse(request.user, asked.pk, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", error.messages)
        else:
            messages.success(request, _("好了，记下了"))
            return redirect("cases:list")
    context = {"asked": asked, "case": asked.case, "form": form, "is_pause": isinstance(asked, PauseRequest)}
    return render(request, "cases/request.html", context, status=422 if request.method == "POST" else 200)
