"""Who reported is hidden from room-mates, wardens and the committee (trust rule P8), wherever the case is spoken of."""

from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jingwei.cases import actions
from jingwei.cases.models import Case
from jingwei.core import outbox
from jingwei.core.models import OutboxMessage
from jingwei.housing.models import Stay

from .conftest import STEPS

pytestmark = pytest.mark.django_db
AUTHOR = "韩冬"
HIDDEN_FROM = ("周晓雨", "钱乐", "王师傅", "何书记")  # lead and room-mate, room-mate, warden, committee
KNOWN_TO = ("赵敏", "陈雅琴")
LISTS = ("/cases/?show=todo", "/cases/?show=all", "/cases/?show=mine", "/cases/figures/")


def photo() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(file, "JPEG")
    return SimpleUploadedFile(f"{AUTHOR}.jpg", file.getvalue(), "image/jpeg")


@pytest.fixture
def told(loop) -> Case:
    """A case in which its author did everything an author can do, up to asking for it to be done again."""
    Stay.objects.create(person=loop["钱乐"], room=loop.cast.rooms["5-412"])
    case = loop.report(by=AUTHOR)
    actions.add_photo(loop[AUTHOR], case.pk, upload=photo(), stage="before")
    actions.add_remark(loop[AUTHOR], case.pk, text="在门边")
    actions.ask_info(loop["赵敏"], case.pk, question="哪一盏")
    actions.give_info(loop[AUTHOR], case.pk, text="第二盏")
    for step in ("file", "dispatch", "accept", "claim", "close"):
        STEPS[step](loop, case.pk)
    actions.rate_case(loop[AUTHOR], case.pk, level=1)
    actions.want_reopen(loop[AUTHOR], case.pk, reason="又不亮了")
    outbox.deliver_due(limit=1000)
    return case


def pages(client, case: Case) -> str:
    """All that is said of the case to whoever is signed in."""
    addresses = (f"/cases/{case.pk}/", f"/cases/{case.pk}/deadline/", *LISTS, reverse("people:inbox"))
    answers = [client.get(address) for address in addresses]
    answers += [client.get(f"/cases/photos/{row.pk}/") for row in case.photos.all()]
    assert answers[0].status_code == 200
    return "".join(
        str(answer.headers) + (b"".join(answer) if answer.streaming else answer.content).decode(errors="ignore")
        for answer in answers
    )


@pytest.mark.parametrize("name", HIDDEN_FROM)
def test_the_name_stands_nowhere(browse, loop, told, name):
    said = pages(browse(name), told)
    assert AUTHOR not in said
    assert loop[AUTHOR].number not in said


@pytest.mark.parametrize("name", KNOWN_TO)
def test_those_who_follow_it_up_know_it(browse, told, name):
    assert AUTHOR in pages(browse(name), told)


def test_no_message_no_mail_and_no_file_carries_it(loop, told):
    words = [str(row.payload) for row in OutboxMessage.objects.all()]
    words += [f"{letter.subject} {letter.body} {letter.extra_headers}" for letter in mail.outbox]
    words += [row.key for row in told.photos.all()]
    assert len(words) > 10
    assert not [line for line in words if AUTHOR in line or loop[AUTHOR].number in line.lower()]
