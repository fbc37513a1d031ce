"""Pages of the API: one's own tokens, and the reference."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jingwei.gate.pages import page

from . import tokens
from .forms import TokenForm


@page(tokens.CAPABILITY, "GET", "POST")
@never_cache
def token_list(request):
    """The value stands in the answer to the form and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    value = ""
    if form.is_valid():
        try:
            _token, value = tokens.make_token(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            form = TokenForm()
    context = {"form": form, "value": value, "tokens": tokens.open_tokens(request.user)}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@page(tokens.CAPABILITY, "POST")
def token_revoke(request, pk):
    token = tokens.revoke_token(request.user, pk)
    messages.success(request, _("「%(name)s」已撤销") % {"name": token.name})
    return redirect("api:tokens")
