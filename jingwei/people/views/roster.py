"""The roster: looking through it, one person's sheet."""

from urllib.parse import urlencode

from django.shortcuts import render

from jingwei.gate.doors import may
from jingwei.gate.pages import page, show
from jingwei.people import browse, contacts
from jingwei.people.forms import PeopleFilter


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
        "may_invite": may(request.user, "codes.ask"),
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
        "may_recover": person.last_login and may(request.user, "codes.ask"),
        "room": browse.rooms_of([person]).get(pk),
        "affiliation": affiliation,
        "posts": browse.posts_held(person),
        "may_see_contacts": contacts.may_see(request.user, person),
        "may_break_glass": contacts.may_break(request.user, person),
    }
    return render(request, "people/show.html", context)
