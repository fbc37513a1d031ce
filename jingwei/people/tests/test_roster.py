"""The roster's pages: who may look through whom, finding people, what is masked, what a look costs and leaves."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.gate.appointments import appoint
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
LIST = "people:list"
STANDINGS = ("正式党员", "预备党员", "入党积极分子", "发展对象", "入党申请人")


@pytest.fixture
def seen_by(client, cast):
    """Sign somebody in: `seen_by("赵敏")` is the browser in their hands."""

    def sign_in(name):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def names(response) -> set[str]:
    return {person.name for person, _room, _affiliation in response.context["lines"]}


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("何书记", {"韩冬", "王磊", "孔科长"}, set()),
        ("陈雅琴", {"赵敏", "周晓雨", "郑好"}, {"韩冬", "吴霜", "王磊", "何书记"}),
        ("赵敏", {"郑好", "周晓雨", "韩冬"}, {"孙悦", "沈青", "王磊", "钱乐"}),
        ("王师傅", {"韩冬", "沈青"}, {"王磊", "钱乐", "何书记"}),
    ],
)
def test_each_sees_their_own_people(seen_by, name, inside, outside):
    found = names(seen_by(name).get(reverse(LIST)))
    assert inside <= found
    assert not outside & found


@pytest.mark.parametrize("name", ["韩冬", "周晓雨", "丁前", "罗宁", "严谨", "石工"])
def test_who_has_no_people_has_no_list(seen_by, cast, name):
    browser = seen_by(name)
    assert browser.get(reverse(LIST)).status_code == 403
    assert browser.get(reverse("people:show", args=[cast["郑好"].pk])).status_code == 403


@pytest.mark.parametrize("name", ["赵敏", "王师傅", "陈雅琴"])
def test_foreign_and_missing_people_look_alike(seen_by, cast, name):
    browser = seen_by(name)
    foreign = browser.get(reverse("people:show", args=[cast["高飞"].pk]))
    missing = browser.get(reverse("people:show", args=[10**6]))
    assert foreign.status_code == missing.status_code == 404
    assert re.sub(rb'csrf\S*|value="\S*|X-CSRFToken.*|next.*', b"", foreign.content) == re.sub(
        rb'csrf\S*|value="\S*|X-CSRFToken.*|next.*', b"", missing.content
    )


@pytest.mark.parametrize("search", ["韩冬", "韩", "hd", "han", "han dong", "HD", "20250104"])
def test_people_are_found_by_name_initials_and_number(seen_by, cast, search):
    Person.objects.filter(pk=cast["韩冬"].pk).update(name_pinyin="han dong hd")
    assert "韩冬" in names(seen_by("何书记").get(reverse(LIST), {"q": search}))


def test_the_filters_stand_in_the_address(seen_by, cast):
    browser = seen_by("何书记")
    in_3 = names(browser.get(reverse(LIST), {"building": cast.buildings["3"].pk}))
    assert in_3 == {"王磊", "李强", "高飞", "冯远"}
    of_2 = names(browser.get(reverse(LIST), {"branch": cast.branches["二"].pk}))
    assert of_2 == {"吴霜", "孙悦", "李强", "王磊", "冯远"}
    assert names(browser.get(reverse(LIST), {"building": "x", "branch": "999"})) >= {"韩冬", "王磊"}


def test_a_filter_reaches_no_further_than_its_reader(seen_by, cast):
    browser = seen_by("王师傅")
    assert "branch" not in browser.get(reverse(LIST)).context["form"].fields
    by_branch = browser.get(reverse(LIST), {"branch": cast.branches["一"].pk})
    assert names(by_branch) == names(browser.get(reverse(LIST)))
    assert not names(browser.get(reverse(LIST), {"building": cast.buildings["3"].pk}))


@pytest.mark.parametrize("name", ["何书记", "王师傅", "孔科长"])
def test_no_standing_in_the_roster_of_those_who_may_not_know(seen_by, cast, name):
    appoint(System("test"), cast["孔科长"], "office", 1)
    browser = seen_by(name)
    pages = [browser.get(reverse(LIST)), browser.get(reverse("people:show", args=[cast["周晓雨"].pk]))]
    for page in pages:
        assert page.status_code == 200
        assert not [word for word in STANDINGS if word in page.content.decode()]


def test_a_secretary_reads_the_standings_of_the_own_branch(seen_by, cast):
    browser = seen_by("陈雅琴")
    assert "入党积极分子" in browser.get(reverse(LIST)).content.decode()
    sheet = browser.get(reverse("people:show", args=[cast["周晓雨"].pk])).content.decode()
    assert "学生第一党支部" in sheet
    assert "入党积极分子" in sheet


def test_no_phone_is_shown(seen_by, cast):
    Person.objects.filter(pk=cast["周晓雨"].pk).update(phone="13800001111")
    for name in ("何书记", "陈雅琴", "赵敏", "王师傅"):
        browser = seen_by(name)
        for address in (reverse(LIST), reverse("people:show", args=[cast["周晓雨"].pk])):
            assert "13800001111" not in browser.get(address).content.decode()


def test_a_look_leaves_a_line_that_the_person_can_read(seen_by, cast):
    seen_by("陈雅琴").get(reverse("people:show", args=[cast["周晓雨"].pk]))
    read = TrailEntry.objects.filter(verb="read")
    assert {(entry.data["class"], tuple(entry.data["ids"])) for entry in read} == {
        ("D02", (cast["周晓雨"].pk,)),
        ("D13", (cast["周晓雨"].pk,)),
    }
    mine = seen_by("周晓雨").get(reverse("people:account")).content.decode()
    assert "陈雅琴 · 你支部的书记" in mine
    assert "陈雅琴" not in seen_by("韩冬").get(reverse("people:account")).content.decode()


def test_the_list_goes_on_where_the_page_ended(seen_by, monkeypatch):
    monkeypatch.setattr("jingwei.people.browse.PAGE", 5)
    browser, found, address = seen_by("何书记"), [], reverse(LIST)
    while address:
        page = browser.get(address, headers={"HX-Request": "true"} if found else {}).content.decode()
        assert ("<html" in page) == (not found)
        found += re.findall(r'href="/people/(\d+)/"', page)
        more = re.search(r'hx-get="(\?after=[^"]+)"', page)
        address = more and reverse(LIST) + more[1]
    assert len(found) == len(set(found)) == Person.objects.count()


def more_people(cast, count: int) -> None:
    people = Person.objects.bulk_create(
        Person(number=f"9{number:04d}", name=f"新{number}", name_pinyin=f"xin {number}") for number in range(count)
    )
    for person in people:
        person.stays.create(room=cast.rooms["5-412"])
        person.affiliations.create(branch=cast.branches["一"], standing="activist")


@pytest.mark.parametrize("name", ["何书记", "陈雅琴", "赵敏", "王师傅"])
def test_the_statements_do_not_grow_with_the_people(seen_by, cast, name, django_assert_num_queries):
    browser = seen_by(name)
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse(LIST))
    more_people(cast, 2 * Person.objects.count())
    with django_assert_num_queries(len(few)):
        assert "新1" in str(browser.get(reverse(LIST), {"q": ""}).context["lines"])
