"""A counsellor answers for the students of a year: sees them and nobody else, and asks for each telephone by itself."""

import pytest
from django.urls import reverse

from jingwei.core import clock
from jingwei.gate.appointments import appoint, end_posts
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.housing.models import Stay
from jingwei.people.actions import enrol_people, ensure_staff, revise_people
from jingwei.people.models import Cohort, Person
from jingwei.people.queries import cohorts
from jingwei.posts.actions import give_post

pytestmark = pytest.mark.django_db
HERE = System("test")


@pytest.fixture
def counsellor(cast):
    """周老师 answers for 2025级: 韩冬 and 沈青, not 高飞, who is of the year before."""
    years = {cast[name].pk: {"grade": "2025级", "phone": "13900000000"} for name in ("韩冬", "沈青")}
    revise_people(HERE, {**years, cast["高飞"].pk: {"grade": "2024级"}})
    person = ensure_staff(HERE, number="T2008", name="周老师")
    cohort = Cohort.objects.get(grade="2025级")
    return give_post(cast["何书记"], number=person.number, post=f"counsellor:{cohort.pk}").person


@pytest.fixture
def signed_in(client, counsellor):
    client.force_login(counsellor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_rosters_open_a_year_once(cast):
    enrol_people(HERE, [Person(number=f"2026{n}", name="新同学", grade="2026级") for n in range(3)])
    revise_people(HERE, {cast["韩冬"].pk: {"grade": "2026级"}, cast["沈青"].pk: {"grade": "2025级"}})
    revise_people(HERE, {cast["沈青"].pk: {"grade": ""}})
    assert [cohort.grade for cohort in Cohort.objects.all()] == ["2025级", "2026级"]
    assert [cohort.grade for cohort in cohorts()] == ["2026级"]
    assert TrailEntry.objects.filter(verb="people.cohort").count() == 2


def test_it_reaches_the_year_and_nobody_else(cast, counsellor):
    for capability in ("people.read", "people.browse", "contacts.read"):
        others = visible(counsellor, capability, Person).exclude(pk=counsellor.pk)
        assert {person.name for person in others} == {"韩冬", "沈青"}
    assert {stay.person.name for stay in visible(counsellor, "stays.read", Stay)} == {"韩冬", "沈青"}


def test_who_leaves_or_changes_the_year_is_out_of_reach_at_once(cast, counsellor):
    revise_people(HERE, {cast["韩冬"].pk: {"grade": "2024级"}})
    Person.objects.filter(pk=cast["沈青"].pk).update(is_active=False, left_at=clock.now())
    assert not visible(counsellor, "people.browse", Person).exists()


def test_the_right_ends_with_the_post(counsellor):
    end_posts(HERE, Appointment.objects.filter(person=counsellor))
    assert not visible(Person.objects.get(pk=counsellor.pk), "contacts.read", Person).exclude(pk=counsellor.pk).exists()


def test_a_telephone_is_shown_on_a_click_and_the_click_is_one_reading(cast, signed_in, counsellor):
    person = cast["沈青"]
    page = signed_in.get(reverse("people:show", args=[person.pk])).content.decode()
    assert "13900000000" not in page
    assert reverse("people:contacts", args=[person.pk]) in page
    assert "13900000000" in signed_in.post(reverse("people:contacts", args=[person.pk])).content.decode()
    readings = TrailEntry.objects.filter(verb="read", data__class="D03")
    assert [(entry.actor_id, entry.data["ids"]) for entry in readings] == [(counsellor.pk, [person.pk])]


def test_another_year_is_as_if_it_were_not_there(cast, signed_in):
    foreign, missing = cast["高飞"].pk, 999_999
    answers = [signed_in.post(reverse("people:contacts", args=[pk])) for pk in (foreign, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    listed = signed_in.get(reverse("people:list")).content.decode()
    assert "沈青" in listed
    assert "高飞" not in listed


def test_two_years_add_up(cast, counsellor):
    appoint(cast["何书记"], counsellor, Role.COUNSELLOR, Cohort.objects.get(grade="2024级").pk)
    reached = visible(Person.objects.get(pk=counsellor.pk), "people.browse", Person)
    assert {person.name for person in reached} == {"韩冬", "沈青", "高飞"}
