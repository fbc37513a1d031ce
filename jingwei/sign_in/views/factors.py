"""One's own second factors: what there is, one more, one less."""

import json

from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jingwei.gate.pages import page
from jingwei.sign_in import devices, qr, threshold
from jingwei.sign_in import factors as held
from jingwei.sign_in.forms import AppForm, PasskeyForm

from .verify import first

LIST = "sign_in:factors"


@page(threshold.STEP_UP)
@never_cache
def factors(request):
    if not threshold.is_fresh(request):
        return first(request)
    context = {
        "factors": held.of(request.user),
        "left": len(held.unused_recovery_codes(request.user)),
        "must": threshold.needs_factor(request.user),
        "elsewhere": _elsewhere(request),
    }
    return render(request, "sign_in/factors.html", context)


@page(threshold.STEP_UP, "GET", "POST")
@never_cache
def app(request):
    if not threshold.is_fresh(request):
        return first(request)
    form, secret = AppForm(request.POST if request.method == "POST" else None), get_totp_secret()
    if form.is_valid():
        try:
            codes = held.add_app(request.user, secret, form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
        else:
            clear_totp_secret(request)
            return _added(request, codes)
    context = {"form": form, "secret": secret, "qr": qr.of_secret(request.user, secret)}
    return render(request, "sign_in/app.html", context, status=422 if form.errors else 200)


@page(threshold.STEP_UP, "GET", "POST")
@never_cache
def passkey(request):
    if not threshold.is_fresh(request):
        return first(request)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = held.add_passkey(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _added(request, codes)
    context = {"form": form, "question": json.dumps(held.invitation_of(request.user))}
    return render(request, "sign_in/passkey.html", context, status=422 if form.errors else 200)


@page(threshold.STEP_UP, "POST")
@never_cache
def recovery_codes(request):
    """New ones, shown in the answer and nowhere else."""
    if not threshold.is_fresh(request) or not held.has_any(request.user):
        return first(request, LIST)
    return _shown(request, held.renew_recovery_codes(request.user))


@page(threshold.STEP_UP, "POST")
def remove(request, pk):
    if not threshold.is_fresh(request):
        return first(request, LIST)
    try:
        held.remove(request.user, pk, must_keep_one=threshold.needs_factor(request.user))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        request.session[devices.HAS_FACTORS] = held.has_any(request.user)
        messages.success(request, _("去掉了"))
    return redirect(LIST)


def _added(request, codes):
    devices.prove(request, factor=True)
    if codes:
        return _shown(request, codes, first=True)
    messages.success(request, _("加好了"))
    return redirect(LIST)


def _shown(request, codes, **more):
    return render(request, "sign_in/recovery_codes.html", {"codes": codes, "elsewhere": _elsewhere(request), **more})


def _elsewhere(request) -> int:
    """Whoever changes a factor is offered to end what was begun with the old ones."""
    return devices.elsewhere(request.user, request.session.session_key)
