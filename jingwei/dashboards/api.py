"""What is shown together: the home's items, the loom, the façades and a stretch of the cloth, in figures."""

from datetime import date
from typing import Literal

from ninja import Field, Query

from jingwei.api.endpoints import Endpoints
from jingwei.api.schemas import Id, Named, Output, Words
from jingwei.cases.api.schemas import CaseCard
from jingwei.gate.doors import one
from jingwei.housing.models import Building

from . import cloth, measures, places
from .home import home_of

endpoints = Endpoints("dashboards")


class TaskOut(Output):
    title: Words
    text: str
    url: str


class TileOut(Output):
    label: Words
    value: str
    n: int | None
    note: str


class RoomCharge(Output):
    room: Named
    keeper: Named | None
    lead: Named | None
    branch: Named | None
    secretaries: list[Named]


class HomeOut(Output):
    today: date
    waiting: int = Field(description="How many things are the caller's to do; /cases/to-do lists those of cases.")
    tasks: list[TaskOut] = Field(description="What waits besides cases.")
    mine: list[CaseCard] = Field(description="The caller's own latest reports.")
    charge: RoomCharge | None = Field(description="Who looks after the caller's room.")
    tiles: list[TileOut]


class MeasureQuery(Output):
    measure: Literal[tuple(measures.MEASURES)] = "open"


class Crossing(Output):
    rooms: int
    value: str
    tint: int


class LoomFloor(Output):
    id: int
    label: str
    total: int
    cells: list[Crossing | None] = Field(description="One a branch, in their order; null where they do not cross.")


class LoomGroup(Output):
    building: str
    floors: list[LoomFloor]


class LoomBranch(Output):
    id: int
    label: str


class LoomOut(Output):
    measure: str = Field(description="What the values count.")
    branches: list[LoomBranch]
    groups: list[LoomGroup]


class Window(Output):
    number: str
    value: int
    tint: int
    kept: bool


class FacadeFloor(Output):
    label: str
    rooms: list[Window]


class FacadeOut(Output):
    building: str
    measure: str
    floors: list[FacadeFloor]


class StretchQuery(Output):
    floor: Id | None = None
    branch: Id | None = None


class StretchOut(Output):
    rooms: list[RoomCharge]
    cases: list[CaseCard] = Field(description="The newest open ones.")
    count: str = Field(description="How many are open; 10+ where there are more than are listed.")


@endpoints.get("/home", "home.read", HomeOut)
def home(request):
    """What is the caller's to do now, what became of the own reports, who looks after the own room."""
    return home_of(request.user)


@endpoints.get("/loom", "grids.loom", LoomOut)
def loom(request, query: Query[MeasureQuery]):
    """Floors crossed with branches, by a measure."""
    return cloth.loom(request.user, measures.measure_of(query.measure))


@endpoints.get("/facades/{int:building}", "grids.loom", FacadeOut)
def facade(request, building: Id, query: Query[MeasureQuery]):
    """A building floor by floor, by a measure."""
    found = one(request.user, "housing.read", Building, building)
    drawn = cloth.facade(request.user, found, measures.measure_of(query.measure))
    for window in (window for floor in drawn["floors"] for window in floor["rooms"]):
        window["kept"] = window["hue"] is not None
    return drawn


@endpoints.get("/loom/stretch", "grids.loom", StretchOut)
def loom_stretch(request, query: Query[StretchQuery]):
    """The rooms of a floor, of a branch's large grid, or of where the two cross, and what is open there."""
    found = places.stretch(request.user, floor=query.floor, branch=query.branch)
    return {"rooms": found.charges, "cases": found.cases.shown, "count": found.cases.count}
