"""The loom, the façades, a crossing and a room: who gets them, and whose names stand on them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jingwei.cases import actions
from jingwei.cases.models import Category
from jingwei.core import clock
from jingwei.dashboards import cloth
from jingwei.dashboards.measures import case_scale, measure_of, share_scale, tint_of_cases, tint_of_share
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.grids.models import MicroGrid
from tests.cast import PEOPLE

pytestmark = pytest.mark.django_db
STUDENTS = {name for name, (_number, _gender, kind, *_rest) in PEOPLE.items() if kind == "student"}
KEEPERS = {"赵敏", "吴霜", "李强"}
READERS = {"何书记", "罗宁", "陈雅琴", "冯远", "王师傅"}  # of the loom and the façades
IN_412, IN_413 = {"赵敏", "周晓雨", "陈雅琴", "韩冬"}, {"孙悦", "沈青", "吴霜"}
MISSING = 999_999


def names_on(answer, reader: str) -> set[str]:
    assert answer.status_code == 200
    main = answer.content.decode().split("<main")[1]
    return {name for name in STUDENTS if name in main} - {reader}


def cells(drawn: dict) -> dict[tuple[str, str], list]:
    return {
        (group["building"], floor["label"]): [cell and (cell["tint"], cell["value"]) for cell in floor["cells"]]
        for group in drawn["groups"]
        for floor in group["floors"]
    }


@pytest.fixture
def light(cast):
    actions.ensure_catalogue(System("tests"))
    return actions.report_case(
        cast["韩冬"],
        category=Category.objects.get(code="light"),
        text="走廊东头第二盏灯不亮两天了",
        submission_key="light-1",
        room=cast.rooms["5-412"],
    )


@pytest.mark.parametrize("name", ["何书记", "罗宁", "陈雅琴", "王师傅", "赵敏", "周晓雨", "韩冬", "严谨", "石工"])
def test_who_gets_the_loom_and_the_facades(read, cast, name):
    addresses = [
        reverse("dashboards:loom"),
        reverse("dashboards:facade", args=[cast.buildings["5"].pk]),
        reverse("dashboards:crossing", args=[cast.rooms["5-412"].floor_id, cast.branches["一"].pk]),
    ]
    assert {read(name, address).status_code for address in addresses} == {200 if name in READERS else 403}


@pytest.mark.parametrize("measure", ["", "open", "overdue", "coverage", "nonsense"])
@pytest.mark.parametrize("name", sorted(READERS))
def test_the_loom_names_nobody(read, light, name, measure):
    assert names_on(read(name, f"{reverse('dashboards:loom')}?measure={measure}"), name) == set()


@pytest.mark.parametrize(
    ("name", "building", "known"),
    [
        ("何书记", "5", {"赵敏", "吴霜"}),
        ("罗宁", "3", {"李强"}),
        ("王师傅", "5", {"赵敏", "吴霜"}),
        ("王师傅", "3", set()),
        ("陈雅琴", "5", {"赵敏"}),
        ("陈雅琴", "3", set()),
        ("冯远", "5", {"吴霜"}),
        ("冯远", "3", {"李强"}),
    ],
)
def test_a_facade_names_the_keepers_that_are_ones_own_to_know(read, cast, name, building, known):
    answer = read(name, reverse("dashboards:facade", args=[cast.buildings[building].pk]))
    assert names_on(answer, name) == known


def test_every_window_leads_to_the_page_of_its_room(cast):
    drawn = cloth.facade(cast["冯远"], cast.buildings["5"], measure_of("open"))
    links = {window["number"]: window["href"] for floor in drawn["floors"] for window in floor["rooms"]}
    assert links == {
        door[2:]: reverse("housing:room", args=[cast.rooms[door].pk]) for door in ("5-412", "5-413", "5-501")
    }


def test_the_first_facade_is_that_of_the_first_building(read, cast):
    answer = read("何书记", reverse("dashboards:facades"))
    assert answer["Location"] == reverse("dashboards:facade", args=[cast.buildings["3"].pk])


@pytest.mark.parametrize(
    ("name", "room", "branch", "known"),
    [
        ("何书记", "5-412", "一", {"赵敏", "周晓雨"}),
        ("王师傅", "5-413", "二", {"吴霜", "孙悦"}),
        ("王师傅", "3-101", "二", set()),
        ("陈雅琴", "5-412", "一", {"赵敏", "周晓雨"}),
        ("陈雅琴", "5-413", "二", set()),
    ],
)
def test_a_crossing_shows_the_rooms_that_are_ones_own_to_see(read, cast, name, room, branch, known):
    address = reverse("dashboards:crossing", args=[cast.rooms[room].floor_id, cast.branches[branch].pk])
    assert names_on(read(name, address), name) == known


def test_a_crossing_of_what_is_not_there(read, cast):
    floor, branch = cast.rooms["5-412"].floor_id, cast.branches["一"].pk
    for address in ([MISSING, branch], [floor, MISSING]):
        assert read("何书记", reverse("dashboards:crossing", args=address)).status_code == 404
    empty = read("何书记", reverse("dashboards:crossing", args=[floor, cast.branches["教一"].pk]))
    assert "这里没有你能看到的房间" in empty.content.decode()


@pytest.mark.parametrize(
    ("name", "seen"), [("何书记", "1"), ("王师傅", "1"), ("陈雅琴", "1"), ("罗宁", "1"), ("冯远", ""), ("刘师傅", "")]
)
def test_open_cases_are_counted_as_far_as_ones_post_reaches(cast, light, name, seen):
    drawn = cloth.loom(cast[name], measure_of("open"))
    assert cells(drawn)["5号楼", "4 层"][0][1] == seen


def test_what_is_done_with_no_longer_counts_and_what_is_late_counts_as_late(cast, light):
    def counted(code):
        return cells(cloth.loom(cast["何书记"], measure_of(code)))["5号楼", "4 层"][0]

    assert counted("overdue") == (0, "")
    with clock.travel(clock.now() + timedelta(days=60)):
        assert counted("overdue") == (1, "1")
    actions.void_case(cast["赵敏"], light.pk, reason="已经自己修好")
    assert counted("open") == (0, "")


def test_coverage_shows_where_the_cloth_has_a_hole(cast):
    whole = cells(cloth.loom(cast["何书记"], measure_of("coverage")))
    assert len({cell for row in whole.values() for cell in row if cell}) == 1
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=None)
    torn = cells(cloth.loom(cast["何书记"], measure_of("coverage")))
    assert torn["5号楼", "4 层"][0] == whole["5号楼", "4 层"][0]
    assert torn["5号楼", "4 层"][1] == (5, "1")


def test_an_unknown_measure_is_the_usual_one():
    assert measure_of("nonsense") == measure_of("open")


def test_a_tint_means_the_same_whatever_the_rest_of_the_cloth(cast, light):
    def drawn():
        return cells(cloth.loom(cast["何书记"], measure_of("open")))["5号楼", "4 层"]

    assert drawn()[0] == (1, "1")
    for number in range(9):
        actions.report_case(
            cast["沈青"], category=light.category, text="灯", submission_key=f"more-{number}", room=cast.rooms["5-413"]
        )
    assert drawn()[:2] == [(1, "1"), (5, "9")]


@pytest.mark.parametrize(("number", "tint"), [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5), (70, 5)])
def test_the_steps_of_cases(number, tint):
    assert tint_of_cases(number) == tint


@pytest.mark.parametrize(
    ("covered", "rooms", "tint"), [(10, 10, 1), (9, 10, 2), (8, 10, 2), (7, 10, 3), (1, 2, 3), (4, 9, 4), (0, 3, 5)]
)
def test_the_bands_of_coverage(covered, rooms, tint):
    assert tint_of_share(covered, rooms) == tint


def test_the_legend_says_what_each_step_means(read, cast):
    assert [step["label"] for step in case_scale()] == ["0", "1", "2", "3", "4", "5+"]
    assert [step["label"] for step in share_scale()] == ["100%", "≥ 80%", "≥ 50%", "< 50%", "0%"]
    facade = reverse("dashboards:facade", args=[cast.buildings["5"].pk])
    for address, said in ((reverse("dashboards:loom"), "≥ 80%"), (facade, "两位都缺")):
        assert said in read("何书记", f"{address}?measure=coverage").content.decode()
        assert "5+" in read("何书记", address).content.decode()


def test_a_window_says_its_number_in_words(cast, light):
    drawn = cloth.facade(cast["何书记"], cast.buildings["5"], measure_of("open"))
    titles = {window["number"]: window["title"] for floor in drawn["floors"] for window in floor["rooms"]}
    assert titles["412"].endswith("未结案卷 1")
    assert titles["413"].endswith("未结案卷 0")


def test_the_week_stands_once(read):
    page = read("何书记", reverse("dashboards:loom")).content.decode()
    assert page.count(" 周<") == 1


def room_of(read, name, room):
    return read(name, reverse("housing:room", args=[room]))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("韩冬", IN_412),
        ("周晓雨", IN_412),
        ("赵敏", IN_412),
        ("王师傅", IN_412),
        ("何书记", IN_412),
        ("陈雅琴", IN_412),  # she lives there
        ("罗宁", {"赵敏", "周晓雨", "陈雅琴"}),  # who answers for it, not who lives in it
    ],
)
def test_a_rooms_sheet_says_who_answers_for_it_and_to_whom_it_matters_who_lives_there(read, cast, name, known):
    assert names_on(room_of(read, name, cast.rooms["5-412"].pk), name) == known - {name}


def test_reading_who_lives_there_leaves_a_line(read, cast):
    room_of(read, "王师傅", cast.rooms["5-413"].pk)
    entry = TrailEntry.objects.get(verb="read")
    assert entry.actor == cast["王师傅"]
    assert set(entry.data["ids"]) == {cast[name].pk for name in IN_413}


@pytest.mark.parametrize("name", ["韩冬", "吴霜", "刘师傅", "冯远"])
def test_of_a_foreign_room_the_place_alone_is_shown(read, cast, light, name):
    foreign = room_of(read, name, cast.rooms["5-501"].pk)
    assert names_on(foreign, name) == set()
    assert foreign.context["panels"] == []
    assert room_of(read, name, MISSING).status_code == 404


def test_a_rooms_open_cases_are_those_one_may_read(read, cast, light):
    shown = reverse("cases:show", args=[light.pk])
    for name, sees in (("韩冬", True), ("王师傅", True), ("罗宁", False)):
        assert (shown in room_of(read, name, cast.rooms["5-412"].pk).content.decode()) == sees
