"""One room of a plan: who has it and why, given to somebody, exchanged, held."""

from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Field, Query

from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.problems import not_fitting
from jingwei.api.schemas import Choice, Id, Input, Named, Output, Receipt, Ref, receipt
from jingwei.gate.doors import one
from jingwei.gate.pages import show
from jingwei.grids import actions
from jingwei.grids.caps import LEAST_CAP, MOST_CAP
from jingwei.grids.forms import AssignForm
from jingwei.grids.models import Plan
from jingwei.grids.room_sheet import room_sheet

from .endpoints import OfRole, RoleCode, endpoints


class PlanRoomOut(Output):
    """A micro-grid as planned."""

    room: Named
    keeper: Named | None
    lead: Named | None
    keeper_pinned: bool
    lead_pinned: bool


class RoleQuery(Output):
    role: RoleCode = "keeper"


class PlanRoomSheet(Output):
    room: Named
    role: str
    person: Named | None
    pinned: bool
    cap: int | None = Field(description="How many rooms the keeper may have, where it was set by hand.")
    reasons: list[str]
    choices: list[Choice] = Field(description="Who else could, at what cost; `code` is the person's id.")


class Assignment(OfRole):
    person: Ref = Field(description="One of the room's choices.")


class Exchange(OfRole):
    other: Ref = Field(description="The other room.")


class Cap(Input):
    rooms: Literal[LEAST_CAP, MOST_CAP] | None = Field(description="Null: as the branch's share has it.")


@endpoints.get("/plans/{int:plan}/micro-grids", "grids.plan", Page[PlanRoomOut])
def plan_micro_grids(request, plan: Id, query: Query[PageQuery]):
    """The plan's rooms, floor by floor."""
    found = one(request.user, "grids.plan", Plan, plan)
    rows = found.rooms.select_related("room__floor__building", "keeper", "lead")
    page = one_page(request, rows, query, order=("room__floor_id", "room__position", "pk"))
    named = {person for row in page["items"] for person in (row.keeper_id, row.lead_id)}
    show(request, "D02", named - {None}, purpose="posts")
    return page


@endpoints.get("/plans/{int:plan}/rooms/{int:room}", "grids.plan", PlanRoomSheet)
def plan_room_show(request, plan: Id, room: Id, query: Query[RoleQuery]):
    """Who has the room, why, and who else could at what cost."""
    told = room_sheet(one(request.user, "grids.plan", Plan, plan), room, query.role)
    show(request, "D02", told.people, purpose="posts")
    columns = ("room", "role", "person", "pinned", "cap", "reasons")
    choices = [{"code": str(person), "label": label} for person, label in told.choices]
    return {**{name: getattr(told, name) for name in columns}, "choices": choices}


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/assign", "grids.plan", Receipt)
def plan_room_assign(request, plan: Id, room: Id, body: Assignment):
    """Give the room to one of its choices, and hold it there."""
    told = room_sheet(one(request.user, "grids.plan", Plan, plan), room, body.role)
    form = AssignForm({"person": body.person}, choices=told.choices)
    if not form.is_valid():
        raise not_fitting(ValidationError(form.errors.as_data()))
    actions.assign_room(request.user, plan, room=room, **{body.role: form.cleaned_data["person"]})
    return _receipt(plan, room)


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/swap", "grids.plan", Receipt)
def plan_room_swap(request, plan: Id, room: Id, body: Exchange):
    """Let two rooms change hands."""
    actions.swap_rooms(request.user, plan, room=room, other=body.other, role=body.role)
    return _receipt(plan, room)


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/pin", "grids.plan", Receipt)
def plan_room_pin(request, plan: Id, room: Id, body: OfRole):
    """Hold the room where it is when planning again."""
    actions.pin_room(request.user, plan, room=room, role=body.role)
    return _receipt(plan, room)


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/unpin", "grids.plan", Receipt)
def plan_room_unpin(request, plan: Id, room: Id, body: OfRole):
    """The next planning may move the room again."""
    actions.unpin_room(request.user, plan, room=room, role=body.role)
    return _receipt(plan, room)


@endpoints.post("/plans/{int:plan}/rooms/{int:room}/cap", "grids.plan", Receipt)
def plan_room_cap(request, plan: Id, room: Id, body: Cap):
    """How many rooms the room's keeper may have this term; the next planning heeds it."""
    told = room_sheet(one(request.user, "grids.plan", Plan, plan), room, "keeper")
    if told.person is None:
        raise ValidationError(_("这间房还没有网格党员"))
    actions.set_cap(request.user, person=told.person.pk, rooms=body.rooms)
    return _receipt(plan, room)


def _receipt(plan: int, room: int) -> dict:
    return receipt(room, f"/plans/{plan}/rooms/{room}")
