"""Pages of the import: bring, look, decide, confirm, take back."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jingwei.gate.flow import WrongState
from jingwei.gate.pages import page, show

from . import actions, pages, queries
from .actions import CAPABILITY
from .forms import ConfirmForm, ImportForm, page_number
from .rosters import workbooks
from .rosters.sheets import SHEETS
from .runs import waiting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(CAPABILITY)
def run_list(request):
    return render(request, "exchange/run_list.html", {"runs": queries.runs(request.user)[:50]})


@page(CAPABILITY, "GET", "POST")
def run_new(request):
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            run = actions.bring_import(request.user, form.cleaned_data["files"], partial=form.cleaned_data["partial"])
        except ValidationError as error:
            form.add_error("files", error)
        else:
            return redirect("exchange:show", run.pk)
    context = {"form": form, "sheets": pages.brought_by(request.user)}
    return render(request, "exchange/run_new.html", context, status=422 if form.errors else 200)


@page(CAPABILITY)
def run_show(request, pk: int):
    run = queries.run_for(request.user, pk)
    tab, after = request.GET.get("tab", ""), page_number(request.GET.get("after", ""))
    context = pages.shown(run, tab, after)
    for data_class, people in context["people"].items():
        show(request, data_class, people)
    part = "#entries" if request.htmx and after else ""
    return render(request, f"exchange/run_show.html{part}", context)


@page(CAPABILITY, "POST")
def run_confirm(request, pk: int):
    form = ConfirmForm(request.POST)
    form.full_clean()
    with _refusals_told(request):
        actions.start_import(request.user, pk, sweeping_ok=form.cleaned_data["sweeping_ok"])
    return redirect("exchange:show", pk)


@page(CAPABILITY)
def run_progress(request, pk: int):
    """A part of the page, asked for every second; once there is nothing to wait for the page itself is asked for."""
    run = queries.run_for(request.user, pk)
    found = waiting.waiting_for(run)
    if found is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "exchange/parts/waiting.html", {"run": run, "waiting": found})


@page(CAPABILITY, "POST")
def run_stop(request, pk: int):
    with _refusals_told(request):
        actions.stop_import(request.user, pk)
        messages.info(request, _("已收回，什么都没有写入。"))
    return redirect("exchange:show", pk)


@page(CAPABILITY, "POST")
def run_discard(request, pk: int):
    with _refusals_told(request):
        actions.discard_import(request.user, pk)
        messages.info(request, _("已放弃，读到的内容都删掉了。"))
    return redirect("exchange:list")


@page(CAPABILITY, "POST")
def run_undo(request, pk: int):
    with _refusals_told(request):
        actions.undo_import(request.user, pk)
        messages.success(request, _("已撤销，名册和导入之前一样。"))
    return redirect("exchange:show", pk)


@page(CAPABILITY, "POST")
def finding_decide(request, pk: int, finding: int):
    with _refusals_told(request):
        actions.decide_finding(request.user, pk, finding, accepted="undo" not in request.POST)
    return redirect("exchange:show", pk)


@page(CAPABILITY)
def run_errors(request, pk: int, sheet: str):
    run = queries.run_for(request.user, pk)
    if sheet not in SHEETS:
        raise Http404
    return _download(
        workbooks.corrections(run, SHEETS[sheet]), _("{title}-待改.xlsx").format(title=SHEETS[sheet].title)
    )


@page(CAPABILITY)
def template_file(request, sheet: str):
    if sheet not in SHEETS:
        raise Http404
    return _download(workbooks.template(SHEETS[sheet]), _("{title}-模板.xlsx").format(title=SHEETS[sheet].title))


@contextmanager
def _refusals_told(request):
    """What an action refused is said on the next page: what does not fit, or that the import has moved on meanwhile."""
    try:
        yield
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except WrongState as moved:
        messages.warning(request, pages.moved_on(moved.row))


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=XLSX, headers=headers)
