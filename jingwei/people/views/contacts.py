"""«看电话»: the contacts of one person."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from jingwei.gate.pages import page, show
from jingwei.people.contacts import contacts_of


@page("contacts.read", "POST")
@never_cache
def contacts(request, pk):
    person = contacts_of(request.user, pk)
    show(request, "D03", [person])
    part = "#numbers" if request.htmx else ""
    return render(request, f"people/contacts.html{part}", {"person": person})
