"""What the page of a case shows beside the case: the next step and whose it is, the verdict, requests that wait."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.cases import parties
from jingwei.cases.models import Case, Extension, PauseRequest, Rating, State
from jingwei.gate.doors import visible
from jingwei.people.models import Person

STEPS = {
    State.REPORTED: gettext_lazy("看要不要立案"),
    State.VERIFYING: gettext_lazy("到现场看一眼"),
    State.INFO_WANTED: gettext_lazy("补充一句"),
    State.FILED: gettext_lazy("派给处理的人"),
    State.DISPATCHED: gettext_lazy("接手，或说清该由谁办"),
    State.RETURNED: gettext_lazy("另派一位"),
    State.HANDLING: gettext_lazy("处理，办完报告"),
    State.SCHEDULED: gettext_lazy("按约好的时间去"),
    State.PAUSED: gettext_lazy("到日子自动恢复处理"),
    State.DONE_CLAIMED: gettext_lazy("去核查好没好"),
    State.REWORK: gettext_lazy("返工"),
    State.REOPEN_WANTED: gettext_lazy("判断要不要重办"),
}
WITH_THE_HANDLER = (State.HANDLING, State.SCHEDULED, State.REWORK)


@dataclass(frozen=True)
class Next:
    """What happens next, by whom (in words), by when."""

    what: str
    who: str
    by: datetime | None
    mine: bool


def next_step(actor, case: Case) -> Next | None:
    """None once the case is over."""
    if not case.is_open:
        return None
    acting = parties.acting(case)
    return Next(STEPS[case.state], _names(actor, case, acting), case.act_by, actor.pk in acting)


def rating_of(actor, case: Case) -> Rating | None:
    """The reporter's own verdict on this closing."""
    if case.state != State.CLOSED or case.reporter_id != actor.pk:
        return None
    return visible(actor, "cases.answer", Rating).filter(case=case, closing=case.reopen_count).first()


def requests_of(actor, case: Case) -> list[PauseRequest | Extension]:
    """What the handler asked for and nobody has decided yet, for those whose post reaches it."""
    if case.state not in WITH_THE_HANDLER:
        return []
    found = []
    for model in (PauseRequest, Extension):
        waiting = [model.State.ASKED, model.State.FIRST]
        found += visible(actor, "cases.read", model).filter(case=case, state__in=waiting).select_related("asked_by")
    return found


def may_add(actor, case: Case) -> set[str]:
    """What the actor may add while the case is open: "remark", "photo"."""
    if not case.is_open:
        return set()
    rights = {"remark": "cases.remark", "photo": "photos.add"}
    return {what for what, right in rights.items() if visible(actor, right, Case).filter(pk=case.pk).exists()}


def _names(actor, case: Case, acting: list[int]) -> str:
    if actor.pk in acting:
        return _("你")
    if case.state == State.INFO_WANTED or acting == [case.reporter_id]:
        return _("报告人")
    if case.state == State.DISPATCHED and not case.handler_id:
        return str(case.handler_desk or _("{building}楼管").format(building=case.building))
    people = Person.objects.filter(pk__in=acting)[:2]
    return _("、").join(person.name for person in people) or _("还没有人")
