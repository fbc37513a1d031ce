"""The roster: looking through it, one person's sheet, codes for those who have not been in yet."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jingwei.core import clock, when
from jingwei.gate.doors import may
from jingwei.gate.pages import page, show
from jingwei.people import accounts, browse
from jingwei.people.forms import CodesForm, PeopleFilter


@page("people.browse")
def people_list(request):
    form = PeopleFilter(request.GET, buildings=browse.buildings(), branches=browse.branches(request.user))
    chosen = form.chosen()
    rows = browse.listed(request.user, **chosen)
    people, last = browse.one_page(rows, request.GET.get("after", ""))
    standings = browse.standings(request.user, people)
    show(request, "D02", people)
    show(request, "D13", people if chosen["branch"] else standings)
    rooms = browse.rooms_of(people)
    kept = {key: value for key, value in request.GET.items() if key != "after"}
    context = {
        "form": form,
        "lines": [(person, rooms.get(person.pk), standings.get(person.pk)) for person in people],
        "with_standing": browse.sees_standings(request.user),
        "more": last and "?" + urlencode({**kept, "after": last}),
        "may_invite": may(request.user, "people.invite"),
    }
    part = "#lines" if request.htmx and "after" in request.GET else ""
    return render(request, f"people/list.html{part}", context)


@page("people.browse")
def person_show(request, pk):
    person = browse.person_for(request.user, pk)
    affiliation = browse.standings(request.user, [person]).get(pk)
    show(request, "D02", [person])
    show(request, "D13", [person] if affiliation else [])
    context = {
        "person": person,
        "room": browse.rooms_of([person]).get(pk),
        "affiliation": affiliation,
        "posts": browse.posts_held(person),
    }
    return render(request, "people/show.html", context)


@page("people.invite", "GET", "POST")
@never_cache
def codes(request):
    """The slips stand in the answer to the form and nowhere else."""
    form = CodesForm(
        request.POST if request.method == "POST" else None,
        initial={"numbers": request.GET.get("number", ""), "again": "number" in request.GET},
        buildings=browse.buildings(),
        branches=browse.branches(request.user),
    )
    if form.is_valid():
        people = browse.invited(request.user, **form.chosen())
        if people:
            return _slips(request, people)
        form.add_error(None, _("没有找到还没登录过的人"))
    return render(request, "people/codes.html", {"form": form}, status=422 if form.errors else 200)


def _slips(request, people):
    issued = accounts.issue_codes(request.user, people)
    rooms = browse.rooms_of(people)
    show(request, "D02", people)
    context = {
        "slips": [(person, rooms.get(person.pk), code) for person, code in issued],
        "until": when.exact(clock.now() + accounts.VALID),
        "site": settings.SITE_URL,
    }
    return render(request, "people/slips.html", context)
