"""What the college keeps about me, and who has read it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from jingwei.gate.pages import page
from jingwei.people import accounts, browse, readings
from jingwei.people.forms import AccountForm

from .language import speak


@page("account.update", "GET", "POST")
def account(request):
    person = request.user
    chosen = person.language or translation.get_language()
    kept = {"phone": person.phone, "email": person.email, "language": chosen}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        accounts.revise_account(person, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("已保存"))
        return speak(redirect("people:account"), form.cleaned_data["language"])
    context = {
        "form": form,
        "room": browse.rooms_of([person]).get(person.pk),
        "affiliation": browse.affiliations(person).filter(person=person).select_related("branch").first(),
        "posts": browse.posts_held(person),
        "readings": readings.latest(person),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)
