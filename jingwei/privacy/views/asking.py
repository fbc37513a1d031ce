"""更正与异议: asking, following, answering."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate import words
from jingwei.gate.flow import WrongState
from jingwei.gate.pages import page, show
from jingwei.privacy import queries
from jingwei.privacy.actions import requests
from jingwei.privacy.forms import CorrectionForm, DecisionForm, ObjectionForm
from jingwei.privacy.models import Correction, Objection
from jingwei.privacy.queries import KINDS

VERDICTS = ("accept", "answer", "refuse")


@page("privacy.read")
def mine(request):
    return render(request, "privacy/requests.html", {"requests": queries.my_requests(request.user)})


@page("privacy.read")
def desk(request):
    """What waits for an answer of the reader's post; empty for whoever has none."""
    rows = queries.waiting(request.user)
    for row in rows:
        _read(request, row)
    named = [(row, queries.knows_name(request.user, row.subject_id)) for row in rows]
    return render(request, "privacy/desk.html", {"requests": named})


@page("corrections.ask", "GET", "POST")
def correction_new(request):
    return _ask(request, CorrectionForm, requests.ask_correction, _("申请更正"), _("名册里有一项不对"))


@page("objections.ask", "GET", "POST")
def objection_new(request):
    return _ask(request, ObjectionForm, requests.ask_objection, _("提出异议"), _("对保存或使用我的资料有意见"))


def pages_of(noun: str):
    """The three pages of a request that was asked for: reading it, deciding on it, taking it back."""
    capability = f"{noun}s"

    @page(f"{capability}.read")
    def read(request, pk):
        return _show(request, noun, pk)

    @page(f"{capability}.decide", "POST")
    def decide(request, pk):
        return _decide(request, noun, pk)

    @page(f"{capability}.withdraw", "POST")
    def withdraw(request, pk):
        return _withdraw(request, noun, pk)

    return read, decide, withdraw


correction, correction_decide, correction_withdraw = pages_of("correction")
objection, objection_decide, objection_withdraw = pages_of("objection")


def _ask(request, kind_of_form, ask, label: str, place: str):
    form = kind_of_form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = ask(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("收到了，十五个工作日内答复你"))
            return redirect(KINDS[row.noun].url, row.pk)
    context = {"form": form, "label": label, "place": place}
    return render(request, "privacy/ask.html", context, status=422 if form.errors else 200)


def _show(request, noun: str, pk: int, form=None):
    kind = KINDS[noun]
    row = queries.request_for(request.user, kind, pk)
    if row.subject_id != request.user.pk:
        _read(request, row)
    decides = queries.may_decide(request.user, kind, row)
    context = {
        "row": row,
        "own": row.subject_id == request.user.pk,
        "subject": row.subject if queries.knows_name(request.user, row.subject_id) else None,
        "what": words.title(row.data_class) if isinstance(row, Objection) else row.get_field_display(),
        "form": (form or _decision_form(kind)) if decides else None,
        "decide_url": f"privacy:{noun}-decide",
        "withdraw_url": f"privacy:{noun}-withdraw",
    }
    return render(request, "privacy/request.html", context, status=422 if form is not None else 200)


def _read(request, row) -> None:
    """Whose request it is, learns who looked at it."""
    correction = isinstance(row, Correction)
    show(request, "D02" if correction else "D16", [row.subject_id], purpose="roster" if correction else "audit")


def _decide(request, noun: str, pk: int):
    form = _decision_form(KINDS[noun], request.POST)
    if form.is_valid():
        try:
            requests.decide(request.user, KINDS[noun].model, pk, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except WrongState:
            messages.info(request, _("这份申请已经有人答复过了"))
        else:
            messages.success(request, _("答复已经送到本人"))
    if form.errors:
        return _show(request, noun, pk, form)
    return redirect(KINDS[noun].url, pk)


def _withdraw(request, noun: str, pk: int):
    try:
        requests.withdraw(request.user, KINDS[noun].model, pk)
    except WrongState:
        messages.info(request, _("这份申请已经有人答复过了"))
    return redirect(KINDS[noun].url, pk)


def _decision_form(kind, data=None) -> DecisionForm:
    steps = requests.FLOWS[kind.model].steps
    return DecisionForm(data, verdicts=[(name, steps[name].label) for name in VERDICTS])
