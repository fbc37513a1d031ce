"""One case: what happens next, by when, by whom?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.cases import actions, queries
from jingwei.cases.flow import REOPEN_WITHIN
from jingwei.cases.forms import RatingForm, RemarkForm
from jingwei.cases.forms.wording import answers_of
from jingwei.cases.parties import author_shown_to
from jingwei.gate.pages import page
from jingwei.people.contacts import may_see

from . import held_case, sent
from .steps import buttons_for


@page("cases.read", "GET")
def show(request, pk):
    actor, case = request.user, held_case(request.user, pk)
    author_shown = author_shown_to(actor, case)
    context = {
        "case": case,
        "next": queries.next_step(actor, case),
        "progress": queries.progress(case),
        "buttons": buttons_for(actor, case),
        "may_add": queries.may_add(actor, case),
        "timeline": queries.timeline(case, actor),
        "photos": queries.photos_of(actor, case),
        "remarks": queries.remarks_of(actor, case),
        "requests": queries.requests_of(actor, case),
        "answers": answers_of(case.category, case.answers),
        "supporters": case.supporters.count(),
        "author_shown": author_shown,
        "may_call": author_shown and case.is_open and may_see(actor, case.reporter),
        "mine": case.reporter_id == actor.pk,
        "rating": queries.rating_of(actor, case),
        "reopen_until": case.closed_at and case.closed_at + REOPEN_WITHIN,
    }
    return render(request, "cases/show.html", context)


@page("cases.read", "GET")
def deadline(request, pk):
    """«为什么是这时候？»: each clock, line by line."""
    case = queries.one_case(request.user, pk)
    return render(request, "cases/deadline.html", {"case": case, "clocks": queries.deadline_lines(case)})


@page("cases.answer", "POST")
def rate(request, pk):
    """The one question, one tap."""
    form = RatingForm(request.POST)
    if form.is_valid():
        _try(request, _("谢谢，收到了"), actions.rate_case, pk, level=form.cleaned_data["level"])
    return redirect("cases:show", pk)


@page("cases.support", "POST")
def join(request, pk):
    """«是同一件，我也是»."""
    _try(request, _("记下了，办完一起告诉你"), actions.join_case, pk)
    return redirect("cases:show", pk)


@page("cases.remark", "GET", "POST")
def remark(request, pk):
    """A line for those who deal with the case."""
    case = queries.one_case(request.user, pk)
    form = RemarkForm(*sent(request))
    if form.is_valid():
        actions.add_remark(request.user, pk, text=form.cleaned_data["text"])
        return redirect("cases:show", pk)
    context = {"case": case, "form": form, "label": _("补充一句")}
    return render(request, "cases/step.html", context, status=422 if request.method == "POST" else 200)


def _try(request, done: str, act, pk, **fields) -> None:
    try:
        act(request.user, pk, **fields)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)
