"""The lists: what waits for me, what I reported, all that my post covers. Filters and scope stand in the address."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jingwei.cases.forms import ListFilter
from jingwei.cases.queries import approvals, board, figures, listed, my_cases
from jingwei.core import clock
from jingwei.gate.doors import may
from jingwei.gate.pages import page
from jingwei.gate.posts import roles_of
from jingwei.gate.roles import Role

PAGE = 25


@page("cases.read", "GET")
def cases(request):
    """Who holds a post begins with the board, who only lives here with the own reports."""
    shown = request.GET.get("show")
    if shown not in ("todo", "mine", "all"):
        shown = "todo" if set(roles_of(request.user)) - {Role.RESIDENT} else "mine"
    tabs = {"todo": _("等我处理"), "mine": _("我的上报"), "all": _("全部")}
    context = {
        "shown": shown,
        "with_figures": may(request.user, "cases.figures"),
        "tabs": [{"url": f"?show={key}", "label": label, "active": key == shown} for key, label in tabs.items()],
    }
    if shown == "todo":
        context |= {"groups": board(request.user), "approvals": approvals(request.user)}
        return render(request, "cases/board.html", context)
    form = ListFilter(request.GET, actor=request.user)
    rows = my_cases(request.user) if shown == "mine" else listed(request.user, **form.chosen())
    context |= {"form": form, **_one_page(request, rows)}
    template = "cases/mine.html" if shown == "mine" else "cases/list.html"
    return render(request, f"{template}#rows" if request.htmx and "after" in request.GET else template, context)


@page("cases.figures", "GET")
def figures_page(request):
    """The figures of the loop, each with what it is made of."""
    spans = {"30": timedelta(days=30), "120": timedelta(days=120), "": None}
    chosen = request.GET.get("days", "30")
    span = spans.get(chosen)
    labels = {"30": _("近 30 天"), "120": _("近 120 天"), "": _("全部")}
    context = {
        "figures": figures(request.user, since=span and clock.now() - span),
        "spans": [{"url": f"?days={key}", "label": label, "active": key == chosen} for key, label in labels.items()],
    }
    return render(request, "cases/figures.html", context)


def _one_page(request, rows) -> dict:
    """25 rows from where the last page ended, and the address of the next ones."""
    at, _mark, pk = request.GET.get("after", "").rpartition("_")
    if (moment := parse_datetime(at) if at else None) and pk.isdigit():
        rows = rows.filter(Q(reported_at__lt=moment) | Q(reported_at=moment, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    more = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        kept = {key: value for key, value in request.GET.items() if key != "after"}
        more = "?" + urlencode({**kept, "after": f"{last.reported_at.isoformat()}_{last.pk}"})
    return {"cases": found[:PAGE], "more": more}
