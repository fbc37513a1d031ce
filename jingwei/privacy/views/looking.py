"""Break-glass: opening, looking, and the record that everyone who was told can read."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jingwei.gate import words
from jingwei.gate.doors import Denied, one
from jingwei.gate.glass import GLASS, barred
from jingwei.gate.pages import page, show
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from jingwei.privacy import queries
from jingwei.privacy.actions import looking
from jingwei.privacy.forms import BreakGlassForm
from jingwei.privacy.models import BreakGlass

CODE = "D03"


@page("contacts.break", "GET", "POST")
def break_glass_new(request, person):
    glass = GLASS[CODE]
    if barred(request.user):
        raise Denied
    person = one(request.user, glass.on, Person, person)
    show(request, "D02", [person])
    form = BreakGlassForm(request.POST if request.method == "POST" else None, glass=glass)
    if form.is_valid():
        try:
            row = looking.break_glass(request.user, subject=person.pk, code=CODE, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("privacy:break-glass", row.pk)
    return render(
        request, "privacy/break_glass_new.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@page("contacts.broken")
def break_glass_show(request, pk):
    row, person = looking.opened(request.user, pk)
    show(request, "D02", [person])
    return render(request, "privacy/break_glass.html", {"row": row, "person": person})


@page("contacts.broken", "POST")
@never_cache
def break_glass_contents(request, pk):
    """Each look is a line in the person's glass log."""
    row, person = looking.opened(request.user, pk)
    show(request, row.data_class, [person], purpose=row.purpose)
    context = {"row": row, "person": person, "contents": GLASS[row.data_class].contents(person)}
    return render(request, f"privacy/break_glass.html{'#contents' if request.htmx else ''}", context)


@page("glass.read")
def glass_note(request, pk):
    row = one(request.user, "glass.read", BreakGlass, pk)
    own = row.subject_id == request.user.pk
    known = not own and queries.knows_name(request.user, row.subject_id)
    if known:
        show(request, "D02", [row.subject_id])
    context = {
        "row": row,
        "own": own,
        "subject": row.subject if known else None,
        "what": words.title(row.data_class),
        "purpose": words.purpose(row.purpose),
        "post": Role(row.post).label,
    }
    return render(request, "privacy/glass_note.html", context)
