"""What each sees on the board, in the counts and in the figures."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from jingwei.cases import actions, queries, routing
from jingwei.cases.models import Category, Photo
from jingwei.cases.places import place_for
from jingwei.cases.promise import promise
from jingwei.core import clock
from jingwei.gate.doors import Denied

pytestmark = pytest.mark.django_db

DUTIES = {
    # state → who has what to do
    "reported": {"赵敏": "file"},
    "verifying": {"赵敏": "confirm", "周晓雨": "confirm"},
    "info_wanted": {"韩冬": "answer"},
    "filed": {"赵敏": "dispatch"},
    "dispatched": {"王师傅": "accept"},
    "returned": {"赵敏": "dispatch"},
    "handling": {"王师傅": "handle"},
    "scheduled": {"王师傅": "handle"},
    "paused": {},
    "done_claimed": {"孙悦": "check"},
    "rework": {"王师傅": "handle"},
    "closed": {"韩冬": "rate"},
    "reopen_wanted": {"陈雅琴": "judge"},
    "voided": {},
}


@pytest.mark.parametrize("state", DUTIES)
def test_everybody_sees_what_is_theirs_to_do_and_nobody_elses(loop, state):
    loop.bring_to(state)
    found = {name: thing.kind for name in loop.cast.people for thing in queries.to_do(loop[name])}
    assert found == DUTIES[state]


def test_the_board_shows_the_rest_as_waiting_for_others(loop):
    loop.bring_to("handling")
    loop.report()
    groups = {group.kind: len(group.cases) for group in queries.board(loop["赵敏"])}
    assert groups == {"file": 1, "waiting": 1}


def test_looking_at_the_board_opens_nothing(loop):
    loop.bring_to("handling")
    for name in ("严谨", "石工", "罗宁", "高飞", "吴霜", "丁前"):
        actor = loop[name]
        assert queries.board(actor) == []
        assert queries.to_do(actor) == []
        assert list(queries.listed(actor)) == []


def test_requests_wait_for_whom_they_wait(loop):
    case = loop.bring_to("handling")
    request = actions.request_pause(loop["王师傅"], case.pk, until=clock.today() + timedelta(days=3), reason="等配件")
    waiting = {name for name in loop.cast.people if queries.approvals(loop[name])}
    assert waiting == {"陈雅琴"}
    actions.approve_pause(loop["陈雅琴"], request.pk)
    assert {name for name in loop.cast.people if queries.approvals(loop[name])} == {"罗宁"}


def test_buttons_are_what_may_be_done(loop):
    case = loop.bring_to("dispatched")
    buttons = {
        name: [step.name for step in queries.steps_for(loop[name], case)]
        for name in ("王师傅", "赵敏", "韩冬", "刘师傅")
    }
    assert buttons == {"王师傅": ["accept", "return"], "赵敏": [], "韩冬": [], "刘师傅": []}


def test_counts_are_by_the_answering_rooms_branch(loop):
    floor = loop.cast.rooms["5-412"].floor
    loop.report(floor=floor, spot="corridor")
    case = loop.report()
    loop.report(by="沈青", room=loop.cast.rooms["5-413"])
    counted = queries.open_counts_by_floor_branch(loop["何书记"])
    first, second = loop.cast.branches["一"].pk, loop.cast.branches["二"].pk
    assert {key: counts.open for key, counts in counted.items()} == {(floor.pk, first): 2, (floor.pk, second): 1}
    with clock.travel(case.act_by + timedelta(minutes=1)):
        rooms = queries.open_counts_by_room(loop["王师傅"], loop.cast.buildings["5"])
    assert rooms[case.room_id] == queries.counts.Counts(open=1, overdue=1)
    assert queries.open_counts_by_room(loop["刘师傅"], loop.cast.buildings["5"]) == {}


def test_figures_carry_their_numerators_and_denominators(loop):
    done = loop.bring_to("closed")
    actions.rate_case(loop["韩冬"], done.pk, level=3)
    loop.bring_to("returned")
    loop.bring_to("rework")
    loop.report()
    found = {figure.code: figure for figure in queries.figures(loop["何书记"])}
    pairs = {code: (figure.numerator, figure.denominator) for code, figure in found.items()}
    assert pairs["reported"] == (4, 4)
    assert pairs["filed_rate"] == (3, 4)
    assert pairs["handled_on_time"] == (2, 2)
    assert pairs["closed_on_time"] == (1, 1)
    assert pairs["accurate"] == (2, 3)
    assert pairs["return_rate"] == (1, 3)
    assert pairs["rework_rate"] == (1, 2)
    assert pairs["satisfied"] == (1, 1)
    assert found["median_hours"].n == 2
    other = {figure.code: figure.value for figure in queries.figures(loop["冯远"])}
    assert other["reported"] == 0
    assert other["satisfied"] is None
    assert all(figure.value == 0 for figure in queries.figures(loop["韩冬"]) if figure.code == "reported")


def test_lists_filter_and_search(loop):
    case, other = loop.report(), loop.report(code="water-leak", text="阳台水管滴水")
    keeper = loop["赵敏"]
    assert list(queries.listed(keeper, search="水管")) == [other]
    assert list(queries.listed(keeper, search=case.number)) == [case]
    assert list(queries.listed(keeper, family="repair", is_open=True)) == [other, case]
    assert list(queries.listed(keeper, is_open=False)) == []
    assert list(queries.listed(keeper, state="filed")) == []
    assert list(queries.listed(keeper, overdue=True)) == []
    assert list(queries.listed(loop["吴霜"])) == []


def test_before_sending_it_says_who_will_see_it(loop):
    category, room = loop.category(), loop.cast.rooms["5-412"]
    said = promise(category, place_for(loop["韩冬"], category, room=room))
    assert said.readers == ["5号楼 412 的同学和负责人", "网格党员", "5号楼楼管"]
    assert "楼管" not in " ".join(said.name_shown_to)
    personal = loop.category("hardship")
    assert promise(personal, place_for(loop["韩冬"], personal, room=room)).readers == ["资助中心"]


def test_receivers_are_those_who_are_there(loop):
    case = loop.bring_to("filed")
    labels = [str(receiver) for receiver in routing.receivers(case)]
    assert labels[:2] == ["5号楼楼管", "后勤"]
    assert set(labels[2:]) == {"赵敏", "陈雅琴"}
    for wrong in ("", "desk", "desk:x", "room:1", "person:0"):
        with pytest.raises(ValidationError):
            routing.parse(wrong)


def test_the_catalogue_is_complete_in_both_languages(loop):
    rows = list(queries.categories(loop["韩冬"]))
    assert len(rows) == Category.objects.count() >= 20
    for row in rows:
        words = (row.name_zh, row.name_en, row.filing_standard_zh, row.filing_standard_en, row.closing_standard_en)
        assert all(words), row.code
        if row.stopper:
            assert row.stopper["zh"]
            assert row.stopper["en"]
    assert actions.ensure_catalogue(loop["罗宁"]) == 0
    with pytest.raises(Denied):
        actions.change_category(loop["赵敏"], rows[0].pk, limit_amount=9)
    assert actions.change_category(loop["罗宁"], rows[0].pk, limit_amount=9).limit_amount == 9


def test_a_photo_is_kept_re_encoded_and_seen_only_from_within(loop):
    case = loop.bring_to("handling", code="fire-lane")
    picture = BytesIO()
    Image.new("RGB", (64, 48), "#a92e25").save(picture, "PNG", pnginfo=None)
    photo = actions.add_photo(loop["王师傅"], case.pk, upload=picture.getvalue(), stage="after")
    row, kept = queries.open_photo(loop["韩冬"], photo.pk)
    with kept:
        assert row == photo
        assert kept.read(3) == b"\xff\xd8\xff"  # a JPEG now
    for name in ("吴霜", "何书记", "高飞", "罗宁", "冯远"):
        with pytest.raises(Denied):
            queries.open_photo(loop[name], photo.pk)
    assert queries.photos_of(loop["赵敏"], case) == [photo]
    assert actions.claim_done(loop["王师傅"], case.pk, outcome="通道清了").state == "done_claimed"
    with pytest.raises(ValidationError):
        actions.add_photo(loop["王师傅"], case.pk, upload=b"not a picture", stage="after")
    with pytest.raises(Denied):
        actions.add_photo(loop["高飞"], case.pk, upload=picture.getvalue(), stage="after")
    assert Photo.objects.count() == 1


def test_english_readers_read_english(loop):
    case = loop.bring_to("dispatched")
    with translation.override("en"):
        assert case.category.name == "Lights, sockets, switches"
        texts = [entry.text for entry in queries.timeline(case, loop["赵敏"])]
    assert not any(sign in " ".join(texts) for sign in "立案派给上报")
