"""Nothing of anybody gets into the log, nor into an address that the program makes: whatever is asked, and by whom."""

import re
from smtplib import SMTPRecipientsRefused
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from jingwei.cases.models import Case
from jingwei.core.worker import run_tick
from jingwei.people.models import Person
from tests.laws.test_access import furnished, table
from tests.laws.test_headers import ADDRESSES
from tests.support.logs import logged

pytestmark = pytest.mark.django_db
READERS = ["韩冬", "赵敏", "陈雅琴", "王师傅", "孔科长", "何书记", "严谨"]
TEXT = "窗边的灯从昨晚起一直闪"
LINKS = re.compile(r'(?:href|src|action|hx-[a-z]+)="([^"]*)"')


@pytest.fixture
def canaries(cast) -> list[str]:
    people = Person.objects.all()
    for person in people:
        person.phone = f"139{person.pk:08}"
    Person.objects.bulk_update(people, ["phone"])
    held = [value for person in people for value in (person.name, person.number, person.phone, person.email)]
    return [value for value in held if value] + [TEXT]


@pytest.fixture
def world(cast, canaries, monkeypatch):
    made = furnished(cast)
    Case.objects.filter(pk=made.case.pk).update(text=TEXT)
    return made


def addresses_in(response) -> list[str]:
    found = [response.get("Location", "")]
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        found += LINKS.findall(response.content.decode())
    return [unquote(address) for address in found]


def everything(world, client: Client):
    """All there is to be read, each door where something can be sent, and what no form would send."""
    things = [
        reverse(name, args=arguments) for name, row in table(world).items() for arguments in (row.there, row.nowhere)
    ]
    for address in {*ADDRESSES, *things}:
        yield client.get(address)
        yield client.post(address, {"text": TEXT, "reason": TEXT, "name": "韩冬", "email": "no address"})
    yield client.get("/", SERVER_NAME="韩冬.example")
    yield client.get("/" + "韩冬/" * 3)


def test_the_log_and_the_addresses_say_nothing_of_anybody(world, canaries, figure, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver"]
    asked, addresses = 0, set()

    def refused(*_messages):
        raise SMTPRecipientsRefused({person.email: (550, b"unknown") for person in Person.objects.all()})

    with logged() as stream:
        for name in READERS:
            client = Client(raise_request_exception=False)
            client.force_login(world[name], backend="django.contrib.auth.backends.ModelBackend")
            for response in everything(world, client):
                asked += 1
                addresses.update(addresses_in(response))
        Client().post(reverse(settings.LOGIN_URL), {"username": world["韩冬"].number, "password": "guess"})
        monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", refused)
        run_tick()
    told = stream.getvalue()
    leaks = [f"log: {word}" for word in canaries if word in told]
    leaks += [f"{address}: {word}" for address in addresses for word in canaries if word in address]
    figure("E2", f"{asked:,} requests, {told.count(chr(10)):,} lines, {len(addresses):,} addresses, {len(leaks)} leaks")
    assert told.count("jingwei.security") > 100
    assert not leaks, "\n".join(leaks[:20])
