"""What the plan's page tells before anybody presses «publish», and «my grid» of those who answer for much."""

import pytest
from django.urls import reverse

from jingwei.gate.models import TrailEntry
from jingwei.grids import mine, plan_page
from jingwei.grids.actions import ask_to_replan, assign_room, draft_plan, exempt_member
from jingwei.grids.queries import plan_rooms

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, cast):
    """Opens a page of the grids as somebody, in a language, and gives its main part."""

    def open_as(name, url, *args, language="zh-hans", **query):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["language"] = language
        page = client.get(reverse(url, args=args), query).content.decode()
        return page.split("<main")[1].split("</main>")[0]

    return open_as


def test_what_publishing_would_change(cast, plan, committee):
    heir = cast["丁前"]
    before = plan_page.changes(plan_rooms(plan))
    assert plan.rooms.get(room=cast.rooms["5-413"]).keeper == cast["吴霜"]
    assign_room(committee, plan.pk, room=cast.rooms["5-413"].pk, keeper=heir.pk)
    after = plan_page.changes(plan_rooms(plan))
    assert after.keepers == before.keepers + 1
    assert after.leads == before.leads
    assert after.ending == before.ending + 1


def test_rooms_are_found_by_place_and_by_person(read, cast, plan):
    by_person = read("何书记", "grids:plan", plan.pk, q="孙悦").split('id="results"')[1].split("<table")[1]
    assert "5号楼 413" in by_person
    assert "5号楼 501" not in by_person
    in_building = read("何书记", "grids:plan", plan.pk, building=cast.buildings["3"].pk)
    assert "3号楼 101" in in_building.split('id="results"')[1]
    assert "没有这样的房间" in read("何书记", "grids:plan", plan.pk, q="没有人")


def test_each_branch_with_its_load(cast, plan):
    lines = {line.name: line for line in plan_page.context(plan)["branches"]}
    assert sum(line.rooms for line in lines.values()) == 4
    assert lines["学生第二党支部"].keepers >= 2  # 吴霜, and a man for 3号楼


def test_what_is_not_covered_is_said_with_its_reason_in_both_languages(read, many_men, committee):
    plan = draft_plan(committee)
    why = plan.summary["shortages"][0]
    assert why["zh"] in read("何书记", "grids:plan", plan.pk)
    assert why["en"] in read("何书记", "grids:plan", plan.pk, language="en")


def test_who_could_cover_more_is_named(read, cast, many_men, committee):
    plan = draft_plan(committee)
    page = read("何书记", "grids:plan", plan.pk)
    assert "怎样能多覆盖几间" in page
    assert "李强、冯远 等 2 人现在最多 4 间" in page
    exempt_member(committee, person=cast["冯远"].pk, reason="duty")
    assert "冯远 等 1 人免任，每有一人回来" in read("何书记", "grids:plan", plan.pk)


def test_only_what_is_not_covered_is_listed(many_men, committee):
    plan = draft_plan(committee)
    listed = {(row.room_id, role) for row, roles in plan_page.context(plan)["uncovered"] for role in roles}
    assert listed == {(item["room"], item["role"]) for item in plan.summary["uncovered"]}
    assert 0 < len({room for room, _role in listed}) == len(plan_page.context(plan)["uncovered"]) < plan.rooms.count()


def test_where_every_room_is_covered_nobody_is_asked_for_more(read, plan):
    assert "怎样能多覆盖几间" not in read("何书记", "grids:plan", plan.pk)


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ({"proven": True, "cost": 500, "bound": 500}, "已证明最优"),
        ({"proven": False, "cost": 500, "bound": 495}, "离最优最多差 1.00%"),
        ({"proven": False, "cost": 500}, "没有证明过"),
        ({}, "没有证明过"),
    ],
)
def test_how_good_it_is_known_to_be_is_said(read, plan, summary, words):
    plan.summary = summary
    plan.save()
    assert words in read("何书记", "grids:plan", plan.pk)


def test_who_answers_for_many_rooms_sees_one_building_at_a_time(read, cast, monkeypatch):
    monkeypatch.setattr(mine, "MOST_ROOMS", 3)
    page = read("何书记", "grids:mine", building=cast.buildings["5"].pk)
    assert "5号楼 412" in page
    assert "3号楼 101" not in page


def test_a_keeper_reading_names_leaves_a_line_in_the_glass_log(read, cast):
    assert "韩冬" in read("赵敏", "grids:mine")
    noted = TrailEntry.objects.get(verb="read", actor=cast["赵敏"]).data
    assert noted["class"] == "D02"
    assert cast["郑好"].pk in noted["ids"]
    assert cast["沈青"].pk not in noted["ids"]


PAGES = [
    "mine",
    "plans",
    "plan-wishes",
    "findings",
    "exempt",
    "plan",
    "plan-compare",
    "plan-compare-present",
    "plan-room",
    "plan-swap",
    "plan-swap-with",
    "calculation",
]


@pytest.mark.parametrize("url", PAGES)
def test_english_is_complete(read, cast, plan, committee, url):
    room, men = cast.rooms["5-413"].pk, cast.rooms["3-101"].pk
    arguments = {
        "plan": [plan.pk],
        "plan-compare": [plan.pk, plan.pk],
        "plan-compare-present": [plan.pk],
        "plan-room": [plan.pk, room],
        "plan-swap": [plan.pk, room],
        "plan-swap-with": [plan.pk, room, men],
        "calculation": [ask_to_replan(committee, plan.pk).pk] if url == "calculation" else [],
    }.get(url, [])
    page = read("何书记", f"grids:{url}", *arguments, language="en")
    tables = (cast.people, cast.rooms, cast.branches, cast.buildings)
    own = [str(row) for table in tables for row in table.values()]
    own += [branch.short_name for branch in cast.branches.values()] + [cast.term.name]
    for words in sorted(own, key=len, reverse=True):
        page = page.replace(words, "")
    assert "".join(sorted({sign for sign in page if "\u4e00" <= sign <= "\u9fff"})) == ""
