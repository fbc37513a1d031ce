"""A new plan: what it should look at first, and what each choice would change."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from jingwei.gate.pages import page
from jingwei.grids import wishes_page
from jingwei.grids.forms import WishesForm
from jingwei.grids.wishes import USUAL


@page("grids.plan", "GET")
def plan_wishes(request):
    form = WishesForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else USUAL
    try:
        shown = wishes_page.context(wishes)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("grids:plans")
    return render(request, "grids/wishes.html", {"form": form if form.is_valid() else WishesForm(USUAL), **shown})
