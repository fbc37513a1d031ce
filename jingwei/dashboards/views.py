from django.shortcuts import redirect, render
from django.urls import reverse

from jingwei.gate.doors import one
from jingwei.gate.pages import page
from jingwei.housing.models import Building

from . import cloth, measures, places
from .home import home_of


@page("home.read", "GET")
def home(request):
    return render(request, "dashboards/home.html", {"home": home_of(request.user)})


@page("grids.loom", "GET")
def loom(request):
    measure = measures.measure_of(request.GET.get("measure", ""))
    context = {
        "loom": cloth.loom(request.user, measure),
        "measures": measures.tabs(reverse("dashboards:loom"), measure),
    }
    return render(request, "dashboards/loom.html", context)


@page("grids.loom", "GET")
def stretch(request, **units):
    return render(request, "dashboards/stretch.html", {"stretch": places.stretch(request.user, **units)})


@page("grids.loom", "GET")
def facades(request):
    first = Building.objects.order_by("number").first()
    return redirect("dashboards:facade", first.pk) if first else render(request, "dashboards/no_building.html")


@page("grids.loom", "GET")
def facade(request, pk):
    building = one(request.user, "housing.read", Building, pk)
    measure = measures.measure_of(request.GET.get("measure", ""))
    context = {
        "facade": cloth.facade(request.user, building, measure),
        "measures": measures.tabs(reverse("dashboards:facade", args=[pk]), measure),
        "buildings": [
            {
                "url": f"{reverse('dashboards:facade', args=[row.pk])}?measure={measure.code}",
                "label": row.name,
                "active": row.pk == pk,
            }
            for row in Building.objects.order_by("number")
        ],
    }
    return render(request, "dashboards/facade.html", context)
