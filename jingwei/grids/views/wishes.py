"""A new plan: what it should look at first, and what each choice would change."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate.pages import page
from jingwei.grids import actions, wishes_page
from jingwei.grids.forms import WishesForm
from jingwei.grids.wishes import USUAL

from . import attempt


@page("grids.plan", "GET")
def plan_wishes(request):
    form = WishesForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else USUAL
    try:
        shown = wishes_page.context(wishes, only=request.GET.get("only", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("grids:plans")
    return render(request, "grids/wishes.html", {"form": form if form.is_valid() else WishesForm(USUAL), **shown})


@page("grids.plan", "POST")
def plan_try(request):
    """Have the worker try wishes out, for the part of the page that asks."""
    form = WishesForm(request.POST)
    wishes, kind = form.cleaned_data if form.is_valid() else USUAL, request.POST.get("kind", "")
    attempt(request, lambda: actions.ask_to_try(request.user, kind, wishes=wishes), _("后台在试算，算好就出现在这里"))
    return redirect(wishes_page.address(wishes))
