"""Pages of places: buildings, a building's doors, a room, the plates for the doors."""

from django.http import Http404
from django.shortcuts import render

from jingwei.gate.doors import one, visible
from jingwei.gate.pages import page, show

from . import queries
from .models import Building, Room
from .qr import door_square
from .room_sheet import room_sheet


@page("housing.read")
def building_list(request):
    own = set(visible(request.user, "housing.change", Building).values_list("pk", flat=True))
    buildings = [(building, building.pk in own) for building in queries.buildings_counted()]
    return render(request, "housing/list.html", {"buildings": buildings})


@page("housing.read")
def building_show(request, pk):
    building = one(request.user, "housing.read", Building, pk)
    context = {
        "building": building,
        "floors": queries.doors_of(building),
        "may_print": visible(request.user, "housing.change", Building).filter(pk=pk).exists(),
    }
    return render(request, "housing/building.html", context)


@page("housing.read")
def room_show(request, pk):
    room = visible(request.user, "housing.read", Room).select_related("floor__building").filter(pk=pk).first()
    if room is None:
        raise Http404
    context = room_sheet(request.user, room)
    show(request, "D02", [stay.person_id for stay in context["stays"]])
    return render(request, "housing/room.html", context)


@page("housing.change")
def plates(request, pk):
    building = one(request.user, "housing.change", Building, pk)
    doors = [
        (room, door_square(room.place_code)) for _floor, rooms in reversed(queries.doors_of(building)) for room in rooms
    ]
    return render(request, "housing/plates.html", {"building": building, "doors": doors})
