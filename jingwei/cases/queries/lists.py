"""Lists of cases, one case, and what can be done with it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jingwei.cases.flow import CASE
from jingwei.cases.models import OPEN_STATES, Case, Category, Remark
from jingwei.core import clock
from jingwei.gate.doors import Denied, visible
from jingwei.gate.flow import Step

ON_A_CARD = (
    "category__family",
    "building",
    "floor__building",
    "room__floor__building",
    "handler",
    "handler_desk",
    "handler_building",
)
ELSEWHERE = {"pause"}  # steps that another row's page takes: a pause is granted on its request


def categories(actor):
    """What can be reported, by family."""
    rows = visible(actor, "cases.categories", Category).filter(active=True)
    return rows.select_related("family", "desk").order_by("family__position", "position", "code")


def listed(actor, *, state="", family="", building=None, overdue=False, is_open=None, search=""):
    """The cases the actor may read, newest first, with what a card shows. Filters as they stand in the address."""
    rows = visible(actor, "cases.read", Case).select_related(*ON_A_CARD)
    if state:
        rows = rows.filter(state=state)
    if is_open is not None:
        rows = rows.filter(state__in=OPEN_STATES) if is_open else rows.exclude(state__in=OPEN_STATES)
    if family:
        rows = rows.filter(category__family__code=family)
    if building:
        rows = rows.filter(building=building)
    if overdue:
        rows = rows.filter(state__in=OPEN_STATES, act_by__lt=clock.now())
    if search:
        rows = rows.filter(Q(number__contains=search) | Q(text__icontains=search))
    return rows


def my_cases(actor):
    """What the actor reported, or said «我也是» to."""
    mine = Q(reporter=actor) | Q(pk__in=Case.objects.filter(supporters__person=actor).values("pk"))
    return visible(actor, "cases.read", Case).filter(mine).select_related(*ON_A_CARD)


def one_case(actor, pk) -> Case:
    """The case with what its page shows, or Denied."""
    rows = visible(actor, "cases.read", Case)
    try:
        return rows.select_related(
            *ON_A_CARD, "category__desk", "home_room__floor__building", "reporter", "checker", "steward", "merged_into"
        ).get(pk=pk)
    except Case.DoesNotExist:
        raise Denied from None


def steps_for(actor, case: Case) -> list[Step]:
    """The buttons: what the actor may do with the case now."""
    return [step for step in CASE.open_to(actor, case) if step.name not in ELSEWHERE]


def remarks_of(actor, case: Case) -> list[Remark]:
    """The lines of those who deal with the case; none for others who may read it."""
    return list(visible(actor, "cases.remark", Remark).filter(case=case).select_related("author"))


def who_has(case: Case) -> str:
    """For somebody who came second: where the case stands now, and with whom."""
    where = case.get_state_display()
    holder = case.handler or case.handler_desk
    if holder:
        return _("这件事已由{who}接手，现在是「{state}」").format(who=holder, state=where)
    return _("这件事已经往下走了，现在是「{state}」").format(state=where)
