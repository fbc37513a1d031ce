"""What is in force: who answers for which room, what is covered, what is not as it should be, who is free."""

from datetime import datetime
from typing import Literal

from django.core.exceptions import ValidationError
from ninja import Field, Query

from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.problems import not_fitting
from jingwei.api.schemas import Id, Input, Named, Output, Receipt, Ref, Thing, Words, receipt
from jingwei.gate.doors import visible
from jingwei.gate.pages import show
from jingwei.grids import actions, findings, queries
from jingwei.grids.forms import ExemptionForm, student_members
from jingwei.grids.mine import roster
from jingwei.grids.models import Exemption
from jingwei.housing.api import Occupant
from jingwei.party.models import Affiliation

from .endpoints import endpoints


class ChargeOut(Output):
    """A room, who answers for it, and who lives there as far as the caller may know."""

    room: Named
    code: str | None = Field(description="Of the micro-grid.")
    branch: Named | None
    keeper: Named | None
    lead: Named | None
    secretaries: list[Named]
    occupants: list[Occupant]


class MicroGridQuery(PageQuery):
    building: Id | None = None
    floor: Id | None = None


class CoverageOut(Output):
    covered: int = Field(description="Rooms with a keeper and a lead.")
    occupied: int
    with_keeper: int
    with_lead: int
    gaps: int


class GridFinding(Output):
    text: str
    repair: str


class GridCheck(Output):
    kind: str
    label: Words
    findings: list[GridFinding]


class ExemptionOut(Thing):
    person: Named
    reason: str
    since: datetime

    @staticmethod
    def resolve_since(exemption) -> datetime:
        return exemption.start


class NewExemption(Input):
    person: Ref
    reason: Literal[tuple(Exemption.Reason.values)]


@endpoints.get("/micro-grids", "grids.read", Page[ChargeOut])
def micro_grid_list(request, query: Query[MicroGridQuery]):
    """The lived-in rooms within the caller's reach, with who answers for each. Leaves one line in the glass log."""
    rows = queries.lived_in(request.user)
    if query.building:
        rows = rows.filter(floor__building=query.building)
    if query.floor:
        rows = rows.filter(floor=query.floor)
    rows = rows.select_related("floor__building")
    page = one_page(request, rows, query, order=("floor_id", "position", "pk"))
    charges, people = queries.charges(page["items"]), roster(request.user, page["items"])
    show(request, "D02", [stay.person_id for stays in people.values() for stay in stays])
    return {**page, "items": [_charge(charges[room.pk], people.get(room.pk, [])) for room in page["items"]]}


@endpoints.get("/coverage", "grids.findings", CoverageOut)
def coverage(request):
    """How many lived-in rooms have a keeper and a lead."""
    return queries.coverage()


@endpoints.get("/grid-findings", "grids.findings", list[GridCheck])
def grid_findings(request):
    """Every invariant of the grid, and what is not as it should be, each with a repair."""
    found = findings.checks(request.user)
    show(request, "D02", findings.people_of(found), purpose="posts")
    return found


@endpoints.get("/exemptions", "grids.exempt", Page[ExemptionOut])
def exemption_list(request, query: Query[PageQuery]):
    """Members who keep no grid, and why."""
    rows = visible(request.user, "grids.exempt", Exemption).live().select_related("person")
    page = one_page(request, rows, query, order=("pk",))
    show(request, "D02", [row.person for row in page["items"]], purpose="posts")
    return page


@endpoints.post("/exemptions", "grids.exempt", Receipt, status=201)
def exemption_add(request, body: NewExemption):
    """Free a member of keeping a grid from now on; the next plan leaves them out."""
    members = student_members(visible(request.user, "grids.exempt", Affiliation).live())
    form = ExemptionForm(body.dict(), members=members)
    if not form.is_valid():
        raise not_fitting(ValidationError(form.errors.as_data()))
    return receipt(actions.exempt_member(request.user, **form.cleaned_data).pk, "/exemptions")


@endpoints.post("/exemptions/{int:exemption}/end", "grids.exempt", Receipt)
def exemption_end(request, exemption: Id):
    """The member may be given a grid again."""
    return receipt(actions.end_exemption(request.user, exemption).pk, "/exemptions")


def _charge(charge, stays) -> dict:
    return {
        "room": charge.room,
        "code": charge.micro and charge.micro.code,
        "branch": charge.branch,
        "keeper": charge.keeper,
        "lead": charge.lead,
        "secretaries": charge.secretaries,
        "occupants": stays,
    }
