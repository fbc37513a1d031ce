"""Where one is signed in, and where somebody else no longer is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate.pages import page
from jingwei.sign_in import devices as signed_in
from jingwei.sign_in import queries, threshold
from jingwei.sign_in.forms import EndSessionsForm

from .verify import first

LIST = "sign_in:devices"


@page("account.update")
def devices(request):
    if not threshold.is_fresh(request):
        return first(request)
    context = {"devices": signed_in.own(request.user), "here": request.session.session_key}
    return render(request, "sign_in/devices.html", context)


@page("account.update", "POST")
def end(request, pk):
    if not threshold.is_fresh(request):
        return first(request, LIST)
    signed_in.end_one(request.user, pk)
    messages.success(request, _("那台设备已经退出"))
    return redirect(LIST)


@page("account.update", "POST")
def end_others(request):
    if not threshold.is_fresh(request):
        return first(request, LIST)
    signed_in.end_others(request.user, request.session.session_key)
    messages.success(request, _("其他设备都退出了"))
    return redirect(LIST)


@page("account.update", "POST")
def end_all(request):
    if not threshold.is_fresh(request):
        return first(request, LIST)
    signed_in.end_others(request.user, "")
    signed_in.sign_out(request)
    return redirect("sign_in:sign-in")


@page("sessions.end", "GET", "POST")
def end_sessions(request):
    number = queries.number_of(request.user, "people.read", request.GET.get("person", ""))  # the administrator types it
    form = EndSessionsForm(request.POST if request.method == "POST" else None, initial={"number": number})
    if form.is_valid():
        person = queries.one_by_number(request.user, "sessions.end", form.cleaned_data["number"])
        if person is None:
            form.add_error("number", _("没有这个号码的人"))
        else:
            try:
                signed_in.end_all_of(request.user, person)
            except ValidationError as error:
                form.add_error("number", error)
            else:
                messages.success(request, _("已经在各处退出，也告诉了本人"))
                return redirect("sign_in:end-sessions")
    return render(request, "sign_in/end_sessions.html", {"form": form}, status=422 if form.errors else 200)
