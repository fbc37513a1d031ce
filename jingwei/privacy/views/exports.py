"""导出: asking, a second person's word, fetching."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jingwei.gate import words
from jingwei.gate.doors import may, visible
from jingwei.gate.exporting import EXPORTS, MOST_ROWS
from jingwei.gate.flow import WrongState
from jingwei.gate.pages import page
from jingwei.privacy import links, queries
from jingwei.privacy.actions import exports
from jingwei.privacy.forms import ExportForm, RefusalForm
from jingwei.privacy.models import ExportRequest

from .mydata import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50


@page("exports.read")
def export_list(request):
    rows = visible(request.user, "exports.read", ExportRequest).filter(asked_by=request.user)[:SHOWN]
    return render(request, "privacy/exports.html", {"rows": [(row, EXPORTS[row.sheet].title) for row in rows]})


@page("exports.ask", "GET", "POST")
def export_new(request):
    sheets = [code for code, row in EXPORTS.items() if may(request.user, row.capability)]
    form = ExportForm(request.POST if request.method == "POST" else None, sheets=sheets)
    if form.is_valid():
        try:
            row = exports.ask_export(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已交给另一个人批准"))
            return redirect("privacy:export", row.pk)
    context = {"form": form, "most": MOST_ROWS}
    return render(request, "privacy/export_new.html", context, status=422 if form.errors else 200)


@page("exports.decide")
def export_desk(request):
    rows = [(row, EXPORTS[row.sheet].title) for row in queries.exports_to_decide(request.user)]
    return render(request, "privacy/export_desk.html", {"rows": rows})


@page("privacy.read")
def export_show(request, pk, form=None):
    row = queries.export_for(request.user, pk)
    wanted, own = EXPORTS[row.sheet], row.asked_by_id == request.user.pk
    ready = own and row.state == ExportRequest.State.MADE
    context = {
        "row": row,
        "own": own,
        "title": wanted.title,
        "division": dict(wanted.divisions()).get(row.division, _("全部")),
        "columns": [wanted.parts[name].heading for name in row.columns],
        "purpose": words.purpose(row.purpose),
        "decides": not own and row.state == ExportRequest.State.ASKED and may(request.user, "exports.decide"),
        "form": form or RefusalForm(),
        "link": links.link_for(request, row) if ready else "",
    }
    return render(request, "privacy/export.html", context, status=422 if form else 200)


@page("exports.decide", "POST")
def export_decide(request, pk):
    form = RefusalForm(request.POST)
    try:
        if "approve" in request.POST:
            exports.approve_export(request.user, pk)
            messages.success(request, _("已批准，文件由后台制作"))
        elif form.is_valid():
            exports.refuse_export(request.user, pk, **form.cleaned_data)
            messages.success(request, _("已告诉对方没有批准"))
        else:
            return export_show(request, pk, form)
    except WrongState:
        messages.info(request, _("这份申请已经有人办过了"))
    return redirect("privacy:export", pk)


@page("exports.ask", "POST")
def export_withdraw(request, pk):
    try:
        exports.withdraw_export(request.user, pk)
    except WrongState:
        messages.info(request, _("这份申请已经有人办过了"))
    return redirect("privacy:export", pk)


@page("exports.read")
@never_cache
def export_file(request, pk):
    links.check(request, queries.export_for(request.user, pk), request.GET.get("link", ""))
    row = exports.open_export(request.user, pk)
    return download(exports.content_of(row), row.file_name, XLSX)
