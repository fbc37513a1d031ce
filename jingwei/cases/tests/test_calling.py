"""Whoever has a case in hand can call its reporter, on a click; the centre's staff only where the case names them."""

import pytest
from django.urls import reverse

from jingwei.cases.models import Case
from jingwei.gate.doors import visible
from jingwei.gate.models import TrailEntry
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
PHONE = "13912345678"
CALL = "看电话"


@pytest.fixture
def case(loop) -> Case:
    """By 韩冬, in nobody's hands but the centre's 罗宁."""
    Person.objects.filter(pk=loop["韩冬"].pk).update(phone=PHONE)
    case = loop.report(by="韩冬")
    Case.objects.filter(pk=case.pk).update(steward=loop["罗宁"])
    return case


def reached(loop, capability: str = "contacts.read") -> set[str]:
    people = visible(loop["罗宁"], capability, Person).exclude(pk=loop["罗宁"].pk)
    return {person.name for person in people}


def test_the_centre_calls_who_reported_what_it_has_in_hand(browse, loop, case):
    client, person = browse("罗宁"), loop["韩冬"]
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "韩冬" in page
    assert CALL in page
    assert PHONE not in page
    assert PHONE in client.post(reverse("people:contacts", args=[person.pk])).content.decode()
    [entry] = TrailEntry.objects.filter(verb="read", data__class="D03")
    assert (entry.actor_id, entry.data["ids"]) == (loop["罗宁"].pk, [person.pk])
    assert reached(loop) == reached(loop, "people.read") == {"韩冬"}
    assert client.get(reverse("people:list")).status_code == 403
    assert client.post(reverse("people:contacts", args=[loop["沈青"].pk])).status_code == 404


@pytest.mark.parametrize(
    "values",
    [{"steward": None}, {"state": "voided", "closing_reason": "误报"}, {"personal": True}],
    ids=["not named", "over", "sealed"],
)
def test_it_reaches_nobody_otherwise(browse, loop, case, values):
    Case.objects.filter(pk=case.pk).update(**values)
    assert reached(loop) == reached(loop, "people.read") == set()
    assert browse("罗宁").post(reverse("people:contacts", args=[loop["韩冬"].pk])).status_code == 404
    page = browse("罗宁").get(f"/cases/{case.pk}/")
    assert CALL not in page.content.decode()


def test_being_named_gives_it_to_the_centre_alone(browse, loop, case):
    Case.objects.filter(pk=case.pk).update(steward=loop["刘师傅"])
    warden = loop["刘师傅"]
    assert not visible(warden, "contacts.read", Person).exclude(pk=warden.pk).exists()
    page = browse("刘师傅").get(f"/cases/{case.pk}/").content.decode()
    assert "韩冬" not in page
    assert CALL not in page


def test_who_knows_the_reporter_and_not_the_number_is_offered_no_button(browse, case):
    page = browse("赵敏").get(f"/cases/{case.pk}/").content.decode()
    assert "韩冬" in page
    assert CALL not in page
