"""One declaration a step: the form it asks for (none: one tap) and the action it calls. The view is the same for all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from jingwei.cases import actions
from jingwei.cases.flow import CASE
from jingwei.cases.forms import steps as forms
from jingwei.cases.models import Photo, State
from jingwei.cases.queries import one_case, steps_for, who_has
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState
from jingwei.gate.pages import page

from . import held_case, sent


@dataclass(frozen=True)
class Turn:
    """How a step is taken through the page. The order of the table is that of likelihood: the first open one is filled."""

    act: Callable
    form: type[forms.StepForm] | None = None
    done: str = _("好了，记下了")  # what is said afterwards
    stern: bool = False  # ends the case without the work


def claim_with_photo(actor, pk, *, outcome, photo=None):
    if photo:
        actions.add_photo(actor, pk, upload=photo, stage=Photo.Stage.AFTER)
    return actions.claim_done(actor, pk, outcome=outcome)


TURNS = {
    "give-info": Turn(actions.give_info, forms.Information, _("谢谢，已经交给处理的人")),
    "file": Turn(actions.file_case, forms.Filing, _("已立案")),
    "confirm": Turn(actions.confirm_case, forms.Note, _("已立案")),
    "dispatch": Turn(actions.dispatch_case, forms.Dispatching, _("已派出")),
    "take": Turn(actions.take_case, done=_("由你来处理")),
    "accept": Turn(actions.accept_case, done=_("由你来处理")),
    "begin": Turn(actions.begin_work),
    "rework": Turn(actions.begin_rework),
    "resume": Turn(actions.resume_work),
    "claim": Turn(claim_with_photo, forms.Outcome, _("已请第三个人去核查")),
    "close": Turn(actions.close_case, forms.Answer, _("已结案，报告人会收到答复")),
    "send-back": Turn(actions.send_back, forms.Reason),
    "schedule": Turn(actions.schedule_case, forms.Appointment, _("约好了，报告人会看到")),
    "verify": Turn(actions.ask_verification, forms.Note),
    "ask-info": Turn(actions.ask_info, forms.Question),
    "grant-reopen": Turn(actions.grant_reopen),
    "refuse-reopen": Turn(actions.refuse_reopen, forms.Reason, stern=True),
    "return": Turn(actions.return_case, forms.Returning, _("已退回")),
    "pass-on": Turn(actions.pass_on_case, forms.PassingOn, _("已转派")),
    "want-reopen": Turn(actions.want_reopen, forms.Reason, _("已交给支部书记判断")),
    "merge": Turn(actions.merge_case, forms.Merging, _("已并案"), stern=True),
    "refute": Turn(actions.refute_case, forms.Reason, stern=True),
    "void": Turn(actions.void_case, forms.Reason, _("已作废，报告人会看到理由"), stern=True),
    "restore": Turn(actions.restore_case, forms.Reason),
}
# Asked for by the handler, granted by others: not steps of the case, but the page takes them the same way.
ASKS = {
    "ask-pause": Turn(actions.request_pause, forms.Pausing, _("已交给支部书记和中心")),
    "ask-extension": Turn(actions.request_extension, forms.Extending, _("已交给支部书记")),
}
ASK_LABELS = {"ask-pause": _("申请挂账"), "ask-extension": _("申请延期")}
ASK_STATES = {"ask-pause": (State.HANDLING,), "ask-extension": (State.HANDLING, State.SCHEDULED, State.REWORK)}


@dataclass(frozen=True)
class Button:
    slug: str
    label: str
    form: bool
    primary: bool
    stern: bool


def buttons_for(actor, case) -> list[Button]:
    """What the actor may do with the case now, the likeliest first; that one alone is filled."""
    open_steps = {slug_of(step.name): step for step in steps_for(actor, case)}
    found = [(slug, open_steps[slug].label, turn) for slug, turn in TURNS.items() if slug in open_steps]
    if any(step.capability == "cases.handle" for step in open_steps.values()) and not case.urgent:
        found += [(slug, ASK_LABELS[slug], turn) for slug, turn in ASKS.items() if _may_ask(case, slug)]
    return [
        Button(slug, label, turn.form is not None, number == 0 and _is_first_choice(slug), turn.stern)
        for number, (slug, label, turn) in enumerate(found)
    ]


def slug_of(name: str) -> str:
    return name.replace("_", "-")


@page("cases.read", "GET", "POST")
def step(request, pk, step):
    """Any step of the case: its form in a sheet or on a page, or one tap."""
    turn = {**TURNS, **ASKS}.get(step)
    if turn is None:
        raise Http404
    case = held_case(request.user, pk)
    form = turn.form and turn.form(*sent(request), case=case, actor=request.user)
    if request.method == "GET":
        if step not in {button.slug for button in buttons_for(request.user, case)}:
            return _not_open(request, case, step)
    elif form is None or form.is_valid():
        try:
            turn.act(request.user, pk, **(form.cleaned_data if form else {}))
        except WrongState as moved:
            return _came_second(request, moved.row, form, step)
        except ValidationError as error:
            if form is None:
                messages.warning(request, " ".join(error.messages))
                return redirect("cases:show", pk)
            form.add_error(None, error.messages)
        else:
            messages.success(request, str(turn.done))
            return _after(request.user, pk)
    return _form_page(request, case, step, form)


def _form_page(request, case, slug, form, **more):
    context = {"case": case, "form": form, "step": slug, "label": _label(slug), **more}
    return render(request, "cases/step.html", context, status=422 if request.method == "POST" else 200)


def _label(slug: str) -> str:
    return ASK_LABELS.get(slug) or CASE.steps[slug.replace("-", "_")].label


def _may_ask(case, slug: str) -> bool:
    return case.state in ASK_STATES[slug] and not (slug == "ask-pause" and case.personal)


def _is_first_choice(slug: str) -> bool:
    return slug != "want-reopen" and slug not in ASKS and not TURNS[slug].stern


def _not_open(request, case, slug):
    """The page of a step that cannot be taken now: it was, or it never was this reader's."""
    sources = ASK_STATES.get(slug) or CASE.steps[slug.replace("-", "_")].sources
    if case.state in sources:
        raise Denied
    messages.info(request, who_has(case))
    return redirect("cases:show", case.pk)


def _came_second(request, case, form, slug):
    """Another was quicker: say who has it now. What was typed stays on the page."""
    if form is None:
        messages.warning(request, who_has(case))
        return redirect("cases:show", case.pk)
    form.add_error(None, who_has(case))
    return _form_page(request, case, slug, form, moved_on=True)


def _after(actor, pk):
    """Back to the case; who gave it away may not read it any longer, and goes back to the list."""
    try:
        one_case(actor, pk)
    except Denied:
        return redirect("cases:list")
    return redirect("cases:show", pk)
