"""How long plans and what came of them are kept: the grids and those free of them, the drafts and how they were worked out.

What leans on something goes before it: rooms before their small grid, calculations before their plan.
"""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import Calculation, Exemption, KeeperCap, MicroGrid, Plan, Repair, SmallGrid


def ended(model):
    return lambda: model.objects.filter(end__lt=ago(years=1))


def old_repairs():
    """Each night replaces them; these are of a worker that has stopped."""
    return Repair.objects.filter(found_at__lt=ago(months=1))


def of_past_terms(model):
    return lambda: model.objects.filter(term__ends_on__lt=ago(years=1).date())


def empty_grids():
    return ended(SmallGrid)().exclude(pk__in=MicroGrid.objects.exclude(small_grid=None).values("small_grid"))


def finished_plans():
    """A calculation that is still under way holds its plan."""
    return of_past_terms(Plan)().exclude(pk__in=Calculation.objects.exclude(plan=None).values("plan"))


for model, code, words, due, stamp in (
    (MicroGrid, "grids.rooms", _("微网格：结束后一年"), ended(MicroGrid), ("room_id", "start")),
    (SmallGrid, "grids.grids", _("小网格：结束后一年"), empty_grids, ("code", "start")),
    (Exemption, "grids.exemptions", _("免任：结束后一年"), ended(Exemption), ("person_id", "start")),
    (KeeperCap, "grids.caps", _("最多照看几间：学期结束后一年"), of_past_terms(KeeperCap), ("term_id", "person_id")),
    (Repair, "grids.repairs", _("修补的建议：一个月"), old_repairs, ("room_id", "found_at")),
    (Calculation, "grids.calculations", _("计算的记录：学期结束后一年"), of_past_terms(Calculation), ("asked_at",)),
    (Plan, "grids.plans", _("网格方案：学期结束后一年"), finished_plans, ("term_id", "created_at")),
):
    keep(model, "D04", code, words, due=due, stamp=stamp)
