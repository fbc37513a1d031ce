"""Codes need two people: who asks, who agrees, who prints, and what becomes of the account meanwhile."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.gate.appointments import appoint
from jingwei.gate.doors import Denied
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from jingwei.sign_in import codes, devices, entering, factors
from jingwei.sign_in.models import CodeRequest, SignInCode

from .conftest import OTHER, PASSWORD

pytestmark = pytest.mark.django_db
Kind = CodeRequest.Kind


@pytest.fixture
def pair(cast):
    """Two of the committee."""
    appoint(System("test"), cast["孔科长"], Role.COMMITTEE)
    return cast["何书记"], cast["孔科长"]


@pytest.fixture
def seen_by(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend=devices.BACKEND)
        return client

    return sign_in


def asked(cast, *names: str, kind=Kind.INVITATION, by="何书记") -> CodeRequest:
    return codes.ask_codes(cast[by], [cast[name] for name in names], kind)


def test_one_asks_another_agrees_the_first_prints_once(cast):
    request = asked(cast, "韩冬", "沈青")
    with pytest.raises(codes.Over):
        codes.issue_codes(cast["何书记"], request.pk)
    codes.agree(cast["石工"], request.pk)
    slips = codes.issue_codes(cast["何书记"], request.pk)
    assert {person.name for person, _code in slips.codes} == {"韩冬", "沈青"}
    with pytest.raises(codes.Over):
        codes.issue_codes(cast["何书记"], request.pk)
    verbs = TrailEntry.objects.filter(verb__startswith="codes.").values_list("verb", "actor__name")
    assert list(verbs) == [("codes.ask", "何书记"), ("codes.agree", "石工"), ("codes.issue", "何书记")]
    assert not any(code in str(entry.data) for _p, code in slips.codes for entry in TrailEntry.objects.all())


def test_whoever_agrees_never_sees_a_code(cast, pair):
    request = asked(cast, "韩冬")
    codes.agree(pair[1], request.pk)
    for other in (pair[1], cast["石工"]):
        with pytest.raises(Denied):
            codes.issue_codes(other, request.pk)


@pytest.mark.parametrize("name", ["何书记", "陈雅琴", "赵敏", "罗宁", "严谨", "韩冬"])
def test_who_may_not_agree(cast, name):
    """Whoever asked, and whoever may not at all."""
    request = asked(cast, "沈青")
    with pytest.raises(Denied):
        codes.agree(cast[name], request.pk)


def test_nobody_has_a_hand_in_their_own(cast, pair):
    with pytest.raises(ValidationError):
        codes.ask_codes(pair[0], [pair[0]], Kind.PASSWORD)
    request = codes.ask_codes(pair[0], [pair[1]], Kind.PASSWORD)
    with pytest.raises(Denied):
        codes.agree(pair[1], request.pk)
    assert request.pk not in {row.pk for row in codes.to_decide(pair[1])}
    assert request.pk in {row.pk for row in codes.to_decide(cast["石工"])}


def test_the_database_holds_the_two_people_apart(cast):
    request = asked(cast, "韩冬")
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRequest.objects.filter(pk=request.pk).update(decided_by=cast["何书记"])


@pytest.mark.parametrize("name", ["陈雅琴", "赵敏", "石工", "韩冬", "孔科长"])
def test_only_the_committee_asks(cast, name):
    with pytest.raises(Denied):
        codes.ask_codes(cast[name], [cast["沈青"]], Kind.INVITATION)
    assert not CodeRequest.objects.exists()


def test_an_invitation_is_for_whoever_has_never_been_in(cast):
    Person.objects.filter(pk=cast["韩冬"].pk).update(last_login=clock.now())
    with pytest.raises(ValidationError):
        asked(cast, "韩冬")
    with pytest.raises(ValidationError):
        codes.invite_first(System("cli"), cast["韩冬"])
    assert codes.invite_first(System("cli"), cast["沈青"])
    entering.set_password(System("test"), cast["沈青"], PASSWORD)
    with pytest.raises(ValidationError):
        asked(cast, "沈青")


def test_a_way_back_is_for_one_at_a_time(cast):
    with pytest.raises(ValidationError):
        asked(cast, "韩冬", "沈青", kind=Kind.PASSWORD)


def test_a_request_lapses_unless_it_is_agreed_to_and_printed(cast):
    request = asked(cast, "韩冬")
    with clock.travel(clock.now() + codes.PATIENCE), pytest.raises(codes.Over):
        codes.agree(cast["石工"], request.pk)
    codes.agree(cast["石工"], request.pk)
    with clock.travel(clock.now() + codes.PATIENCE), pytest.raises(codes.Over):
        codes.issue_codes(cast["何书记"], request.pk)
    assert not SignInCode.objects.exists()


def test_what_was_refused_stays_refused(cast):
    request = asked(cast, "韩冬")
    codes.refuse(cast["石工"], request.pk)
    for act in (codes.agree, codes.refuse):
        with pytest.raises(codes.Over):
            act(cast["石工"], request.pk)
    with pytest.raises(codes.Over):
        codes.issue_codes(cast["何书记"], request.pk)


@pytest.mark.parametrize(("kind", "left"), [(Kind.PASSWORD, 1), (Kind.FACTORS, 0)])
def test_coming_back_ends_every_session_and_leaves_the_factors_unless_they_are_lost(visitor, cast, hour, kind, left):
    who = visitor("韩冬", app=True)
    who.sign_in()
    who.verify()
    request = asked(cast, "韩冬", kind=kind)
    assert who.get("people:account").status_code == 200
    codes.agree(cast["石工"], request.pk)
    assert who.get("people:account").url.startswith(reverse("sign_in:sign-in"))
    assert who.sign_in().status_code == 302  # until the code is used the password is what it was
    code = codes.issue_codes(cast["何书记"], request.pk).codes[0][1]
    entering.enter_with_code(who.person.number, code, OTHER)
    assert who.get("people:account").url.startswith(reverse("sign_in:sign-in"))
    assert len(factors.of(who.person)) == left
    assert who.sign_in().status_code == 422
    assert who.sign_in(OTHER).status_code == 302
    assert who.stopped() == bool(left)


def test_a_code_for_coming_back_is_good_for_a_day(visitor, cast):
    who = visitor("韩冬")
    request = asked(cast, "韩冬", kind=Kind.PASSWORD)
    codes.agree(cast["石工"], request.pk)
    code = codes.issue_codes(cast["何书记"], request.pk).codes[0][1]
    with clock.travel(clock.now() + timedelta(days=1)), pytest.raises(ValidationError):
        entering.enter_with_code(who.person.number, code, OTHER)
    assert who.sign_in(PASSWORD).status_code == 302


def test_the_person_is_told_at_every_turn_in_the_inbox_and_by_mail(cast, mailoutbox):
    request = asked(cast, "韩冬", kind=Kind.PASSWORD)
    codes.agree(cast["石工"], request.pk)
    deliver_due()
    told = {name: set() for name in ("韩冬", "石工", "何书记")}
    for message in InboxMessage.objects.select_related("person"):
        told[message.person.name].add(message.kind.removeprefix("sign_in."))
    assert told == {
        "韩冬": {"recovery_asked", "recovery_agreed"},
        "石工": {"request_waiting"},
        "何书记": {"request_agreed"},
    }
    assert len(mailoutbox) == 4
    assert not any("韩冬" in mail.body + mail.subject for mail in mailoutbox)


def test_the_pages_lead_through_it(seen_by, cast):
    unit = {"unit": f"building:{cast.buildings['3'].pk}"}
    assert seen_by("何书记").post(reverse("sign_in:codes"), unit).status_code == 302
    request = CodeRequest.objects.get()
    assert seen_by("石工").post(reverse("sign_in:agree", args=[request.pk])).status_code == 302
    browser = seen_by("何书记")
    assert reverse("sign_in:slips", args=[request.pk]) in browser.get(reverse("sign_in:codes")).content.decode()
    page = browser.post(reverse("sign_in:slips", args=[request.pk]))
    assert "no-store" in page["Cache-Control"]
    slips = {person.name: code for person, _room, code in page.context["slips"]}
    assert set(slips) == {"王磊", "李强", "高飞", "冯远"}
    assert slips["高飞"] in page.content.decode()
    assert browser.post(reverse("sign_in:slips", args=[request.pk])).url == reverse("sign_in:codes")
    assert entering.enter_with_code(cast["高飞"].number, slips["高飞"], PASSWORD)


def test_whoever_may_not_read_the_roster_agrees_by_number(seen_by, cast):
    asked(cast, "韩冬")
    page = seen_by("石工").get(reverse("sign_in:requests")).content.decode()
    assert cast["韩冬"].number in page
    assert "韩冬" not in page


def test_the_page_for_coming_back(seen_by, cast):
    browser, page = seen_by("何书记"), reverse("sign_in:recover")
    assert browser.post(page, {"number": "nobody", "kind": Kind.PASSWORD}).status_code == 422
    assert browser.post(page, {"number": cast["何书记"].number, "kind": Kind.PASSWORD}).status_code == 422
    assert browser.post(page, {"number": cast["韩冬"].number, "kind": Kind.FACTORS}).status_code == 302
    assert CodeRequest.objects.get().recovers


@pytest.mark.parametrize("fields", [{}, {"unit": "building:999"}, {"numbers": "0"}, {"unit": "branch:x"}])
def test_codes_for_nobody_are_refused(seen_by, fields):
    assert seen_by("何书记").post(reverse("sign_in:codes"), fields).status_code == 422
    assert not CodeRequest.objects.exists()


@pytest.mark.parametrize("name", ["陈雅琴", "赵敏", "王师傅", "韩冬", "石工"])
def test_the_others_have_no_such_page(seen_by, cast, name):
    assert seen_by(name).post(reverse("sign_in:codes"), {"numbers": cast["沈青"].number}).status_code == 403
