"""One-time codes: asked for by one, agreed to by another, printed once by the first."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jingwei.core import when
from jingwei.gate.doors import may
from jingwei.gate.pages import page, show
from jingwei.people import browse
from jingwei.sign_in import codes as requested
from jingwei.sign_in import queries
from jingwei.sign_in.forms import InviteForm, RecoverForm
from jingwei.sign_in.models import CodeRequest


@page("codes.ask", "GET", "POST")
@never_cache
def codes(request):
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        initial={"numbers": request.GET.get("number", "")},
        buildings=browse.buildings(),
        branches=browse.branches(request.user),
    )
    if form.is_valid():
        people = queries.never_in(request.user, **form.chosen())
        if people:
            requested.ask_codes(request.user, people, CodeRequest.Kind.INVITATION)
            messages.success(request, _("已申请。另一位老师同意以后，就可以打印。"))
            return redirect("sign_in:codes")
        form.add_error(None, _("没有找到还没登录过的人"))
    waiting = list(requested.own_requests(request.user))
    for row in waiting:
        show(request, "D02", row.people.all())
    context = {"form": form, "waiting": waiting, "may_agree": may(request.user, "codes.agree")}
    return render(request, "sign_in/codes.html", context, status=422 if form.errors else 200)


@page("codes.ask", "GET", "POST")
def recover(request):
    number = queries.number_of(request.user, "codes.ask", request.GET.get("person", ""))
    form = RecoverForm(request.POST if request.method == "POST" else None, initial={"number": number})
    if form.is_valid():
        person = queries.one_by_number(request.user, "codes.ask", form.cleaned_data["number"])
        if person is None:
            form.add_error("number", _("没有这个号码的人"))
        else:
            try:
                requested.ask_codes(request.user, [person], form.cleaned_data["kind"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("已申请。另一位老师同意以后，就可以打印。"))
                return redirect("sign_in:codes")
    return render(request, "sign_in/recover.html", {"form": form}, status=422 if form.errors else 200)


@page("codes.agree")
def requests(request):
    """Whoever may not read the roster sees numbers, not names."""
    rows, names = list(requested.to_decide(request.user)), may(request.user, "people.browse")
    show(request, "D02", {person for row in rows for person in row.people.all()})
    context = {"rows": rows, "names": names, "may_end": may(request.user, "sessions.end")}
    return render(request, "sign_in/requests.html", context)


@page("codes.agree", "POST")
def agree(request, pk):
    return _decided(request, requested.agree, pk, _("同意了，申请的老师现在可以打印"))


@page("codes.agree", "POST")
def refuse(request, pk):
    return _decided(request, requested.refuse, pk, _("没有同意，已经告诉申请的老师"))


@page("codes.ask", "POST")
@never_cache
def slips(request, pk):
    """The slips stand in this answer and nowhere else."""
    try:
        made = requested.issue_codes(request.user, pk)
    except requested.Over:
        messages.warning(request, _("这份申请已经打印过，或者放得太久了"))
        return redirect("sign_in:codes")
    people = [person for person, _code in made.codes]
    rooms = browse.rooms_of(people)
    show(request, "D02", people)
    context = {
        "slips": [(person, rooms.get(person.pk), code) for person, code in made.codes],
        "until": when.exact(made.until),
        "site": settings.SITE_URL,
    }
    return render(request, "sign_in/slips.html", context)


def _decided(request, decide, pk, sentence):
    try:
        decide(request.user, pk)
    except requested.Over:
        messages.warning(request, _("这份申请已经处理过，或者放得太久了"))
    else:
        messages.success(request, sentence)
    return redirect("sign_in:requests")
