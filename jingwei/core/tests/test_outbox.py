"""What is told is told once it is true, and is not lost when telling fails."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from jingwei.core import clock, outbox
from jingwei.core.models import InboxMessage, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(outbox, "KINDS", dict(outbox.KINDS))
    outbox.message_kind("test.told", "{what}", "health")


def test_a_message_arrives_once_in_the_inbox_and_once_by_mail(cast):
    outbox.post("test.told", to=[cast["韩冬"], cast["韩冬"].pk, None], what="走廊灯不亮")
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    assert InboxMessage.objects.get().person == cast["韩冬"]
    assert len(mail.outbox) == 1
    assert "走廊灯" not in mail.outbox[0].subject + mail.outbox[0].body  # a link, no content


def test_what_is_rolled_back_is_not_told(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post("test.told", to=[cast["韩冬"]], what="x")
        1 / 0  # noqa: B018
    assert outbox.deliver_due() == 0


def test_a_failed_delivery_is_tried_again_later_and_doubles_nothing(cast, monkeypatch, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    outbox.post("test.told", to=[cast["韩冬"]], what="x")
    monkeypatch.setattr(outbox, "get_connection", lambda: (_ for _ in ()).throw(OSError("mail is down")))
    assert outbox.deliver_due() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "mail is down" in row.last_error
    monkeypatch.undo()
    outbox.message_kind("test.told", "{what}", "health")
    time_machine.move_to(row.next_try_at, tick=False)
    assert outbox.deliver_due() == 1
    assert InboxMessage.objects.count() == 1


def test_a_lease_that_ran_out_is_taken_up_again(cast, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    outbox.post("test.told", to=[cast["韩冬"]], what="x")
    assert outbox._lease(10)  # a worker takes it, and is killed
    assert outbox.deliver_due() == 0
    time_machine.move_to(clock.now() + outbox.LEASE + timedelta(seconds=1), tick=False)
    assert outbox.deliver_due() == 1


def test_an_undeclared_kind_is_refused_at_once(cast):
    with pytest.raises(LookupError):
        outbox.post("test.unknown", to=[cast["韩冬"]])


@pytest.fixture
def nudges(settings, monkeypatch):
    settings.OUTBOX_NUDGE = True
    told = []
    monkeypatch.setattr(outbox, "sweep_outbox", lambda: told.append(OutboxMessage.objects.count()))
    return told


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_told_once_a_transaction_and_after_it(cast, nudges):
    with transaction.atomic():
        for place in range(5):
            outbox.post("test.told", to=[cast["韩冬"]], what=place)
        assert nudges == []
    assert nudges == [5]
    outbox.post("test.told", to=[cast["韩冬"]], what="x")
    assert nudges == [5, 6]


@pytest.mark.django_db(transaction=True)
def test_a_nudge_that_a_savepoint_took_back_is_given_anew(cast, nudges):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            outbox.post("test.told", to=[cast["韩冬"]], what="x")
            1 / 0  # noqa: B018
        outbox.post("test.told", to=[cast["韩冬"]], what="y")
    assert nudges == [1]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post("test.told", to=[cast["韩冬"]], what="x")
        1 / 0  # noqa: B018
    assert nudges == [1]
