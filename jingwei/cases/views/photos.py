"""Photos go through the gate like everything else."""

from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.cases import actions, queries
from jingwei.cases.forms import PhotoForm
from jingwei.cases.models import Photo
from jingwei.gate.pages import page, show

from . import sent


@page("photos.read", "GET")
def photo(request, pk):
    row, file = queries.open_photo(request.user, pk)
    show(request, "D06", [row.taken_by_id])
    return FileResponse(file, content_type="image/jpeg")


@page("photos.add", "GET", "POST")
def add(request, pk):
    """One more photo: after the work if the handler adds it, before it otherwise."""
    case = queries.one_case(request.user, pk)
    form = PhotoForm(*sent(request))
    if form.is_valid():
        stage = Photo.Stage.AFTER if case.handler_id == request.user.pk else Photo.Stage.BEFORE
        try:
            actions.add_photo(request.user, pk, upload=form.cleaned_data["photo"], stage=stage)
        except ValidationError as error:
            form.add_error("photo", error.messages)
        else:
            return redirect("cases:show", pk)
    context = {"case": case, "form": form, "label": _("添一张照片")}
    return render(request, "cases/step.html", context, status=422 if request.method == "POST" else 200)
