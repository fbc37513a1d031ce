"""Whoever the school vouches for, at the door."""

from django.http import HttpResponse
from django.shortcuts import render

from jingwei.gate.security_log import refuse_as
from jingwei.people.models import Person
from jingwei.sign_in import devices


def welcome(request, number: str, *, to: str, factor: bool) -> HttpResponse:
    """In, if the college has an account under this number. `factor`: the school asked for two factors itself."""
    person = Person.objects.filter(number=number.strip(), is_active=True).first()
    if person is None:
        refuse_as(request, "no-account")
        return render(request, "sign_in/no_account.html", status=403)
    return devices.let_in(request, person, to=to, factor=factor)


def refused(request) -> HttpResponse:
    """The school did not answer, or not to what was asked."""
    refuse_as(request, "school-refused")
    return render(request, "sign_in/school_refused.html", status=403)
