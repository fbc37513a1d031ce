"""Where one is signed in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate.pages import page
from jingwei.sign_in import devices as signed_in


@page("account.update")
def devices(request):
    context = {"devices": signed_in.own(request.user), "here": request.session.session_key}
    return render(request, "sign_in/devices.html", context)


@page("account.update", "POST")
def end(request, pk):
    signed_in.end_one(request.user, pk)
    messages.success(request, _("那台设备已经退出"))
    return redirect("sign_in:devices")


@page("account.update", "POST")
def end_others(request):
    signed_in.end_others(request.user, request.session.session_key)
    messages.success(request, _("其他设备都退出了"))
    return redirect("sign_in:devices")


@page("account.update", "POST")
def end_all(request):
    signed_in.end_others(request.user, "")
    signed_in.sign_out(request)
    return redirect("sign_in:sign-in")
