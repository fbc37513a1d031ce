"""The loop from end to end, and who may take which part in it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jingwei.cases import actions, parties, queries
from jingwei.cases.actions.checking import Because, choose_checker
from jingwei.cases.models import Case, Desk, Dispatch, Supporter
from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.gate import trail
from jingwei.gate.doors import Denied, visible
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid

from .conftest import STEPS

pytestmark = pytest.mark.django_db


def told(case, kind):
    """Whom the outbox tells of it, by name-less ids."""
    rows = OutboxMessage.objects.filter(kind=f"cases.{kind}", payload__case=case.pk)
    return [set(row.recipients) for row in rows]


def test_from_report_to_reopening(loop):
    case = loop.report()
    assert told(case, "reported") == [{loop["赵敏"].pk}]
    actions.file_case(loop["赵敏"], case.pk)
    actions.dispatch_case(loop["赵敏"], case.pk)
    assert told(case, "dispatched") == [{loop["王师傅"].pk}]
    actions.return_case(
        loop["王师傅"], case.pk, reason="要电工", next_owner=f"desk:{Desk.objects.get(code='logistics').pk}"
    )
    again = actions.dispatch_case(loop["赵敏"], case.pk)  # no receiver given: whom the return named
    assert again.handler_desk.code == "logistics"
    actions.accept_case(loop["孔科长"], case.pk)
    claimed = actions.claim_done(loop["孔科长"], case.pk, outcome="换了灯管")
    assert claimed.checker == loop["孙悦"]  # lead of the neighbouring grid
    closed = actions.close_case(loop["孙悦"], case.pk, answer="灯亮了，谢谢你")
    assert closed.claimed_at <= closed.due_at
    assert told(case, "closed") == [{loop["韩冬"].pk}]
    actions.rate_case(loop["韩冬"], case.pk, level=2)
    assert actions.rate_case(loop["韩冬"], case.pk, level=1).level == 1
    assert case.ratings.count() == 1
    actions.want_reopen(loop["韩冬"], case.pk, reason="又不亮了")
    assert told(case, "reopen_wanted") == [{loop["陈雅琴"].pk}]
    reopened = actions.grant_reopen(loop["陈雅琴"], case.pk)
    assert (reopened.state, reopened.reopen_count, reopened.closed_at) == ("handling", 1, None)
    assert case.clock_events.filter(clock="handle", mark="start").count() == 2  # a new clock, the old one kept
    verbs = [entry.verb for entry in queries.timeline(reopened, loop["韩冬"])]
    assert verbs[:3] == ["cases.report", "cases.file", "cases.dispatch"]
    assert verbs[-1] == "cases.grant_reopen"


def test_a_double_click_files_one_case(loop):
    first = loop.report(key="one")
    assert loop.report(key="one") == first
    assert Case.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="cases.reported").count() == 1
    with pytest.raises(ValidationError) as error:
        loop.report(key="one", text="另一件事")
    assert error.value.code == "key_reused"
    assert loop.report(by="周晓雨", key="one") != first  # another's key is another key


def test_the_second_to_accept_is_told_who_has_it(loop):
    desk = Desk.objects.get(code="logistics")
    Appointment.objects.create(person=loop["严谨"], role=Role.OFFICE, unit_kind="desk", unit_id=desk.pk)
    case = loop.bring_to("filed")
    actions.dispatch_case(loop["赵敏"], case.pk, to=f"desk:{desk.pk}")
    actions.accept_case(loop["孔科长"], case.pk)
    with pytest.raises(WrongState) as error:
        actions.accept_case(loop["严谨"], case.pk)
    assert "孔科长" in queries.who_has(error.value.row)


def test_numbers_have_19_digits_and_tell_no_room(loop):
    first, second = loop.report(), loop.report()
    assert (first.number, second.number) == ("0120261116000100001", "0120261116000100002")


@pytest.mark.parametrize(
    ("by", "room"), [("韩冬", "5-413"), ("高飞", "5-412"), ("吴霜", "5-412"), ("刘师傅", "5-412"), ("丁前", "5-412")]
)
def test_nobody_reports_on_a_foreign_room(loop, by, room):
    with pytest.raises(Denied):
        loop.report(by=by, room=loop.cast.rooms[room])
    assert not Case.objects.exists()


def test_a_shared_place_is_answered_by_the_reporters_own_room(loop):
    floor = loop.cast.rooms["5-412"].floor
    case = loop.report(floor=floor, spot="corridor")
    assert (case.room, case.floor, case.home_room) == (None, floor, loop.cast.rooms["5-412"])
    assert case.place.endswith("走廊")
    elsewhere = loop.report(by="高飞", floor=floor)
    assert elsewhere.home_room == loop.cast.rooms["5-412"]  # the first kept room of that floor


def test_where_there_is_no_keeper_a_secretary_stands_in(loop):
    MicroGrid.objects.filter(room=loop.cast.rooms["5-412"]).update(end=clock.now())
    case = loop.report()
    assert case.steward in (loop["陈雅琴"], loop["冯远"])
    assert told(case, "stood_in") == [{case.steward_id}]
    assert actions.file_case(case.steward, case.pk).state == "filed"
    Appointment.objects.filter(role=Role.SECRETARY).update(end=clock.now())
    assert loop.report(key="later").steward == loop["罗宁"]  # then the centre


def test_where_there_is_no_warden_the_desk_gets_it_and_it_says_why(loop):
    Appointment.objects.filter(role=Role.WARDEN).update(end=clock.now())
    case = loop.bring_to("filed")
    assert actions.dispatch_case(loop["赵敏"], case.pk).handler_desk.code == "logistics"
    detail = queries.timeline(case, loop["赵敏"])[-1].detail
    assert "5号楼 → 后勤" in detail
    assert "楼管" in detail


@pytest.mark.parametrize("name", ["韩冬", "周晓雨", "吴霜", "王师傅", "何书记", "孔科长", "罗宁"])
def test_only_keeper_and_secretary_file(loop, name):
    case = loop.report()
    with pytest.raises(Denied):
        actions.file_case(loop[name], case.pk)
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_the_lead_confirms_but_never_an_own_report(loop):
    assert actions.confirm_case(loop["周晓雨"], loop.report().pk).state == "filed"
    with pytest.raises(Denied):
        actions.confirm_case(loop["周晓雨"], loop.report(by="周晓雨").pk)


def test_information_is_asked_for_given_and_goes_back(loop):
    case = loop.bring_to("info_wanted")
    assert "answer" in {thing.kind for thing in queries.to_do(loop["韩冬"])}
    with pytest.raises(Denied):
        actions.give_info(loop["周晓雨"], case.pk, text="东头那盏")
    assert actions.give_info(loop["韩冬"], case.pk, text="东头那盏").state == "reported"


def test_after_five_days_without_information_it_goes_on(loop, monday):
    case = loop.bring_to("info_wanted")
    with clock.travel(monday + timedelta(days=5, minutes=-1)):
        assert actions.end_waiting_for_info() == 0
    with clock.travel(monday + timedelta(days=5)):
        assert actions.end_waiting_for_info() == 1
        assert actions.end_waiting_for_info() == 0
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_a_return_needs_a_reason_and_another_owner(loop):
    case = loop.bring_to("dispatched")
    own = f"wardens:{loop.cast.buildings['5'].pk}"
    for wrong in (
        {"reason": " ", "next_owner": "desk:1"},
        {"reason": "不归我", "next_owner": own},
        {"reason": "不归我", "next_owner": "desk:9999"},
        {"reason": "不归我", "next_owner": f"person:{loop['高飞'].pk}"},
    ):
        with pytest.raises(ValidationError):
            actions.return_case(loop["王师傅"], case.pk, **wrong)
    assert Case.objects.get(pk=case.pk).state == "dispatched"


def test_after_the_third_return_the_secretary_coordinates(loop):
    case = loop.bring_to("filed")
    desk, wardens = f"desk:{Desk.objects.get(code='logistics').pk}", f"wardens:{loop.cast.buildings['5'].pk}"
    for by, to, named in (("王师傅", wardens, desk), ("孔科长", desk, wardens), ("王师傅", wardens, desk)):
        actions.dispatch_case(loop["赵敏"], case.pk, to=to)
        actions.return_case(loop[by], case.pk, reason="不归我们", next_owner=named)
    assert told(case, "coordinate") == [{loop["陈雅琴"].pk}]
    with pytest.raises(Denied):
        actions.dispatch_case(loop["赵敏"], case.pk)
    assert actions.dispatch_case(loop["陈雅琴"], case.pk).state == "dispatched"


def test_the_checker_is_never_the_handler_nor_the_reporter(loop):
    case = loop.bring_to("handling")
    assert choose_checker(case).person == loop["孙悦"]
    assert choose_checker(case, but=loop["孙悦"].pk).because == Because.NEIGHBOUR_KEEPER
    case.reporter = loop["孙悦"]
    assert choose_checker(case).person == loop["吴霜"]
    case.handler = loop["吴霜"]
    chosen = choose_checker(case)
    assert chosen.person not in (loop["吴霜"], loop["孙悦"])
    assert chosen.because == Because.OWN_GRID


def test_only_the_checker_checks(loop):
    case = loop.bring_to("done_claimed")
    for name in ("王师傅", "韩冬", "赵敏", "吴霜", "陈雅琴", "何书记"):
        with pytest.raises(Denied):
            actions.close_case(loop[name], case.pk, answer="好了")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(checker=loop["王师傅"])


def test_a_photo_is_wanted_where_the_category_says_so(loop):
    case = loop.bring_to("handling", code="fire-lane")
    with pytest.raises(ValidationError) as error:
        actions.claim_done(loop["王师傅"], case.pk, outcome="通道清了")
    assert error.value.code == "photo_wanted"


def test_reopening_ends_after_fourteen_days(loop, monday):
    case = loop.bring_to("closed")
    with clock.travel(monday + timedelta(days=14, seconds=1)):
        assert queries.steps_for(loop["韩冬"], case) == []
        with pytest.raises(Denied):
            actions.want_reopen(loop["韩冬"], case.pk, reason="又坏了")
    with clock.travel(monday + timedelta(days=14)):
        assert actions.want_reopen(loop["韩冬"], case.pk, reason="又坏了").state == "reopen_wanted"


def test_merging_keeps_every_reporter_informed(loop):
    target, double = loop.report(by="周晓雨"), loop.report()
    actions.merge_case(loop["赵敏"], double.pk, into=target.pk, reason="同一盏灯")
    assert told(double, "merged") == [{loop["韩冬"].pk}]
    assert Supporter.objects.filter(case=target, person=loop["韩冬"]).exists()
    assert target in queries.my_cases(loop["韩冬"])
    assert actions.restore_case(loop["陈雅琴"], double.pk, reason="不是一回事").state == "reported"
    with pytest.raises(ValidationError):
        actions.merge_case(loop["赵敏"], double.pk, into=double.pk, reason="自己")


def test_who_learns_the_reporters_name(loop):
    case = loop.bring_to("dispatched")
    shown = {name for name in ("韩冬", "赵敏", "陈雅琴") if parties.author_shown_to(loop[name], case)}
    hidden = {
        name
        for name in ("周晓雨", "吴霜", "冯远", "王师傅", "刘师傅", "何书记", "罗宁", "孔科长", "高飞", "丁前")
        if not parties.author_shown_to(loop[name], case)
    }
    assert shown == {"韩冬", "赵敏", "陈雅琴"}
    assert len(hidden) == 10
    for name in ("周晓雨", "王师傅", "何书记"):
        lines = " ".join(entry.text for entry in queries.timeline(case, loop[name]))
        assert "韩冬" not in lines
        assert "报告人" in lines
    assert "韩冬" in " ".join(entry.text for entry in queries.timeline(case, loop["赵敏"]))


def test_similar_cases_show_no_text_and_no_name(loop):
    case = loop.report(floor=loop.cast.rooms["5-412"].floor, spot="corridor")
    place = {"building": loop.cast.buildings["5"], "floor": loop.cast.rooms["5-412"].floor}
    (found,) = queries.similar_cases(loop["沈青"], loop.category(), **place)  # 5-413, the same floor
    assert (found.pk, found.joined) == (case.pk, False)
    assert not hasattr(found, "text")
    with pytest.raises(Denied):
        queries.one_case(loop["沈青"], case.pk)
    actions.join_case(loop["沈青"], case.pk)
    assert actions.join_case(loop["沈青"], case.pk).pk
    assert case.supporters.count() == 1
    assert queries.one_case(loop["沈青"], case.pk) == case
    assert queries.similar_cases(loop["高飞"], loop.category(), **place) == []
    with pytest.raises(Denied):
        actions.join_case(loop["高飞"], case.pk)


def test_remarks_are_read_by_those_who_deal_with_it(loop):
    case = loop.bring_to("handling")
    actions.add_remark(loop["韩冬"], case.pk, text="下午都在")
    assert [remark.text for remark in queries.remarks_of(loop["王师傅"], case)] == ["下午都在"]
    assert queries.remarks_of(loop["陈雅琴"], case) == []  # the secretary reads the case, not the talk
    with pytest.raises(Denied):
        actions.add_remark(loop["周晓雨"], case.pk, text="我也看看")


def test_the_trail_has_a_line_for_every_move(loop):
    case = loop.bring_to("closed")
    verbs = [entry.verb for entry in trail.of(case)]
    assert verbs == [f"cases.{step}" for step in ("report", "file", "dispatch", "accept", "claim", "close")]


def test_a_dispatch_knows_one_receiver_and_one_waiting(loop):
    case = loop.bring_to("dispatched")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(case=case, person=loop["赵敏"], because="chosen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(case=case, because="chosen", result="returned")


def test_a_case_is_seen_only_from_within(loop):
    case = loop.bring_to("handling")
    readers = {name for name in loop.cast.people if visible(loop[name], "cases.read", Case).filter(pk=case.pk).exists()}
    office = {"孔科长"}
    assert readers == {"韩冬", "周晓雨", "陈雅琴", "赵敏", "王师傅", "何书记"} | office


@pytest.mark.parametrize("step", ["file", "dispatch", "accept", "claim", "close", "want_reopen"])
def test_a_step_and_what_is_told_of_it_stand_or_fall_together(loop, monkeypatch, step):
    source = {"file": "reported", "dispatch": "filed", "accept": "dispatched", "claim": "handling"}
    case = loop.bring_to({**source, "close": "done_claimed", "want_reopen": "closed"}[step])
    entries, messages = trail.of(case).count(), OutboxMessage.objects.count()

    def broken(*args, **kwargs):
        raise RuntimeError("the outbox is full")

    monkeypatch.setattr("jingwei.core.outbox.post", broken)
    with pytest.raises(RuntimeError):
        STEPS[step](loop, case.pk)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.due_at, after.act_by) == (case.state, case.due_at, case.act_by)
    assert (trail.of(case).count(), OutboxMessage.objects.count()) == (entries, messages)
