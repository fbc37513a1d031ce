"""Plans, and what wishes would give, that the worker works out: asked for, taken up, watched, stopped."""

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from jingwei.core import clock
from jingwei.gate.doors import Denied, change, create, one
from jingwei.gate.posts import System
from jingwei.grids.models import Calculation, Plan
from jingwei.grids.trials import TRIALS, trial_wishes
from jingwei.grids.wishes import Wishes
from jingwei.terms.models import Term

from .drafting import CAPABILITY, refuse_unless_draft, store_anew, store_draft, term_to_plan
from .trying import try_out
from .working import work

log = logging.getLogger(__name__)
State, Kind = Calculation.State, Calculation.Kind
SILENCE = timedelta(minutes=5)  # of a running one, after which its worker is taken for dead
LEAST_STEP = 2  # percent between two lines about how far it is


class Superseded(Exception):
    """It was stopped, or taken up by somebody else: this run has nothing more to say."""


def ask_for_draft(actor, *, term: Term | None = None, wishes: Wishes | None = None) -> Calculation:
    """Have a first draft worked out, by these wishes. Whoever asks while one is under way gets that one."""
    return _ask(actor, term_to_plan(actor, term), None, wishes=wishes, verb="grids.ask_draft")


def ask_to_replan(actor, pk: int) -> Calculation:
    """Have a draft worked out anew; until then it stays as it is and is not changed by hand."""
    plan = one(actor, CAPABILITY, Plan, pk)
    refuse_unless_draft(plan)
    return _ask(actor, plan.term, plan, verb="grids.ask_replan")


def ask_to_try(actor, kind: Kind, *, wishes: Wishes) -> Calculation:
    """Have it worked out what each preset and these wishes would give, or what fewer gaps would cost by them."""
    if kind not in TRIALS:
        raise ValidationError(_("没有这样的试算"))
    tried = trial_wishes(kind, wishes)
    return _ask(actor, term_to_plan(actor, None), None, wishes=tried, kind=kind, verb=f"grids.ask_{kind}")


def stop_calculation(actor, pk: int) -> Calculation:
    """Let go of it; the draft stays as it was."""
    with change(actor, CAPABILITY, Calculation, pk, verb="grids.stop_calculation") as row:
        if not row.is_unfinished:
            raise ValidationError(_("已经不在计算了"))
        row.state = State.STOPPED
    return row


def due() -> list[int]:
    """What no worker has in hand: not begun, or not heard of for long."""
    silent = Q(state=State.RUNNING, beat_at__lte=clock.now() - SILENCE)
    return list(Calculation.objects.filter(Q(state=State.WAITING) | silent).values_list("pk", flat=True))


def calculate(pk: int) -> None:
    """Work one out and store it; a failure is told on its page, and the draft stays as it was."""
    attempt = _take_up(pk)
    if not attempt:
        return
    row = Calculation.objects.select_related("term", "plan", "asked_by").get(pk=pk)
    with translation.override(row.language):
        try:
            watch = _Watch(pk, attempt)
            if row.kind == Kind.PLAN:
                _store(row, attempt, work(row.plan, wishes=row.wishes, progress=watch))
            else:
                _keep(pk, attempt, try_out(row.kind, row.wishes, watch))
        except Superseded:
            log.info("calculation %s was stopped or taken up anew", pk)
        except ValidationError as error:
            _fail(pk, attempt, " ".join(error.messages))
        except Denied:
            _fail(pk, attempt, _("发起计算的人已不能安排网格，结果没有存下"))
        except Exception:
            log.exception("calculation %s failed", pk)
            _fail(pk, attempt, _("计算时出了意外，原来的草稿没有动。请再算一次；还是不行，请告诉系统管理员"))


@db_task()
def calculate_soon(pk: int) -> None:
    """One plan, as long as it takes: a task of its own, so that messages and clocks do not wait for it."""
    calculate(pk)


def take_up_due() -> None:
    """By the clock: queue what a lost hint or a killed worker left lying. Queued twice, it is worked out once."""
    for pk in due():
        calculate_soon(pk)


def _ask(
    actor, term: Term, plan: Plan | None, *, wishes: Wishes | None = None, kind: Kind = Kind.PLAN, verb: str
) -> Calculation:
    row = Calculation(
        term=term,
        plan=plan,
        kind=kind,
        wishes=wishes or {},
        asked_by_id=getattr(actor, "pk", None),
        language=get_language() or "zh-hans",
    )
    try:
        with transaction.atomic():
            create(actor, CAPABILITY, row, verb=verb)
            # losing this hint loses nothing, the clock finds the row
            transaction.on_commit(lambda: calculate_soon(row.pk), robust=True)
    except IntegrityError:
        return _under_way(row)
    return row


def _under_way(row: Calculation) -> Calculation:
    found = Calculation.objects.filter(term=row.term, kind=row.kind, state__in=Calculation.UNFINISHED).first()
    if row.kind != Kind.PLAN and (found is None or found.wishes != row.wishes):
        raise ValidationError(_("正在试算另一组侧重，算完再试这一组"))
    if found is None or found.plan_id != row.plan_id:
        raise ValidationError(_("这个学期有另一份方案正在计算，算好或停下以后再来"))
    return found


def _take_up(pk: int) -> int:
    """The number of this attempt, or 0 where somebody else has it in hand or it is over."""
    now = clock.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, beat_at__lte=now - SILENCE)
    with transaction.atomic():
        taken = Calculation.objects.filter(free, pk=pk).update(
            state=State.RUNNING, attempt=F("attempt") + 1, beat_at=now, percent=0
        )
        return Calculation.objects.values_list("attempt", flat=True).get(pk=pk) if taken else 0


class _Watch:
    """Notes how far it is, in a statement of its own, and stops a run that nobody waits for any more."""

    def __init__(self, pk: int, attempt: int):
        self.mine = Calculation.objects.filter(pk=pk, attempt=attempt, state=State.RUNNING)
        self.last = ("", -LEAST_STEP)

    def __call__(self, stage: str, percent: int) -> None:
        if stage == self.last[0] and percent < self.last[1] + LEAST_STEP:
            return
        self.last = (stage, percent)
        if not self.mine.update(stage=stage, percent=percent, beat_at=clock.now()):
            raise Superseded


def _store(row: Calculation, attempt: int, worked) -> None:
    actor = row.asked_by or System("worker")
    with transaction.atomic():
        mine = Calculation.objects.select_for_update().filter(pk=row.pk, attempt=attempt, state=State.RUNNING)
        if not mine.exists():
            raise Superseded
        mine.update(state=State.DONE, percent=100)  # first, so that the draft is free to be changed
        plan = store_anew(actor, row.plan_id, worked) if row.plan_id else store_draft(actor, row.term, worked)
        Calculation.objects.filter(pk=row.pk).update(plan=plan)


def _keep(pk: int, attempt: int, result: dict) -> None:
    mine = Calculation.objects.filter(pk=pk, attempt=attempt, state=State.RUNNING)
    mine.update(state=State.DONE, percent=100, result=result)


def _fail(pk: int, attempt: int, sentence: str) -> None:
    mine = Calculation.objects.filter(pk=pk, attempt=attempt, state=State.RUNNING)
    mine.update(state=State.FAILED, failure=sentence[:500])
