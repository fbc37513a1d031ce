"""The steps of a story: who takes each is asked of the case, as on the pages."""

from collections.abc import Callable
from datetime import timedelta

from jingwei.cases import actions, clocks, parties, routing
from jingwei.cases.models import Case, Dispatch
from jingwei.core import clock
from jingwei.people.models import Person
from jingwei.terms.worktime import Clock

from .picture import picture


def _person(ids: list[int]) -> Person:
    return Person.objects.get(pk=ids[0])


def _steward(case: Case) -> Person:
    return _person(parties.stewards(case))


def _confirm(rng, case: Case, story: dict) -> None:
    others = [person for person in parties.acting(case) if person != case.reporter_id]
    actions.confirm_case(_person(others), case.pk, note="去看过，是这样")


def _return(rng, case: Case, story: dict) -> None:
    own = routing.receiver_of(case.dispatches.get(result=Dispatch.Result.WAITING)).key
    others = [receiver for receiver in routing.receivers(case) if receiver.key != own]
    likely = [receiver for receiver in others if receiver.desk and receiver.desk == case.category.desk]
    actions.return_case(
        _person(parties.receivers_of(case)),
        case.pk,
        reason="这要另一边的工具和配件",
        next_owner=(likely or others)[0].key,
    )


def _pause(days: int) -> Callable:
    def pause(rng, case: Case, story: dict) -> None:
        until = clock.today() + timedelta(days=days)
        if case.handler_id in parties.judges_of(case):
            return  # nobody approves what they asked for
        request = actions.request_pause(case.handler, case.pk, until=until, reason="配件要从厂家订，到货再换")
        actions.approve_pause(_person(parties.judges_of(case)), request.pk)
        actions.confirm_pause(_person(parties.centre()), request.pk)

    return pause


def _claim(rng, case: Case, story: dict) -> None:
    if case.state == "paused":
        actions.resume_work(case.handler, case.pk)
    if case.category.needs_photo:
        actions.add_photo(case.handler, case.pk, upload=picture(rng), stage="after")
    actions.claim_done(case.handler, case.pk, outcome=story["outcome"])


def _merge(rng, case: Case, story: dict) -> None:
    steward = _steward(case)
    for target in Case.objects.filter(category=case.category, building=case.building).exclude(pk=case.pk):
        if target.is_open and target.home_room_id and steward.pk in parties.stewards(target):
            actions.merge_case(steward, case.pk, into=target.pk, reason="说的是同一处")
            return
    twin = actions.report_case(
        steward,
        category=case.category,
        text=case.text,
        submission_key=f"demo-twin-{case.pk}",
        **({"room": case.room} if case.room else {"floor": case.floor, "spot": case.spot}),
    )
    actions.merge_case(steward, case.pk, into=twin.pk, reason="说的是同一处")


STEPS: dict[str, Callable] = {
    "verify": lambda rng, case, story: actions.ask_verification(_steward(case), case.pk),
    "confirm": _confirm,
    "ask_info": lambda rng, case, story: actions.ask_info(_steward(case), case.pk, question="具体是哪一处？"),
    "give_info": lambda rng, case, story: actions.give_info(case.reporter, case.pk, text="靠东边那一头"),
    "file": lambda rng, case, story: actions.file_case(_steward(case), case.pk),
    "void": lambda rng, case, story: actions.void_case(
        _steward(case), case.pk, reason="和另一张单子重了，那边已经修好"
    ),
    "merge": _merge,
    "dispatch": lambda rng, case, story: actions.dispatch_case(_steward(case), case.pk),
    "take": lambda rng, case, story: actions.take_case(_steward(case), case.pk),
    "accept": lambda rng, case, story: actions.accept_case(_person(parties.receivers_of(case)), case.pk),
    "return": _return,
    "schedule": lambda rng, case, story: actions.schedule_case(
        case.handler, case.pk, when=clocks.deadline(clock.now(), clocks.Limit(12, Clock.WORK_HOUR))
    ),
    "pause": _pause(days=2),
    "pause_long": _pause(days=12),
    "claim": _claim,
    "send_back": lambda rng, case, story: actions.send_back(case.checker, case.pk, reason="还没全好，请再看一眼"),
    "rework": lambda rng, case, story: actions.begin_rework(case.handler, case.pk),
    "close": lambda rng, case, story: actions.close_case(case.checker, case.pk, answer=story["answer"]),
    "rate": lambda rng, case, story: actions.rate_case(
        case.reporter, case.pk, level=rng.choices((3, 2, 1), (8, 2, 1))[0]
    ),
    "want_reopen": lambda rng, case, story: actions.want_reopen(case.reporter, case.pk, reason="过了一天又这样了"),
    "grant_reopen": lambda rng, case, story: actions.grant_reopen(_person(parties.judges_of(case)), case.pk),
}
