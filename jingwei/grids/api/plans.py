"""Plans: listed, worked out by the worker, published, given up."""

from datetime import datetime

from django.utils.translation import get_language
from ninja import Field, Query

from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.schemas import Choice, Id, Named, Output, Receipt, Thing, Words, receipt
from jingwei.gate.doors import one, visible
from jingwei.grids import actions
from jingwei.grids.models import Calculation, Plan
from jingwei.terms.queries import current_term

from .endpoints import endpoints


class PlanOut(Thing):
    term: Named
    state: Choice
    created_at: datetime
    published_at: datetime | None

    @staticmethod
    def resolve_state(plan) -> dict:
        return {"code": plan.state, "label": plan.get_state_display()}


class Uncovered(Output):
    room: int
    role: str


class PlanSummary(Output):
    """What the plan comes to, as the planner and its judge gave it."""

    plan: PlanOut
    rooms: int
    small_grids: int
    keepers: int = Field(description="Members there are to keep grids.")
    leads: int
    cost: int
    raw: dict[str, int] = Field(description="The cost by term, unweighted.")
    proven: bool
    gap: float | None = Field(description="How far from the best it may be, at most.")
    uncovered: list[Uncovered]
    shortages: list[str] = Field(description="Why rooms are uncovered.")
    violations: list[str]


class CalculationOut(Thing):
    state: Choice
    stage: Words
    percent: int
    failure: str
    plan: int | None

    @staticmethod
    def resolve_state(calculation) -> dict:
        return {"code": calculation.state, "label": calculation.get_state_display()}

    @staticmethod
    def resolve_stage(calculation) -> str:
        return calculation.get_stage_display()

    @staticmethod
    def resolve_plan(calculation) -> int | None:
        return calculation.plan_id


@endpoints.get("/plans", "grids.plan", Page[PlanOut])
def plan_list(request, query: Query[PageQuery]):
    """Plans, the newest first."""
    rows = visible(request.user, "grids.plan", Plan).select_related("term")
    return one_page(request, rows, query, order=("-created_at", "-pk"))


@endpoints.post("/plans", "grids.plan", Receipt, status=202)
def plan_new(request):
    """Have a draft for the present term worked out; the receipt's address says how far it is."""
    asked = actions.ask_for_draft(request.user, term=current_term())
    return receipt(asked.pk, f"/calculations/{asked.pk}")


@endpoints.get("/plans/{int:plan}", "grids.plan", PlanSummary)
def plan_show(request, plan: Id):
    """A plan in numbers, and what it could not cover."""
    found = one(request.user, "grids.plan", Plan, plan)
    told = {"rooms": 0, "small_grids": 0, "keepers": 0, "leads": 0, "cost": 0, "raw": {}, "proven": False, "gap": None}
    told |= {"uncovered": [], "violations": [], **found.summary, "plan": found}
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return told | {"shortages": [reason[language] for reason in told.get("shortages", [])]}


@endpoints.post("/plans/{int:plan}/replan", "grids.plan", Receipt, status=202)
def plan_replan(request, plan: Id):
    """Have a draft worked out anew; what is pinned stays."""
    asked = actions.ask_to_replan(request.user, plan)
    return receipt(asked.pk, f"/calculations/{asked.pk}")


@endpoints.post("/plans/{int:plan}/publish", "grids.plan", Receipt)
def plan_publish(request, plan: Id):
    """Put a draft in force: grids and posts begin now, what they replace ends in the same instant."""
    return receipt(actions.publish_plan(request.user, plan).pk, f"/plans/{plan}")


@endpoints.post("/plans/{int:plan}/discard", "grids.plan", Receipt)
def plan_discard(request, plan: Id):
    """Give a draft up."""
    return receipt(actions.discard_plan(request.user, plan).pk, f"/plans/{plan}")


@endpoints.get("/calculations/{int:calculation}", "grids.plan", CalculationOut)
def calculation_show(request, calculation: Id):
    """How far it is; once it is done, the plan it made."""
    return one(request.user, "grids.plan", Calculation, calculation)


@endpoints.post("/calculations/{int:calculation}/stop", "grids.plan", Receipt)
def calculation_stop(request, calculation: Id):
    """Let go of it; the draft stays as it was."""
    return receipt(actions.stop_calculation(request.user, calculation).pk, f"/calculations/{calculation}")
