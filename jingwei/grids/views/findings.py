from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jingwei.gate.doors import may, visible
from jingwei.gate.pages import page, show
from jingwei.grids import actions, queries
from jingwei.grids.findings import checks, people_of
from jingwei.grids.forms import ExemptionForm, student_members
from jingwei.grids.models import Exemption
from jingwei.grids.repairs import facts_in_words, proposals
from jingwei.party.models import Affiliation

from . import sent


@page("grids.findings", "GET")
def findings(request):
    exempt = visible(request.user, "grids.exempt", Exemption).live().select_related("person")
    found = checks(request.user)
    planning = may(request.user, "grids.plan")
    repairs = [(row, facts_in_words(row)) for row in proposals()] if planning else []
    named = {person for row, _words in repairs for person in (row.old_id, row.new_id)} - {None}
    show(request, "D02", [*people_of(found), *named, *(row.person_id for row in exempt)], purpose="posts")
    context = {"checks": found, "coverage": queries.coverage(), "exempt": exempt}
    context |= {"planning": planning, "repairs": repairs}
    return render(request, "grids/findings.html", context)


@page("grids.exempt", "GET", "POST")
def exempt(request):
    members = student_members(visible(request.user, "grids.exempt", Affiliation).live())
    show(request, "D02", [row.person_id for row in members], purpose="posts")
    form = ExemptionForm(sent(request), members=members, initial={"person": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.exempt_member(request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已登记，下一份方案不再排这位"))
            return redirect("grids:findings")
    return render(request, "grids/exempt.html", {"form": form}, status=422 if form.errors else 200)


@page("grids.exempt", "POST")
def exempt_end(request, pk):
    actions.end_exemption(request.user, pk)
    return redirect("grids:findings")
