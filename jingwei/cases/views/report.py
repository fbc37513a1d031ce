"""Report in three taps and a sentence: what, where, and the receipt."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from jingwei.cases import actions
from jingwei.cases.forms import PhotoForm, ReportForm
from jingwei.cases.forms.spots import places_for
from jingwei.cases.forms.wording import stopper_of
from jingwei.cases.models import Photo
from jingwei.cases.places import place_for
from jingwei.cases.promise import promise
from jingwei.cases.queries import categories, next_step, one_case, similar_cases
from jingwei.core.images import encoding as images
from jingwei.gate.doors import Denied
from jingwei.gate.pages import page


@page("cases.report", "GET")
def report(request):
    """What happened: the families as big tiles."""
    families = list({row.family_id: row.family for row in categories(request.user)}.values())
    return render(request, "cases/report.html", {"families": families, "room": request.GET.get("room", "")})


@page("cases.report", "GET", "POST")
def report_details(request, family):
    """Which kind, where, a sentence, a photo; before sending it says who will see it and by when an answer comes."""
    form = _form(request, family)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.report_case(request.user, **form.report())
        except ValidationError as error:
            if error.code == "key_reused":
                form.new_key()
            form.add_error(None, error.messages)
        else:
            return redirect(_receipt(case, _add_photo(request.user, case, form.cleaned_data["photo"])))
    context = {"form": form, "family": form.category_so_far.family, **_before_sending(request.user, form)}
    return render(request, "cases/report_details.html", context, status=422 if request.method == "POST" else 200)


@page("cases.report", "GET")
def similar(request, family):
    """What follows from the kind and the place chosen so far: questions, stopper, like cases, the promise."""
    form = _form(request, family)
    return render(request, "cases/report_parts.html", {"form": form, **_before_sending(request.user, form)})


@page("cases.report", "GET")
def receipt(request, pk):
    """The number, the promised time, and what happens next."""
    case = one_case(request.user, pk)
    if case.reporter_id != request.user.pk:
        raise Denied
    context = {
        "case": case,
        "next": next_step(request.user, case),
        "refused": images.ERRORS.get(request.GET.get("photo")),
        "form": PhotoForm(),
    }
    return render(request, "cases/receipt.html", context)


def _form(request, family) -> ReportForm:
    of_family = [row for row in categories(request.user) if row.family.code == family]
    if not of_family:
        raise Http404
    places = places_for(request.user, request.GET.get("room", ""))
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, categories=of_family, places=places)
    return ReportForm(initial=request.GET.dict(), categories=of_family, places=places)


def _before_sending(actor, form: ReportForm) -> dict:
    category, where = form.category_so_far, form.where_so_far
    found = {"category": category, "where": where, "stopper": stopper_of(category)}
    if form.is_elsewhere or where is None:
        return found
    place = place_for(actor, category, **where.as_fields())
    found["promise"] = promise(category, place)
    if not category.personal:
        fields = where.as_fields()
        found["like"] = similar_cases(
            actor, category, building=fields["building"], floor=fields["floor"], room=fields["room"]
        )
    return found


def _add_photo(actor, case, upload) -> str:
    """Empty, or why the photo was refused: the case is filed all the same, with its text."""
    if upload is None or case.photos.exists():
        return ""
    try:
        actions.add_photo(actor, case.pk, upload=upload, stage=Photo.Stage.BEFORE)
    except ValidationError as error:
        return error.code
    return ""


def _receipt(case, refused: str) -> str:
    address = reverse("cases:receipt", args=[case.pk])
    return f"{address}?photo={refused}" if refused else address
