"""Showing who one is, once more: with the second factor, or with the password where there is none."""

import json

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jingwei.gate.pages import page
from jingwei.sign_in import factors, proofs, threshold
from jingwei.sign_in.forms import ConfirmForm, PasskeyAnswerForm, VerifyForm


@page(threshold.STEP_UP, "GET", "POST")
@never_cache
@sensitive_post_parameters()
def verify(request):
    held = factors.of(request.user)
    if not held and threshold.is_fresh(request):
        return redirect("sign_in:factors")
    form = (VerifyForm if held else ConfirmForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proofs.show(request, form.cleaned_data["code" if held else "password"], factor=bool(held))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_next(request))
    context = {"form": form, "next": _next(request), "held": bool(held), "passkeys": _passkeys(held)}
    context["hurried"] = request.GET.get("why") == threshold.TOO_MANY
    return render(request, "sign_in/verify.html", context, status=422 if form.errors else 200)


@page(threshold.STEP_UP, "GET", "POST")
@never_cache
def passkey(request):
    """A page of its own, so that its question is asked only of somebody who is about to answer it."""
    form = PasskeyAnswerForm(request.POST if request.method == "POST" else None)
    if not _passkeys(factors.of(request.user)):
        return redirect("sign_in:verify")
    if form.is_valid():
        try:
            proofs.show_passkey(request, form.cleaned_data["credential"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_next(request))
    context = {"form": form, "next": _next(request), "question": json.dumps(factors.question_of(request.user))}
    return render(request, "sign_in/verify_passkey.html", context, status=422 if form.errors else 200)


def first(request, back: str = ""):
    """To the page that asks who is there, and back to this one; `back` names another, where this one only takes forms."""
    to = reverse(back) if back else request.path
    return redirect(f"{reverse('sign_in:verify')}?{urlencode({'next': to})}")


def _passkeys(held) -> list:
    return [row for row in held if row.type == factors.Type.WEBAUTHN]


def _next(request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "/"
