"""The auditor's pages: figures without contents, inquiries, the delay of a notice. A day allows so many looks."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate import words
from jingwei.gate.doors import Denied
from jingwei.gate.holdings import HOLDINGS
from jingwei.gate.pages import page, show
from jingwei.privacy import mydata, queries
from jingwei.privacy.actions import looking
from jingwei.privacy.forms import DelayForm, InquiryForm

SHOWN = 20


def within_the_day(view):
    """The page that says so, where the day's looks are used up."""

    @wraps(view)
    def counted(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except looking.OverBudget:
            request.shown.clear()
            return render(request, "privacy/over_budget.html", {"most": looking.QUERIES_A_DAY}, status=429)

    return counted


@page("oversight.read")
@within_the_day
def oversight(request):
    looking.spend(request.user, "oversight")
    context = {
        "chain": queries.chain(),
        "classes": queries.by_class(),
        "readers": queries.readers(),
        "pressing": queries.pressing(),
        "hurries": queries.hurries()[:SHOWN],
        "glass": queries.glass_records(request.user)[:SHOWN],
        "inquiries": queries.inquiries(request.user)[:SHOWN],
        "left": looking.QUERIES_A_DAY - looking.spent_today(request.user),
        "days": queries.DAYS,
    }
    return render(request, "privacy/oversight.html", context)


@page("inquiries.open", "GET", "POST")
@within_the_day
def inquiry_new(request):
    form = InquiryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = form.cleaned_data
        person, case = queries.named(found["number"]), queries.numbered(found["case"])
        if person is None and case is None:
            form.add_error(None, _("没有找到，请核对号码"))
        else:
            row = looking.open_inquiry(request.user, reason=found["reason"], person=person, case=case)
            return redirect("privacy:inquiry", row.pk)
    return render(request, "privacy/inquiry_new.html", {"form": form}, status=422 if form.errors else 200)


@page("inquiries.use")
def inquiry_show(request, pk):
    row = queries.inquiry_for(request.user, pk)
    classes = [(code, words.title(code)) for code in queries.classes_in(row)]
    return render(request, "privacy/inquiry.html", {"row": row, "classes": classes})


@page("inquiries.use")
@within_the_day
def inquiry_content(request, pk, code):
    """One class of one person's data, third parties masked: one look, one line in the person's glass log."""
    row = queries.inquiry_for(request.user, pk)
    if code not in queries.classes_in(row):
        raise Denied
    looking.within_budget(request.user)
    show(request, code, [row.subject_id], purpose="audit")
    parts = [mydata.part_of(holding, row.subject, only=row.case) for holding in HOLDINGS if holding.code == code]
    context = {"row": row, "title": words.title(code), "parts": [part for part in parts if part.count]}
    return render(request, "privacy/inquiry_content.html", context)


@page("inquiries.use", "POST")
def inquiry_close(request, pk):
    looking.close_inquiry(request.user, pk)
    messages.success(request, _("查询已结束"))
    return redirect("privacy:oversight")


@page("notices.delay", "GET", "POST")
def delay_new(request):
    form = DelayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = dict(form.cleaned_data)
        person = queries.named(found.pop("number"))
        try:
            if person is None:
                raise ValidationError({"number": _("没有找到，请核对号码")})
            looking.delay_notice(request.user, subject=person.pk, **found)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("在这段时间里，破窗的告知会晚一点送到本人"))
            return redirect("privacy:oversight")
    return render(request, "privacy/delay_new.html", {"form": form}, status=422 if form.errors else 200)
