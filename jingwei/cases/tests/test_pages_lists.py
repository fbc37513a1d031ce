"""The lists and the board, the catalogue and the figures: what they show, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.cases import actions
from jingwei.cases.models import Case

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ROLES = ["韩冬", "周晓雨", "赵敏", "陈雅琴", "王师傅", "孔科长", "罗宁", "何书记"]


@pytest.fixture
def many(loop):
    """many(25): bring the open cases of 5-412 to that number, in one statement."""

    def make(number):
        first = Case.objects.order_by("pk").first() or loop.bring_to("handling")
        rows = []
        for index in range(Case.objects.count(), number):
            row = Case.objects.get(pk=first.pk)
            row.pk, row.number, row.submission_key = None, f"9{index:018}", f"made-{index}"
            rows.append(row)
        Case.objects.bulk_create(rows)
        return first

    return make


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def numbers(page) -> list[str]:
    return re.findall(r'href="/cases/(\d+)/"', page.content.decode())


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("韩冬", "/cases/?show=mine", 10),
        ("何书记", "/cases/?show=all", 12),
        ("王师傅", "/cases/?show=all&state=handling&family=repair", 12),
        ("赵敏", "/cases/?show=todo", 24),
        ("王师傅", "/cases/?show=todo", 24),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(browse, loop, many, name, address, most):
    many(25)
    few = statements(browse(name), address)
    many(75)
    assert statements(browse(name), address) == few
    assert few <= most


def test_a_case_page_costs_the_same_however_long_its_story_is(browse, loop, many):
    case = many(25)
    client = browse("王师傅")
    before = statements(client, f"/cases/{case.pk}/")
    for index in range(30):
        actions.add_remark(loop["韩冬"], case.pk, text=f"第 {index} 句")
    assert statements(browse("王师傅"), f"/cases/{case.pk}/") == before
    assert before <= 25


def test_the_next_rows_follow_without_gap_or_double(browse, loop, many):
    many(60)
    client, address, seen = browse("何书记"), "/cases/?show=all", []
    while address:
        page = client.get(address, headers={"HX-Request": "true"}).content.decode()
        seen += re.findall(r'<a href="/cases/(\d+)/" data-sheet', page)
        following = re.search(r'hx-get="(\?[^"]+)"', page.split("more", 1)[-1]) if "after=" in page else None
        address = "/cases/" + following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("after", ["x", "2026-11-16T09:00:00+08:00_x", "_7", "2026-99-99_1"])
def test_a_broken_address_begins_at_the_top(browse, loop, after):
    loop.report(by="韩冬")
    assert numbers(browse("何书记").get("/cases/", {"show": "all", "after": after}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=handling", True),
        ("state=closed", False),
        ("state=nonsense", True),
        ("family=repair", True),
        ("family=hygiene", False),
        ("q=东头", True),
        ("q=没有这几个字", False),
        ("overdue=on", False),
    ],
)
def test_the_filters_stand_in_the_address(browse, loop, query, found):
    case = loop.bring_to("handling")
    page = browse("王师傅").get(f"/cases/?show=all&{query}")
    assert (str(case.pk) in numbers(page)) is found


@pytest.mark.parametrize(("name", "first"), [("韩冬", "我的上报"), ("赵敏", "等我处理"), ("王师傅", "等我处理")])
def test_who_holds_a_post_begins_with_the_board(browse, name, first):
    page = browse(name).get("/cases/").content.decode()
    assert re.search(r'aria-current="true">([^<]+)', page)[1].strip() == first


def test_the_keeper_s_board_is_grouped_by_what_has_to_be_done(browse, loop):
    places = {state: loop.bring_to(state).pk for state in ("reported", "filed", "returned", "handling")}
    page = browse("赵敏").get("/cases/").content.decode()
    columns = {
        re.search(r"<h2>([^<]+)", part)[1]: set(map(int, re.findall(r'href="/cases/(\d+)/" data-sheet', part)))
        for part in page.split('<section class="card')[1:]
    }
    assert columns["要不要立案"] == {places["reported"]}
    assert columns["派给谁"] == {places["filed"], places["returned"]}
    assert columns["等别人"] == {places["handling"]}


def test_a_neighbour_sees_nothing_of_it(browse, loop):
    loop.report(by="韩冬")
    assert numbers(browse("沈青").get("/cases/?show=all")) == []


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("address", ["/cases/", "/cases/?show=mine", "/cases/?show=all", "/cases/catalogue/"])
def test_every_role_may_open_the_lists(browse, name, address):
    assert browse(name).get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("何书记", 200), ("陈雅琴", 200), ("韩冬", 403), ("赵敏", 403), ("严谨", 403)]
)
def test_figures_are_for_those_who_answer_for_the_loop(browse, loop, name, status):
    loop.bring_to("closed")
    assert browse(name).get("/cases/figures/").status_code == status


def test_a_figure_names_what_it_is_made_of(browse, loop):
    loop.bring_to("closed")
    loop.report(by="周晓雨")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browse("何书记").get("/cases/figures/").content.decode()))
    assert re.search(r"立案率 50\.0% 1 / 2", page)
    assert "并案、作废、挂账中的不算" in page


def test_the_catalogue_names_standards_time_and_handler(browse):
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browse("韩冬").get("/cases/catalogue/").content.decode()))
    assert "灯、插座、开关" in page
    assert "不亮、忽闪，或插座没电" in page
    assert "能正常用，报告人或核查人看过" in page
    assert "2 工作日" in page


ENGLISH_PAGES = [
    ("韩冬", "/cases/report/"),
    ("韩冬", "/cases/report/repair/"),
    ("韩冬", "/cases/report/safety/"),
    ("韩冬", "/cases/report/care/"),
    ("韩冬", "/cases/{case}/"),
    ("韩冬", "/cases/{case}/receipt/"),
    ("韩冬", "/cases/{case}/deadline/"),
    ("韩冬", "/cases/{case}/remark/"),
    ("王师傅", "/cases/{case}/claim/"),
    ("王师傅", "/cases/{case}/return/"),
    ("王师傅", "/cases/{case}/schedule/"),
    ("王师傅", "/cases/{case}/ask-pause/"),
    ("王师傅", "/cases/{case}/ask-extension/"),
    ("赵敏", "/cases/?show=todo"),
    ("韩冬", "/cases/?show=mine"),
    ("何书记", "/cases/?show=all"),
    ("何书记", "/cases/figures/"),
    ("韩冬", "/cases/catalogue/"),
]


@pytest.mark.parametrize(("name", "address"), ENGLISH_PAGES)
def test_the_english_page_has_no_chinese_words_of_the_interface(browse, loop, name, address):
    case = loop.bring_to("handling")
    client = browse(name)
    client.cookies["language"] = "en"
    page = client.get(address.format(case=case.pk), follow=True).content.decode()
    words = re.sub(r"<script.*?</script>|<title>.*?</title>", "", page, flags=re.DOTALL)
    own = [*loop.cast.people, *(str(room) for room in loop.cast.rooms.values()), case.text, "中文"]
    own += [str(building) for building in loop.cast.buildings.values()]
    for data in sorted(own, key=len, reverse=True):  # names of people and places, and what people wrote
        words = words.replace(data, "")
    left = set(CHINESE.findall(re.sub(r"[号楼层]", "", words)))
    assert left - {name[0] for name in loop.cast.people} == set()


def test_who_may_not_read_of_places_is_offered_none_to_filter_by(browse, loop):
    """The administrator has a page of own reports like everybody, and nothing of the house behind its filter."""
    loop.bring_to("handling")
    building = loop.cast.rooms["5-412"].floor.building
    page = "/cases/?show=all&building={}".format
    for name in ("石工", "钱乐"):
        client = browse(name)
        there, missing = (client.get(page(number)).content.decode() for number in (building.pk, 987_654))
        assert there.count("<option") == missing.count("<option"), name
        assert str(building) not in there, name
    assert str(building) in browse("何书记").get(page(building.pk)).content.decode()
