"""Whom a draft shall not give a room, or a building: listed, said, taken back. No reason is asked for, and none is kept."""

from ninja import Field, Query

from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.schemas import Id, Named, Output, Receipt, Ref, receipt
from jingwei.gate.doors import one
from jingwei.gate.pages import show
from jingwei.grids import actions
from jingwei.grids.models import Plan

from .endpoints import OfRole, endpoints


class BanOut(Output):
    role: str
    person: Named
    room: Named | None
    building: Named | None = Field(description="Instead of a room: every room of it.")


class BanIn(OfRole):
    person: Ref = Field(description="Who shall not have the room.")
    whole_building: bool = Field(False, description="Nor any other room of its building.")


@endpoints.get("/plans/{int:plan}/bans", "grids.plan", Page[BanOut])
def plan_bans(request, plan: Id, query: Query[PageQuery]):
    """Who shall not have what in this plan."""
    rows = one(request.user, "grids.plan", Plan, plan).bans.select_related(
        "person", "room__floor__building", "building"
    )
    page = one_page(request, rows, query, order=("pk",))
    show(request, "D02", {row.person_id for row in page["items"]}, purpose="posts")
    return page


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/ban", "grids.plan", Receipt)
def plan_room_ban(request, plan: Id, room: Id, body: BanIn):
    """Not this person for the room; in force when the draft is planned anew."""
    actions.ban_person(request.user, plan, room=room, **body.dict())
    return receipt(room, f"/plans/{plan}/rooms/{room}")


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/lift-ban", "grids.plan", Receipt)
def plan_room_lift_ban(request, plan: Id, room: Id, body: BanIn):
    """The next planning may give the person the room, or its building, again."""
    actions.lift_ban(request.user, plan, room=room, **body.dict())
    return receipt(room, f"/plans/{plan}/rooms/{room}")
