"""The loop 发现 → 上报 → 处理 → 反馈 as a table. docs/flows.md, the buttons and the exhaustive test come from it.

核实 (verify, confirm, refute) is the field check before filing; 核查 (close, send_back) is the one before closing, by a
third person, never the handler.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.gate.flow import Flow, Step
from jingwei.gate.posts import System, posts_of, units_of
from jingwei.gate.roles import Role

from .models import HELD, Case, State

RETURNS_UNTIL_SECRETARY = 3
REOPEN_WITHIN = timedelta(days=14)
INFO_WITHIN = timedelta(days=5)
# The posts from which a person (not a desk, not a building's wardens) handles a case, and from which one checks.
HANDLING_POSTS = {Role.KEEPER, Role.SECRETARY, Role.CENTRE, Role.COMMITTEE}
CHECKING_POSTS = {Role.LEAD, *HANDLING_POSTS}


def not_own_report(case: Case, actor) -> bool:
    """Nobody confirms in the field what they reported themselves."""
    return actor.pk != case.reporter_id


def may_coordinate(case: Case, actor) -> bool:
    """After the third return the secretary coordinates; until then the keeper does."""
    if case.return_count < RETURNS_UNTIL_SECRETARY or isinstance(actor, System):
        return True
    return actor.pk == case.steward_id or Role.SECRETARY in posts_of(actor)


def third_person(case: Case, actor) -> bool:
    """Whoever checks before closing neither did the work nor reported it; a personal need its owner alone can check."""
    if case.personal or isinstance(actor, System):
        return actor.pk != case.handler_id
    posted = not posts_of(actor).keys().isdisjoint(CHECKING_POSTS)
    return posted and actor.pk not in (case.handler_id, case.reporter_id)


def not_urgent(case: Case, actor) -> bool:
    """An emergency is not put off."""
    return not case.urgent


def in_post(case: Case, actor) -> bool:
    """A task is a post's, not a person's: whoever's post has ended has it no longer, from that moment on."""
    if isinstance(actor, System):
        return True
    posts = posts_of(actor)
    if case.handler_desk_id:
        return case.handler_desk_id in units_of(actor, Role.OFFICE)
    if case.handler_building_id:
        return case.handler_building_id in units_of(actor, Role.WARDEN)
    return not posts.keys().isdisjoint(HANDLING_POSTS)


def may_return(case: Case, actor) -> bool:
    """A personal need stays with desks; there is no keeper to return it to."""
    return not case.personal and in_post(case, actor)


def reopenable(case: Case, actor) -> bool:
    return case.closed_at is not None and clock.now() <= case.closed_at + REOPEN_WITHIN


def same_state(case: Case) -> str:
    return case.state


def sender_state(case: Case) -> str:
    return case.back_to or State.REPORTED


CASE = Flow(
    Case,
    "state",
    # before filing
    Step("verify", (State.REPORTED,), State.VERIFYING, "cases.file", _("请人核实")),
    Step(
        "confirm", (State.REPORTED, State.VERIFYING), State.FILED, "cases.verify", _("核实属实"), guard=not_own_report
    ),
    Step("refute", (State.VERIFYING,), State.VOIDED, "cases.verify", _("核实不属实"), guard=not_own_report),
    Step("ask_info", (State.REPORTED,), State.INFO_WANTED, "cases.file", _("请报告人补充")),
    Step("give_info", (State.INFO_WANTED,), sender_state, "cases.answer", _("补充")),
    Step("info_late", (State.INFO_WANTED,), sender_state, "cases.clock", _("不再等补充"), by_clock=True),
    Step("file", (State.REPORTED, State.VERIFYING), State.FILED, "cases.file", _("立案")),
    Step("merge", (State.REPORTED,), State.MERGED, "cases.file", _("并案")),
    Step(
        "void",
        (State.REPORTED, State.VERIFYING, State.RETURNED),
        State.VOIDED,
        "cases.file",
        _("作废"),
        guard=may_coordinate,
    ),
    # to the handler and back
    Step(
        "dispatch", (State.FILED, State.RETURNED), State.DISPATCHED, "cases.dispatch", _("派遣"), guard=may_coordinate
    ),
    Step("take", (State.FILED,), State.HANDLING, "cases.dispatch", _("我来处理")),
    Step("accept", (State.DISPATCHED,), State.HANDLING, "cases.handle", _("接手"), guard=in_post),
    Step("return", (State.DISPATCHED,), State.RETURNED, "cases.handle", _("退回"), guard=may_return),
    Step("pass_on", (State.HANDLING,), State.DISPATCHED, "cases.handle", _("转派"), guard=in_post),
    # the work
    Step("schedule", (State.HANDLING,), State.SCHEDULED, "cases.handle", _("约时间"), guard=in_post),
    Step("begin", (State.SCHEDULED,), State.HANDLING, "cases.handle", _("开始处理"), guard=in_post),
    Step("pause", (State.HANDLING,), State.PAUSED, "cases.approve_second", _("批准挂账"), guard=not_urgent),
    Step("resume", (State.PAUSED,), State.HANDLING, "cases.handle", _("恢复处理"), guard=in_post),
    Step("resume_due", (State.PAUSED,), State.HANDLING, "cases.clock", _("挂账到期"), by_clock=True),
    Step(
        "claim",
        (State.HANDLING, State.SCHEDULED),
        State.DONE_CLAIMED,
        "cases.handle",
        _("报告办结"),
        guard=in_post,
    ),
    # the check and the answer
    Step("close", (State.DONE_CLAIMED,), State.CLOSED, "cases.check", _("核查通过，结案"), guard=third_person),
    Step("send_back", (State.DONE_CLAIMED,), State.REWORK, "cases.check", _("还没好，返工"), guard=third_person),
    Step("rework", (State.REWORK,), State.HANDLING, "cases.handle", _("开始返工"), guard=in_post),
    Step("want_reopen", (State.CLOSED,), State.REOPEN_WANTED, "cases.answer", _("申请重办"), guard=reopenable),
    Step("grant_reopen", (State.REOPEN_WANTED,), State.HANDLING, "cases.judge", _("同意重办")),
    Step("refuse_reopen", (State.REOPEN_WANTED,), State.CLOSED, "cases.judge", _("维持结案")),
    Step("restore", (State.MERGED, State.VOIDED), State.REPORTED, "cases.judge", _("恢复案卷")),
    # a post has ended: whoever comes next has it
    Step("hand_over", HELD, State.DISPATCHED, "cases.clock", _("换人跟进"), by_clock=True),
    Step("replace_checker", (State.DONE_CLAIMED,), State.DONE_CLAIMED, "cases.clock", _("换人核查"), by_clock=True),
    Step("replace_filer", (State.REPORTED,), State.REPORTED, "cases.clock", _("换人受理"), by_clock=True),
    Step("replace_dispatcher", (State.FILED, State.RETURNED), same_state, "cases.clock", _("换人派遣"), by_clock=True),
)
CASE.read = "cases.read"
