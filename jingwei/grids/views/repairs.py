"""What would mend the findings: worked out when asked, put in force with one tap."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jingwei.gate.pages import page
from jingwei.grids import actions

from . import attempt


@page("grids.plan", "POST")
def repairs_find(request):
    attempt(request, lambda: actions.propose_repairs(request.user), _("已按现在的情况算过，能修补的都列出来了"))
    return redirect("grids:findings")


@page("grids.plan", "POST")
def repair_accept(request, pk):
    attempt(request, lambda: actions.accept_repair(request.user, pk), _("已换好，岗位从现在起生效"))
    return redirect("grids:findings")
