"""The inbox: my messages, in my language, read and unread."""

import pytest
from django.urls import reverse

from jingwei.core import outbox
from jingwei.core.models import InboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(cast, monkeypatch):
    """Three messages for 韩冬, one for 郑好."""
    monkeypatch.setattr(outbox, "KINDS", outbox.KINDS)
    monkeypatch.setitem(
        outbox.KINDS, "test.told", outbox.MessageKind("test.told", "有结果了：{what}", "people:account")
    )
    for what in ("走廊灯", "热水器", "门锁"):
        outbox.post("test.told", to=[cast["韩冬"]], what=what)
    outbox.post("test.told", to=[cast["郑好"]], what="水管")
    assert outbox.deliver_due() == 4


@pytest.fixture
def mine(client, cast):
    client.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def unread(cast) -> int:
    return InboxMessage.objects.filter(person=cast["韩冬"], read_at__isnull=True).count()


def test_it_has_my_messages_newest_first_and_nobody_else_s(mine):
    page = mine.get(reverse("people:inbox")).content.decode()
    assert page.index("门锁") < page.index("热水器") < page.index("走廊灯")
    assert "水管" not in page


def test_opening_marks_and_leads_on(mine, cast):
    first = InboxMessage.objects.filter(person=cast["韩冬"]).first()
    for _time in range(2):
        assert mine.get(reverse("people:inbox-open", args=[first.pk])).url == reverse("people:account")
        assert unread(cast) == 2


def test_another_s_message_is_not_there(mine, cast):
    other = InboxMessage.objects.get(person=cast["郑好"])
    foreign = mine.get(reverse("people:inbox-open", args=[other.pk]))
    missing = mine.get(reverse("people:inbox-open", args=[10**6]))
    assert foreign.status_code == missing.status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_all_are_read_and_that_can_be_taken_back(mine, cast):
    answer = mine.post(reverse("people:inbox-read-all"), follow=True)
    assert unread(cast) == 0
    undo = next(message.extra_tags for message in answer.context["messages"])
    mine.post(undo)
    assert unread(cast) == 3
    assert InboxMessage.objects.filter(person=cast["郑好"], read_at__isnull=True).exists()


def test_more_goes_on_where_the_page_ended(mine, cast, monkeypatch):
    monkeypatch.setattr("jingwei.people.inbox.PAGE", 2)
    page = mine.get(reverse("people:inbox"))
    assert "走廊灯" not in page.content.decode()
    rest = mine.get(f"{reverse('people:inbox')}{page.context['more']}", headers={"HX-Request": "true"}).content.decode()
    assert "走廊灯" in rest
    assert "<html" not in rest


def test_the_statements_do_not_grow_with_the_messages(mine, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        mine.get(reverse("people:inbox"))
    for number in range(6):
        outbox.post("test.told", to=[cast["韩冬"]], what=str(number))
    outbox.deliver_due()
    with django_assert_num_queries(len(few)):
        mine.get(reverse("people:inbox"))
