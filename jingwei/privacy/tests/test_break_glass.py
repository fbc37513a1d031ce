"""Break-glass (trust rule P10): an hour, a reason, one person, and everyone is told, once, whatever happens to the worker."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jingwei.core import clock, outbox
from jingwei.core.models import InboxMessage, OutboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.gate.doors import Denied
from jingwei.gate.glass import NEVER
from jingwei.gate.models import Appointment
from jingwei.gate.roles import ROLE_UNIT, Role, UnitKind
from jingwei.privacy.actions import looking
from jingwei.privacy.actions.looking import break_glass, delay_notice
from jingwei.privacy.models import BreakGlass

from .conftest import REASON

pytestmark = pytest.mark.django_db


def broken(campus, name="王师傅", whose="韩冬", **more):
    given = {"purpose": "emergency", "reason": REASON, **more}
    return break_glass(campus[name], subject=campus[whose].pk, **given)


def told(campus, name, kind) -> int:
    return InboxMessage.objects.filter(person=campus[name], kind=f"privacy.{kind}").count()


def test_the_warden_of_the_building_opens_one_person_for_an_hour(campus):
    row = broken(campus)
    warden = campus.client("王师傅")
    page = reverse("privacy:break-glass", args=[row.pk])
    assert campus["韩冬"].phone not in warden.get(page).content.decode()
    shown = warden.post(f"{page}contents/").content.decode()
    assert campus["韩冬"].phone in shown
    line = campus.readings(data__class="D03").get()
    assert (line.data["ids"], line.data["purpose"]) == ([campus["韩冬"].pk], "emergency")
    with clock.travel(row.end):
        assert warden.post(f"{page}contents/").status_code == 404


@pytest.mark.parametrize(
    "name", ["何书记", "陈雅琴", "赵敏", "周晓雨", "罗宁", "石工", "孔科长", "沈青", "严谨", "刘师傅"]
)
def test_nobody_else_may(campus, name):
    with pytest.raises(Denied):
        broken(campus, name)
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("role", sorted(NEVER))
def test_a_warden_with_a_post_that_never_may_does_not_either(campus, role):
    unit = {UnitKind.COLLEGE: 0, UnitKind.BRANCH: campus.cast.branches["一"].pk, UnitKind.GRID: 1, UnitKind.ROOM: 1}
    kind = ROLE_UNIT[role]
    Appointment.objects.create(person=campus["王师傅"], role=role, unit_kind=kind, unit_id=unit[kind])
    with pytest.raises(Denied):
        broken(campus)


@pytest.mark.parametrize("wrong", [{"reason": "急"}, {"reason": " " * 30}, {"purpose": "home"}, {"minutes": 61}])
def test_without_reason_purpose_or_limit_nothing_opens(campus, wrong):
    with pytest.raises(ValidationError):
        broken(campus, **wrong)
    assert not BreakGlass.objects.exists()
    assert not OutboxMessage.objects.filter(kind__startswith="privacy.glass").exists()


def test_the_database_itself_holds_the_hour(campus):
    row = broken(campus)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.filter(pk=row.pk).update(minutes=61)


def test_twice_is_once(campus):
    assert broken(campus) == broken(campus)
    deliver_due()
    assert told(campus, "韩冬", "glass_subject") == 1


def test_the_subject_the_auditor_and_the_team_are_told_at_once(campus):
    Appointment.objects.create(
        person=campus["刘师傅"], role=Role.WARDEN, unit_kind=UnitKind.BUILDING, unit_id=campus.cast.buildings["5"].pk
    )
    row = broken(campus)
    deliver_due()
    assert told(campus, "韩冬", "glass_subject") == 1
    assert [told(campus, name, "glass_watch") for name in ("严谨", "孔科长", "刘师傅", "王师傅")] == [1, 1, 1, 0]
    page = reverse("privacy:glass-note", args=[row.pk])
    for name in ("韩冬", "王师傅", "严谨", "孔科长", "刘师傅"):
        assert REASON in campus.client(name).get(page).content.decode(), name
    for name in ("沈青", "赵敏", "何书记"):
        assert campus.client(name).get(page).status_code == 404, name
    assert "韩冬" not in campus.client("严谨").get(page).content.decode()


def test_only_the_auditor_delays_and_no_longer_than_three_days(campus):
    subject = campus["韩冬"]
    for name in ("王师傅", "何书记", "孔科长", "韩冬"):
        with pytest.raises(Denied):
            delay_notice(campus[name], subject=subject.pk, reason=REASON, hours=24)
    with pytest.raises(ValidationError):
        delay_notice(campus["严谨"], subject=subject.pk, reason=REASON, hours=73)
    delay_notice(campus["严谨"], subject=subject.pk, reason=REASON, hours=72)
    now = clock.now()
    row = broken(campus)
    campus.client("王师傅").post(reverse("privacy:break-glass-contents", args=[row.pk]))
    deliver_due()
    glass_log = reverse("privacy:readings")
    assert told(campus, "严谨", "glass_watch") == 1
    assert told(campus, "韩冬", "glass_subject") == 0
    assert "王师傅" not in campus.client("韩冬").get(glass_log).content.decode()
    assert campus.client("韩冬").get(reverse("privacy:glass-note", args=[row.pk])).status_code == 404
    with clock.travel(now + timedelta(hours=72, seconds=5)):
        deliver_due()
        assert told(campus, "韩冬", "glass_subject") == 1
        assert "王师傅" in campus.client("韩冬").get(glass_log).content.decode()


class Killed(BaseException):
    """As a worker ends that is killed: nothing catches it."""


@pytest.mark.parametrize("uses", [30, pytest.param(500, marks=pytest.mark.long)])
def test_every_use_is_told_exactly_once_however_often_the_worker_is_killed(campus, monkeypatch, uses, figure):
    """In each use the worker dies once: before, between or after the writes of a delivery, which the lease takes up again."""
    subjects = ["韩冬", "周晓雨", "赵敏", "陈雅琴", "沈青", "孙悦", "吴霜", "郑好"]
    begun, records = clock.now(), []
    deliver, marked = outbox._deliver, OutboxMessage.save
    for use in range(uses):
        with clock.travel(begun + timedelta(hours=2 * use)):
            records.append(broken(campus, whose=subjects[use % len(subjects)]))
            how = use % 3

            def before(row):
                raise Killed

            def after(row):
                deliver(row)
                raise Killed

            def between(self, *args, **kwargs):
                if kwargs.get("update_fields") == ["state", "done_at"]:
                    raise Killed
                return marked(self, *args, **kwargs)

            with monkeypatch.context() as patched:
                if how == 2:
                    patched.setattr(OutboxMessage, "save", between)
                else:
                    patched.setattr(outbox, "_deliver", (before, after)[how])
                with pytest.raises(Killed):
                    deliver_due()
        with clock.travel(begun + timedelta(hours=2 * use) + outbox.LEASE + timedelta(seconds=1)):
            deliver_due()
    lines = InboxMessage.objects.filter(kind="privacy.glass_subject").values_list("person", "payload__record")
    expected = [(row.subject_id, row.pk) for row in records]
    watched = InboxMessage.objects.filter(kind="privacy.glass_watch", person=campus["严谨"])
    missed = set(expected) - set(lines)
    figure(
        "A10",
        f"{uses} uses, told {uses - len(missed)}, twice {len(lines) - len(set(lines))}, the auditor of {watched.count()}",
    )
    assert sorted(lines) == sorted(expected)
    assert sorted(watched.values_list("payload__record", flat=True)) == sorted(row.pk for row in records)


def test_no_setting_turns_the_telling_off(campus, settings):
    """The module reads no setting; with every switch the program has turned off, everyone is still told."""
    names = {name for name in dir(settings) if name.isupper() and isinstance(getattr(settings, name), bool)}
    for name in names - {"USE_TZ", "USE_I18N", "DEBUG"}:
        setattr(settings, name, False)
    broken(campus)
    deliver_due()
    assert told(campus, "韩冬", "glass_subject") == told(campus, "严谨", "glass_watch") == 1
    assert "settings" not in vars(looking)


def test_the_mail_says_nothing_of_it(campus):
    broken(campus)
    deliver_due()
    sent = [message for message in mail.outbox if campus["韩冬"].email in message.to]
    assert len(sent) == 1
    assert REASON not in sent[0].body
    assert "/break-glass/" in sent[0].body
