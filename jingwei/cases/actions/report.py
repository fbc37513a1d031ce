"""Reporting, and what the reporter and others add afterwards."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jingwei.cases import clocks, parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Handler, Remark, Supporter
from jingwei.cases.moves import ROUTER, move, said
from jingwei.cases.numbers import next_number
from jingwei.cases.places import place_for
from jingwei.cases.promise import answer_by
from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.doors import create, one
from jingwei.gate.posts import roles_of
from jingwei.gate.roles import Role
from jingwei.housing.queries import room_of

from . import dispatch, emergency, filing

LONGEST_TEXT = 500
REPORTS_A_DAY = 20  # what one person can come upon
REPORTS_AT_A_DESK = 100  # of wardens on their round, and offices that write down what others tell
DESKS = frozenset({Role.WARDEN, Role.OFFICE})


def report_case(
    actor,
    *,
    category,
    building=None,
    floor=None,
    room=None,
    spot="",
    text,
    submission_key,
    answers=None,
    source_label="",
    source_url="",
) -> Case:
    """Report a matter at a place. The same key from the same reporter gives the same case, however often it is sent.

    An emergency is filed and dispatched at once and alarms secretary, wardens and centre; a personal matter goes
    straight to its desk; everything else waits for the keeper. Raises Denied for a foreign room, ValidationError.
    """
    content = {"category_id": category.pk, "text": said(text, LONGEST_TEXT), "answers": _answers(category, answers)}
    if earlier := _sent_before(actor, submission_key, content):
        return earlier
    _check_category(category)
    _check_pace(actor, category)
    place = place_for(actor, category, building=building, floor=floor, room=room, spot=spot)
    try:
        with transaction.atomic():
            case = Case(
                **content,
                number=next_number(place.home_room or room_of(actor)),
                reporter=actor,
                submission_key=submission_key,
                urgent=category.urgent,
                personal=category.personal,
                promised_at=answer_by(category),
                source_label=source_label,
                source_url=source_url,
            )
            place.put_on(case)
            if not case.personal:
                case.steward_id = parties.steward_for(case.building, case.floor, case.home_room)
            create(actor, "cases.report", case, verb="cases.report", number=case.number)
            clocks.turn(case, "report")
            case.save()
            _set_going(actor, case)
            return Case.objects.get(pk=case.pk)
    except IntegrityError:
        if earlier := _sent_before(actor, submission_key, content):
            return earlier  # the other half of a double click won the race
        raise


def give_info(actor, pk, *, text) -> Case:
    """The reporter answers what was asked; the case goes back to where it was."""
    with move("give_info", actor, pk) as case:
        Remark.objects.create(case=case, author=actor, text=said(text, LONGEST_TEXT))
        tell("info_given", case, to=parties.stewards(case), but=actor)
    return case


def join_case(actor, pk) -> Supporter:
    """«我也是»: the actor is told how it goes on. Twice is once."""
    case = one(actor, "cases.similar", Case, pk)
    if case.reporter_id == actor.pk:
        raise ValidationError(_("这件就是你报的"))
    if earlier := Supporter.objects.filter(case=case, person=actor).first():
        return earlier
    try:
        return create(actor, "cases.support", Supporter(case=case, person=actor), verb="cases.join")
    except IntegrityError:  # a double tap
        return Supporter.objects.get(case=case, person=actor)


def add_remark(actor, pk, *, text) -> Remark:
    """A line that only those who deal with the case read."""
    with transaction.atomic():
        case = one(actor, "cases.read", Case, pk)
        remark = create(
            actor, "cases.remark", Remark(case=case, author=actor, text=said(text, LONGEST_TEXT)), verb="cases.remark"
        )
        trail.record(actor, "cases.remark", case)
        tell("remark", case, to=[case.reporter_id, *parties.acting(case)], but=actor)
    return remark


def _set_going(actor, case: Case) -> None:
    """An emergency sounds the alarm, a personal need goes to its desk and nowhere else, the rest waits for the keeper."""
    if case.urgent or case.personal:
        filing.file_at_once(case)
    if case.urgent:
        emergency.raise_alarm(case)
    elif case.personal:
        dispatch.dispatch_case(ROUTER, case.pk)
    else:
        tell("stood_in" if case.steward_id else "reported", case, to=parties.stewards(case), but=actor)


def _check_category(category) -> None:
    if not category.active:
        raise ValidationError(_("这一类已经停用，请换一类"))
    if category.route == Handler.ELSEWHERE:
        raise ValidationError(_("这件事另有更合适的地方，请看页面上的指引"))
    if category.personal and not parties.members_of(category.desk):
        raise ValidationError(_("{desk}还没有人值守，请先打电话").format(desk=category.desk))


def _answers(category, answers: dict | None) -> dict:
    """Only the category's own questions, only options there are."""
    known = {question["code"]: len(question["options"]) for question in category.questions}
    given = {code: int(option) for code, option in (answers or {}).items() if code in known and str(option).isdigit()}
    return {code: option for code, option in given.items() if option < known[code]}


def _check_pace(actor, category) -> None:
    """Nobody floods those who look. An emergency is taken always, and counts for nothing here."""
    if category.urgent:
        return
    most = REPORTS_AT_A_DESK if set(roles_of(actor)) & DESKS else REPORTS_A_DAY
    recent = Case.objects.filter(reporter=actor, urgent=False, reported_at__gt=clock.now() - timedelta(days=1))
    if recent.count() >= most:
        raise ValidationError(
            _("这一天已经报了 %(count)s 件，先到这里。写好的还在，明天可以接着报；有危险的事随时能报。"),
            code="too_many",
            params={"count": most},
        )


def _sent_before(actor, key: str, content: dict) -> Case | None:
    """The case sent under this key. Raises ValidationError (`key_reused`) where the key came with something else."""
    earlier = Case.objects.filter(reporter=actor, submission_key=key).first()
    if earlier and any(getattr(earlier, name) != value for name, value in content.items()):
        raise ValidationError(_("这份上报已经发出过，内容不一样了，请重新填一份"), code="key_reused")
    return earlier
