from django.shortcuts import render

from jingwei.gate.pages import page, show
from jingwei.grids import mine as my
from jingwei.grids import queries
from jingwei.grids.findings import findings_of_mine


@page("grids.read", "GET")
def mine(request):
    all_grids = queries.grid_rooms(request.user)
    grids, tabs = my.one_building(all_grids, request.GET.get("building", ""))
    rooms = [charge.room for _grid, charges in grids for charge in charges]
    people = my.roster(request.user, rooms)
    show(request, "D02", [stay.person_id for stays in people.values() for stay in stays])
    context = {
        "grids": my.with_people(grids, people),
        "many": len(rooms) > 1,
        "buildings": tabs,
        "findings": findings_of_mine(request.user, all_grids),
    }
    return render(request, "grids/mine.html", context)
