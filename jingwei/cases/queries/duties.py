"""What is mine to do now: the home page's list, and the board grouped by what has to be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.cases.flow import REOPEN_WITHIN
from jingwei.cases.models import OPEN_STATES, Case, Extension, PauseRequest, Rating, State
from jingwei.core import clock
from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.posts import units_of
from jingwei.gate.roles import Role

from .lists import ON_A_CARD

RATE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class ToDo:
    """One thing to do. `kind` is a duty's code, or "approve"; `label` is what to do, in words."""

    kind: str
    label: str
    case: Case
    due_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()


@dataclass(frozen=True)
class Group:
    """A column of the board."""

    kind: str
    label: str
    cases: list[Case]


LABELS = {
    "answer": _("补充一句"),
    "rate": _("好没好，点一下"),
    "file": _("要不要立案"),
    "confirm": _("去看一眼"),
    "dispatch": _("派给谁"),
    "accept": _("接手或退回"),
    "handle": _("处理"),
    "check": _("核查"),
    "judge": _("要不要重办"),
    "look_into": _("请过问"),
    "approve": _("等你批准"),
    "waiting": _("等别人"),
}


def board(actor) -> list[Group]:
    """What the actor must do, by kind, and last what goes on with others. A case stands once, in its first column."""
    cases: dict[str, list[Case]] = {kind: [] for kind, _condition in _duties(actor)}
    for case in _mine_to_do(actor):
        cases[case.duty].append(case)
    seen = [case.pk for held in cases.values() for case in held]
    waiting = _rows(actor).filter(state__in=OPEN_STATES).exclude(pk__in=seen).order_by("act_by", "pk")[:100]
    cases["waiting"] = list(waiting)
    return [Group(kind, LABELS[kind], held) for kind, held in cases.items() if held]


def to_do(actor) -> list[ToDo]:
    """All that is the actor's to do now, most pressing first. Three statements."""
    things = [ToDo(case.duty, LABELS[case.duty], case, case.act_by) for case in _mine_to_do(actor)]
    things += [ToDo("approve", LABELS["approve"], request.case, None) for request in approvals(actor)]
    return sorted(things, key=lambda thing: (thing.due_at is None, thing.due_at or clock.now(), thing.case.pk))


def approvals(actor) -> list[PauseRequest | Extension]:
    """Requests that wait for the actor's yes or no."""
    asked, first = PauseRequest.State.ASKED, PauseRequest.State.FIRST
    waiting = [
        visible(actor, "cases.approve", PauseRequest).filter(state=asked),
        visible(actor, "cases.approve_second", PauseRequest).filter(state=first).exclude(first_by=actor),
        visible(actor, "cases.approve", Extension).filter(state=asked),
    ]
    cards = [f"case__{path}" for path in ON_A_CARD]
    return [row for rows in waiting for row in rows.exclude(asked_by=actor).select_related("asked_by", *cards)]


def _rows(actor) -> QuerySet:
    return visible(actor, "cases.read", Case).select_related(*ON_A_CARD)


def _mine_to_do(actor) -> QuerySet:
    """Every case that waits for the actor, with the first `duty` it waits for, in one statement."""
    duties = _duties(actor)
    first = models.Case(*(models.When(condition, then=models.Value(kind)) for kind, condition in duties))
    any_of_them = reduce(or_, (condition for _kind, condition in duties))
    return _rows(actor).filter(any_of_them).annotate(duty=first).order_by("act_by", "pk")


def _duties(actor) -> list[tuple[str, Q]]:
    """Kind → which cases, by who is to act: the secretary's branch is not the secretary's to-do list."""
    charge, rooms = _in_charge(actor), units_of(actor, Role.LEAD)
    taken_up = Q(handler__isnull=False)
    offered = Q(handler_desk__in=units_of(actor, Role.OFFICE)) | Q(handler_building__in=units_of(actor, Role.WARDEN))
    now = clock.now()
    rated = Rating.objects.filter(case=OuterRef("pk"), closing=OuterRef("reopen_count"))
    return [
        ("answer", Q(state=State.INFO_WANTED, reporter=actor)),
        ("rate", Q(state=State.CLOSED, reporter=actor, closed_at__gt=now - RATE_WITHIN) & ~Exists(rated)),
        ("file", Q(state=State.REPORTED) & charge),
        ("confirm", Q(state=State.VERIFYING) & (charge | Q(home_room__in=rooms)) & ~Q(reporter=actor)),
        ("dispatch", Q(state__in=[State.FILED, State.RETURNED]) & charge),
        ("accept", Q(state=State.DISPATCHED) & (Q(handler=actor) | (offered & ~taken_up))),
        ("handle", Q(state__in=[State.HANDLING, State.SCHEDULED, State.REWORK], handler=actor)),
        ("check", Q(state=State.DONE_CLAIMED, checker=actor)),
        ("judge", Q(state=State.REOPEN_WANTED, closed_at__gt=now - 2 * REOPEN_WITHIN) & _judged_by(actor)),
        ("look_into", Q(state__in=OPEN_STATES) & Q(pk__in=Case.objects.filter(alerts__person=actor).values("pk"))),
    ]


def _in_charge(actor) -> Q:
    """Cases that the actor files and dispatches: of the grids kept, unless somebody stands in."""
    grids = units_of(actor, Role.KEEPER)
    kept = Case.objects.filter(live(prefix="home_room__micro_grids"), home_room__micro_grids__small_grid__in=grids)
    return Q(steward=actor) | Q(steward__isnull=True, pk__in=kept.values("pk"))


def _judged_by(actor) -> Q:
    return Q(pk__in=visible(actor, "cases.judge", Case).values("pk"))
