"""Two people with the same rights are two people; whose post has ended is no second one, though they did the same until now."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.core import clock
from jingwei.gate.appointments import appoint, end_posts
from jingwei.gate.doors import Denied
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from jingwei.privacy.actions import exports, looking, requests
from jingwei.privacy.models import Correction, ExportRequest, Inquiry, NoticeDelay, Objection

from .conftest import REASON

pytestmark = pytest.mark.django_db
HERE = System("test")
TWINS = {Role.COMMITTEE: "何书记", Role.AUDITOR: "严谨"}


def twin_of(role: Role) -> Person:
    """Somebody with the same post as the one of the cast; a person who was never asked for anything before."""
    person = Person.objects.create(number=f"T9{role.value[:6]}", name=f"双{role.label}", kind="staff")
    appoint(HERE, person, role)
    return person


def ended(person: Person) -> Person:
    end_posts(HERE, Appointment.objects.filter(person=person))
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def asked(campus) -> ExportRequest:
    return exports.ask_export(campus["孔科长"], sheet="stays", columns=["name"], purpose="report", why="报保卫处核对")


@pytest.mark.parametrize("role", TWINS)
def test_an_export_wants_somebody_whose_post_runs(campus, asked, role):
    twin = twin_of(role)
    before = Person.objects.get(pk=twin.pk)
    before._posts = {role.value: {"college": {0}}}  # as a page remembers them that was opened before the end
    for person in (ended(twin), before):
        with pytest.raises(Denied):
            exports.approve_export(person, asked.pk)
        with pytest.raises(Denied):
            exports.refuse_export(person, asked.pk, refusal="不必")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (ExportRequest.State.ASKED, None)
    exports.approve_export(campus[TWINS[role]], asked.pk)


def test_of_two_with_one_post_each_decides_for_the_other_and_neither_for_themselves(campus):
    office = campus["孔科长"]
    first = exports.ask_export(office, sheet="stays", columns=["name"], purpose="report", why="报保卫处核对")
    appoint(HERE, office, Role.COMMITTEE)
    with pytest.raises(Denied):
        exports.approve_export(Person.objects.get(pk=office.pk), first.pk)
    assert exports.approve_export(twin_of(Role.COMMITTEE), first.pk).state == ExportRequest.State.APPROVED


def test_a_former_auditor_opens_closes_and_puts_off_nothing(campus):
    twin = twin_of(Role.AUDITOR)
    row = looking.open_inquiry(twin, reason=REASON, person=campus["韩冬"])
    objection = requests.ask_objection(campus["韩冬"], wish="stop", data_class="D02", why="不用了")
    former = ended(twin)
    with pytest.raises(Denied):
        looking.open_inquiry(former, reason=REASON, person=campus["沈青"])
    with pytest.raises(Denied):
        looking.close_inquiry(former, row.pk)
    with pytest.raises(Denied):
        looking.delay_notice(former, subject=campus["沈青"].pk, reason=REASON, hours=2)
    with pytest.raises(Denied):
        requests.decide(former, Objection, objection.pk, verdict="refuse", answer="不照办")
    assert Inquiry.objects.count() == 1
    assert not NoticeDelay.objects.exists()


def test_an_open_inquiry_is_shut_to_its_auditor_when_the_post_ends_and_to_every_other_always(campus, client):
    twin = twin_of(Role.AUDITOR)
    row = looking.open_inquiry(twin, reason=REASON, person=campus["韩冬"])
    address = reverse("privacy:inquiry-content", args=[row.pk, "D03"])
    client.force_login(twin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 200
    readings = campus.readings(actor=twin, data__class="D03")
    assert [entry.data["ids"] for entry in readings] == [[campus["韩冬"].pk]]
    assert campus.client("严谨").get(address).status_code == 404
    ended(twin)
    assert client.get(address).status_code in (403, 404)
    assert readings.count() == 1


def test_a_post_that_begins_tomorrow_decides_nothing_today(campus, asked):
    twin = twin_of(Role.COMMITTEE)
    Appointment.objects.filter(person=twin).update(start=clock.now() + timedelta(days=1))
    with pytest.raises(Denied):
        exports.approve_export(Person.objects.get(pk=twin.pk), asked.pk)


def test_a_correction_wants_somebody_else_whose_post_runs(campus):
    own = requests.ask_correction(campus["何书记"], field="name", right="何静", why="写错了")
    former = ended(twin_of(Role.COMMITTEE))
    for person in (former, campus["何书记"]):
        with pytest.raises((Denied, ValidationError)):
            requests.decide(person, Correction, own.pk, verdict="refuse", answer="没有写错")
    own.refresh_from_db()
    assert own.is_open
