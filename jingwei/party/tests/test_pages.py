"""Pages of the Party organisation: numbers for all, secretaries' names for those whose place it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.party.models import Affiliation, Branch, Group
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def branches(browser) -> dict:
    return {branch.name: (branch, names) for branch, names in browser.get(reverse("party:list")).context["branches"]}


def test_members_and_activists_are_counted(seen_by, cast):
    Affiliation.objects.filter(person=cast["郑好"]).update(standing="applicant")
    found = branches(seen_by("韩冬"))
    counts = {name: (row.members, row.activists, row.applicants) for name, (row, _names) in found.items()}
    assert counts == {"学生第一党支部": (3, 1, 1), "学生第二党支部": (3, 2, 0), "教工第一党支部": (0, 0, 0)}


def test_no_member_is_named(seen_by, cast):
    browser = seen_by("何书记")
    pages = [reverse("party:list"), reverse("party:show", args=[cast.branches["一"].pk])]
    for address in pages:
        page = browser.get(address).content.decode()
        assert not [name for name in ("赵敏", "周晓雨", "郑好") if name in page]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("何书记", {"陈雅琴", "冯远"}),
        ("罗宁", {"陈雅琴", "冯远"}),
        ("陈雅琴", {"陈雅琴"}),
        ("吴霜", {"冯远"}),
        ("韩冬", {"陈雅琴"}),
        ("王师傅", {"陈雅琴", "冯远"}),
        ("刘师傅", {"冯远"}),
        ("严谨", set()),
    ],
)
def test_secretaries_are_named_to_those_whom_they_serve(seen_by, cast, name, known):
    found = branches(seen_by(name))
    assert {secretary for _branch, names in found.values() for secretary in names} == known


def test_an_ended_post_is_named_no_more(seen_by, cast):
    cast["陈雅琴"].appointments.update(end=cast["陈雅琴"].appointments.get().start)
    appoint(System("test"), cast["赵敏"], "secretary", cast.branches["一"].pk)
    assert branches(seen_by("何书记"))["学生第一党支部"][1] == ["赵敏"]


def test_a_branch_shows_its_groups_and_a_closed_one_is_gone(seen_by, cast):
    Group.objects.create(branch=cast.branches["一"], name="第一党小组")
    Branch.objects.filter(pk=cast.branches["教一"].pk).update(closed=True)
    browser = seen_by("韩冬")
    assert "第一党小组" in browser.get(reverse("party:show", args=[cast.branches["一"].pk])).content.decode()
    for pk in (cast.branches["教一"].pk, 10**6):
        assert browser.get(reverse("party:show", args=[pk])).status_code == 404


def test_the_statements_do_not_grow_with_the_branches(seen_by, cast, django_assert_num_queries):
    browser = seen_by("何书记")
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("party:list"))
    for number in range(6):
        branch = Branch.objects.create(code=f"1{number:03d}", name=f"学生第{number}支部", kind="student")
        person = Person.objects.create(number=f"9{number}", name=f"新{number}")
        Affiliation.objects.create(person=person, branch=branch, standing="member")
        appoint(System("test"), person, "secretary", branch.pk)
    with django_assert_num_queries(len(few)):
        assert "新5" in browser.get(reverse("party:list")).content.decode()
