"""Every address that names a thing, asked for by everyone: foreign and missing look alike, and nobody else's data show.

A new address that names a thing fails here until its row of the table says who may open it.
"""

import re
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jingwei.api.assembly import NAMESPACE
from jingwei.cases import actions
from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.exchange.actions import stage_import
from jingwei.exchange.files import Upload
from jingwei.grids.actions import ask_for_draft, draft_plan
from jingwei.people.models import Person
from jingwei.privacy.actions.copies import ask_copy
from jingwei.privacy.actions.exports import ask_export
from jingwei.privacy.actions.looking import break_glass, open_inquiry
from jingwei.privacy.actions.requests import ask_correction, ask_objection
from jingwei.site.demo.college import WORKBOOKS
from tests.cast import build
from tests.journeys.turns import picture

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]
MISSING = 987_654
# inside and just outside: 韩冬 reports on 5-412 of 赵敏's grid in branch 一 and building 5
CAST = {
    "韩冬": "the resident, who reported",
    "陈雅琴": "room-mate, and secretary of the branch",
    "周晓雨": "lead of the room",
    "赵敏": "keeper of the room",
    "沈青": "resident of the room next door",
    "吴霜": "keeper of the grid next door",
    "冯远": "secretary of another branch",
    "钱乐": "moved out",
    "丁前": "keeper until yesterday",
    "王师傅": "warden of the building",
    "刘师傅": "warden of another building",
    "孔科长": "the office that has the case",
    "何书记": "committee",
    "罗宁": "centre",
    "严谨": "auditor",
    "石工": "admin",
}
EVERYONE = frozenset(CAST)
PLACE_READERS = EVERYONE - {"钱乐", "石工"}  # whoever lives or works here; the admin keeps the machine, not the college
COMMITTEE = frozenset({"何书记"})
CASE_READERS = frozenset({"韩冬", "陈雅琴", "周晓雨", "赵敏", "王师傅", "孔科长", "何书记"})
LOOM_READERS = frozenset({"何书记", "罗宁", "孔科长", "陈雅琴", "冯远", "王师傅", "刘师傅"})


@dataclass(frozen=True)
class Row:
    """Who may open it; the arguments that name the thing, and the ones that name nothing."""

    may: frozenset
    there: tuple
    nowhere: tuple = field(default=(MISSING,))


def table(world) -> dict[str, Row]:
    case, room = world.case.pk, world.room
    return {
        "cases:show": Row(CASE_READERS, (case,)),
        "cases:deadline": Row(CASE_READERS, (case,)),
        "cases:receipt": Row(frozenset({"韩冬"}), (case,)),
        "cases:remark": Row(CASE_READERS, (case,)),
        "cases:add-photo": Row(CASE_READERS, (case,)),
        "cases:step": Row(CASE_READERS, (case, "file"), (MISSING, "file")),
        "cases:photo": Row(frozenset({"韩冬", "陈雅琴", "周晓雨", "赵敏", "王师傅", "孔科长"}), (world.photo.pk,)),
        "cases:pause": Row(frozenset({"陈雅琴"}), (world.pause.pk,)),
        "cases:extension": Row(frozenset({"陈雅琴"}), (world.extension.pk,)),
        "exchange:show": Row(COMMITTEE, (world.run.pk,)),
        "exchange:progress": Row(COMMITTEE, (world.run.pk,)),
        "exchange:errors": Row(COMMITTEE, (world.run.pk, "branches"), (MISSING, "branches")),
        "grids:plan": Row(COMMITTEE, (world.plan.pk,)),
        "grids:plan-room": Row(COMMITTEE, (world.plan.pk, room.pk), (world.plan.pk, MISSING)),
        "grids:plan-swap": Row(COMMITTEE, (world.plan.pk, room.pk), (world.plan.pk, MISSING)),
        "grids:plan-swap-with": Row(
            COMMITTEE, (world.plan.pk, room.pk, world.cast.rooms["5-413"].pk), (world.plan.pk, room.pk, MISSING)
        ),
        "grids:calculation": Row(COMMITTEE, (world.calculation.pk,)),
        "dashboards:crossing": Row(LOOM_READERS, (room.floor_id, world.branch.pk), (MISSING, MISSING)),
        "dashboards:weft": Row(LOOM_READERS, (room.floor_id,)),
        "dashboards:warp": Row(LOOM_READERS, (world.branch.pk,)),
        "dashboards:facade": Row(LOOM_READERS, (room.floor.building_id,)),
        "people:show": Row(frozenset({"何书记", "孔科长", "王师傅", "赵敏"}), (world["韩冬"].pk,)),
        "people:inbox-open": Row(frozenset({"韩冬"}), (world.message.pk,)),
        "housing:show": Row(PLACE_READERS, (room.floor.building_id,)),
        "housing:plate": Row(COMMITTEE | {"孔科长", "王师傅"}, (room.floor.building_id,)),
        "housing:room": Row(PLACE_READERS, (room.pk,)),
        "privacy:copy-progress": Row(frozenset({"韩冬"}), (world.copy.pk,)),
        "privacy:copy-file": Row(frozenset(), (world.copy.pk,)),  # needs a link of the same session besides
        "privacy:correction": Row(frozenset({"韩冬", "何书记", "孔科长"}), (world.correction.pk,)),
        "privacy:objection": Row(frozenset({"韩冬", "严谨"}), (world.objection.pk,)),
        "privacy:break-glass": Row(frozenset({"王师傅"}), (world.glass.pk,)),
        "privacy:break-glass-new": Row(frozenset({"王师傅"}), (world["韩冬"].pk,)),
        "privacy:glass-note": Row(frozenset({"韩冬", "王师傅", "严谨"}), (world.glass.pk,)),
        "privacy:export": Row(frozenset({"孔科长", "何书记", "严谨"}), (world.export.pk,)),
        "privacy:export-file": Row(frozenset(), (world.export.pk,)),
        "privacy:inquiry": Row(frozenset({"严谨"}), (world.inquiry.pk,)),
        "privacy:inquiry-content": Row(frozenset({"严谨"}), (world.inquiry.pk, "D02"), (MISSING, "D02")),
        "party:show": Row(PLACE_READERS, (world.branch.pk,)),
    }


NO_THING = {"cases:report-details", "cases:similar", "exchange:template"}  # a word of a fixed list, nobody's row


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The campus with one case in the middle of it all; made once, each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished(build())
        transaction.set_rollback(True)


def furnished(cast):
    made = equip(cast)
    for person in Person.objects.all():
        person.phone = f"139{person.pk:08}"
        person.save()
    made.room, made.branch = cast.rooms["5-412"], cast.branches["一"]
    made.case = made.bring_to("returned")
    made.photo = actions.add_photo(made["韩冬"], made.case.pk, upload=picture()["buffer"], stage="before")
    actions.dispatch_case(made["赵敏"], made.case.pk)
    actions.accept_case(made["孔科长"], made.case.pk)
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    made.pause = actions.request_pause(made["孔科长"], made.case.pk, until=tomorrow, reason="等配件")
    made.extension = actions.request_extension(made["孔科长"], made.case.pk, amount=1, reason="等配件")
    made.plan = draft_plan(made["何书记"])
    made.calculation = ask_for_draft(made["何书记"])
    workbook = WORKBOOKS / "党支部一览.xlsx"
    made.run = stage_import(made["何书记"], [Upload(workbook.name, workbook.read_bytes())])
    made.copy = ask_copy(made["韩冬"])
    made.correction = ask_correction(made["韩冬"], field="major", right="工业设计", why="转了专业")
    made.objection = ask_objection(made["韩冬"], wish="explain", data_class="D02", why="想知道为什么要看")
    made.glass = break_glass(made["王师傅"], subject=made["韩冬"].pk, purpose="emergency", reason="深" * 20)
    made.inquiry = open_inquiry(made["严谨"], person=made["钱乐"], reason="深" * 20)
    wanted = {"sheet": "stays", "columns": ["room"], "purpose": "report", "why": "报保卫处"}
    made.export = ask_export(made["孔科长"], **wanted)
    deliver_due()
    made.message = InboxMessage.objects.filter(person=made["韩冬"]).latest("pk")
    return made


def addresses_with_arguments(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != NAMESPACE:  # the API: test_api.py
            yield from addresses_with_arguments(pattern.url_patterns, f"{pattern.namespace}:")
        elif isinstance(pattern, URLPattern) and "<" in str(pattern.pattern) and "GET" in pattern.callback.page.methods:
            yield f"{namespace}{pattern.name}"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def plain(response) -> bytes:
    """The answer without what is another at every request: the token against forged forms."""
    body = b"".join(response) if response.streaming else response.content
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', b"", body)


def test_every_address_that_names_a_thing_has_its_row(world):
    assert set(addresses_with_arguments()) - NO_THING == set(table(world))


@pytest.mark.parametrize("name", CAST)
def test_foreign_and_missing_are_the_same(world, name):
    client, wrong = signed_in(world[name]), []
    for address, row in table(world).items():
        there = client.get(reverse(address, args=row.there))
        if name in row.may:
            if there.status_code not in (200, 302):
                wrong.append(f"{address}: {name} may, and got {there.status_code}")
            client.cookies.pop("messages", None)  # what was said on the way stands on the next page, whichever it is
            continue
        nowhere = client.get(reverse(address, args=row.nowhere))
        if there.status_code not in (403, 404):
            wrong.append(f"{address}: {name} may not, and got {there.status_code}")
        if (there.status_code, plain(there)) != (nowhere.status_code, plain(nowhere)):
            wrong.append(f"{address}: {name} can tell foreign from missing")
    assert not wrong, "\n".join(wrong)


def bodies(world, name: str) -> dict[str, str]:
    """All that the person can open: the pages without an argument, and those of things."""
    client, found = signed_in(world[name]), {}
    for address in [*PAGES, *(reverse(key, args=row.there) for key, row in table(world).items())]:
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found[address] = response.content.decode()
    return found


PAGES = [
    "/",
    "/cases/?show=todo",
    "/cases/?show=mine",
    "/cases/?show=all",
    "/grids/mine/",
    "/people/",
    "/people/inbox/",
]
PAGES += ["/privacy/", "/privacy/readings/", "/privacy/my-data/", "/privacy/requests/", "/privacy/desk/"]
PAGES += ["/people/account/", "/loom/", "/party/", "/housing/", "/grids/findings/"]


@pytest.mark.parametrize("name", CAST)
def test_no_page_shows_the_phone_of_another(world, name):
    phones = {person.phone: person.name for person in Person.objects.exclude(name=name)}
    shown = {
        (address, phones[number])
        for address, body in bodies(world, name).items()
        for number in re.findall(r"139\d{8}", body)
        if number in phones
    }
    assert not shown


# who → people of whom no page of theirs says the name
STRANGERS = {
    "韩冬": ("高飞", "李强", "王磊", "沈青", "吴霜", "钱乐", "郑好"),
    "沈青": ("韩冬", "赵敏", "周晓雨", "高飞", "钱乐"),
    "钱乐": ("韩冬", "赵敏", "周晓雨", "郑好", "沈青", "高飞"),
    "丁前": ("韩冬", "周晓雨", "沈青", "高飞"),
    "赵敏": ("高飞", "沈青", "钱乐"),
    "吴霜": ("韩冬", "高飞", "钱乐"),
    "王师傅": ("高飞", "钱乐"),
    "刘师傅": ("韩冬", "沈青", "郑好", "周晓雨"),
    "严谨": ("韩冬", "沈青", "高飞", "赵敏"),
    "石工": ("韩冬", "沈青", "高飞", "赵敏"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_page_names_a_stranger(world, name):
    shown = {
        (address, other) for address, body in bodies(world, name).items() for other in STRANGERS[name] if other in body
    }
    assert not shown


def test_who_may_not_know_the_reporter_is_not_told(world):
    """Room-mates see the case, and so do the warden and the committee; who reported it is not theirs to know."""
    address = reverse("cases:show", args=[world.case.pk])
    for name in ("王师傅", "何书记"):
        assert "韩冬" not in signed_in(world[name]).get(address).content.decode(), name
    for name in ("韩冬", "赵敏", "孔科长"):
        assert "韩冬" in signed_in(world[name]).get(address).content.decode(), name
