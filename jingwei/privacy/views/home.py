"""我的数据: the way to everything a person may ask about their own data, and the glass log."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _

from jingwei.gate.doors import may
from jingwei.gate.pages import page
from jingwei.people import readings as lines
from jingwei.privacy import mydata, queries, readings


@page("privacy.read")
def home(request):
    actor = request.user
    context = {
        "readings": lines.latest(actor),
        "sections": mydata.sections(actor, most=0),
        "requests": queries.my_requests(actor)[:3],
        "rules": queries.rules(),
        "waiting": len(queries.waiting(actor)),
        "decides": may(actor, "corrections.decide") or may(actor, "objections.decide"),
        "may_export": may(actor, "exports.ask"),
        "exports": queries.exports_to_decide(actor).count() if may(actor, "exports.decide") else 0,
        "decides_exports": may(actor, "exports.decide"),
        "oversees": may(actor, "oversight.read"),
    }
    return render(request, "privacy/home.html", context)


@page("trail.read")
def readings_page(request):
    """The person's own: who read them. What all have read is the auditor's page."""
    codes = lines.classes(request.user)
    code = request.GET.get("class", "")
    code = code if code in codes else ""
    before = request.GET.get("before", "")
    days, more = readings.page_of(request.user, code=code, before=int(before) if before.isdecimal() else None)
    kept = {"class": code} if code else {}
    context = {
        "days": days,
        "code": code,
        "more": more and "?" + urlencode({**kept, "before": more}),
        "filters": _filters(codes, code) if len(codes) > 1 else [],
    }
    part = "#lines" if request.htmx and before else ""
    return render(request, f"privacy/readings.html{part}", context)


def _filters(codes: list[str], chosen: str) -> list[dict]:
    return [
        {"url": "?", "label": _("全部"), "active": not chosen},
        *({"url": f"?class={code}", "label": lines.what_words(code), "active": code == chosen} for code in codes),
    ]
