"""Nothing of anybody gets into the log, nor into an address that the program makes: whatever is asked, and by whom."""

import re
from smtplib import SMTPRecipientsRefused
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from jingwei.core.worker import run_tick
from jingwei.people.models import Person
from tests.laws.matrix.routes import MISSING
from tests.laws.matrix.walk import addresses as every_address
from tests.laws.matrix.world import furnish, ids
from tests.laws.test_headers import ADDRESSES
from tests.support.logs import logged

pytestmark = pytest.mark.django_db
READERS = ["韩冬", "赵敏", "陈雅琴", "王师傅", "孔科长", "何书记", "严谨"]
TEXT = "窗边的灯从昨晚起一直闪"
CALLS = ("tel:", "mailto:")  # of a telephone that is shown: they ask nothing of the program
LINKS = re.compile(r'(?:href|src|action|hx-[a-z]+)="([^"]*)"')


@pytest.fixture
def world():
    return furnish()


def things() -> set[str]:
    """A row of each kind at each address that names one, and one that is not there."""
    found = set()
    for address in every_address():
        labels = getattr(address.rule, "labels", None) or [getattr(address.rule, "label", "")]
        if labels[0] and not address.is_api:
            last = [(ids(label) or [MISSING])[-1] for label in labels]
            more = address.rule.fixed[0] if hasattr(address.rule, "fixed") else ()
            found |= {reverse(address.name, args=(*rows, *more)) for rows in (last, [MISSING] * len(labels))}
    return found


def addresses_in(response) -> list[str]:
    found = [response.get("Location", "")]
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        found += LINKS.findall(response.content.decode())
    return [unquote(address) for address in found if not address.startswith(CALLS)]


def everything(client: Client):
    """All there is to be read, each door where something can be sent, and what no form would send."""
    for address in sorted({*ADDRESSES, *things()}):
        yield client.get(address)
        yield client.post(address, {"text": TEXT, "reason": TEXT, "name": "韩冬", "email": "no address"})
    yield client.get("/", SERVER_NAME="韩冬.example")
    yield client.get("/" + "韩冬/" * 3)


def test_the_log_and_the_addresses_say_nothing_of_anybody(world, figure, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver"]
    canaries = [*world.canaries.source, TEXT, "韩冬"]
    asked, addresses = 0, set()

    def refused(*_messages):
        raise SMTPRecipientsRefused({person.email: (550, b"unknown") for person in Person.objects.all()})

    with logged() as stream:
        for name in READERS:
            client = Client(raise_request_exception=False)
            client.force_login(world[name], backend="django.contrib.auth.backends.ModelBackend")
            for response in everything(client):
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
