"""Every endpoint of the API: marked, refused to strangers the same way, and silent about what is not theirs."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from ninja import Schema

from jingwei.api.assembly import NAMESPACE
from jingwei.api.callers import is_too_close
from jingwei.api.endpoints import ARGUMENT, ENDPOINTS
from jingwei.api.gateway import AddressMark
from jingwei.api.keys import FORM
from jingwei.api.models import TokenScope
from jingwei.cases import actions
from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.exchange.actions import stage_import
from jingwei.exchange.tests.books import houseful, sheet_book
from jingwei.gate.models import Appointment
from jingwei.gate.policy import capability
from jingwei.grids.actions import ask_for_draft, draft_plan, exempt_member
from jingwei.site import api as site_api
from tests.cast import build
from tests.journeys.turns import picture
from tests.support.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("api-laws")]
MISSING = {"code": "999999999999999999", "step": "file"}
NOWHERE = 987_654
CASE_READERS = {"韩冬", "陈雅琴", "周晓雨", "赵敏", "王师傅", "孔科长", "何书记"}
CAST = (
    "韩冬",
    "陈雅琴",
    "周晓雨",
    "赵敏",
    "沈青",
    "吴霜",
    "冯远",
    "钱乐",
    "丁前",
    "王师傅",
    "刘师傅",
    "孔科长",
    "何书记",
)
CAST += ("罗宁", "严谨", "石工")
PLACE_READERS = set(CAST) - {"钱乐", "石工"}  # who lives nowhere any more, and the admin
LOOM_READERS = {"何书记", "罗宁", "孔科长", "陈雅琴", "冯远", "王师傅", "刘师傅"}
# Who may read the thing of `world`; an endpoint that names a thing and stands not here fails.
READERS = {
    "case-show": CASE_READERS,
    "case-deadlines": CASE_READERS,
    "step-fields": {"孔科长"},
    "photo-show": {"韩冬", "陈雅琴", "周晓雨", "赵敏", "王师傅", "孔科长"},
    "building-show": PLACE_READERS,
    "room-show": PLACE_READERS,
    "place-code-show": PLACE_READERS,
    "facade": LOOM_READERS,
    "branch-show": PLACE_READERS,
    "branch-groups": PLACE_READERS,
    "person-show": {"何书记", "孔科长", "王师傅", "赵敏"},
    "plan-show": {"何书记"},
    "plan-micro-grids": {"何书记"},
    "plan-room-show": {"何书记"},
    "plan-bans": {"何书记"},
    "calculation-show": {"何书记"},
    "import-show": {"何书记"},
    "import-lines": {"何书记"},
    "import-findings": {"何书记"},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The campus with one of each thing; made once, each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished(build())
        transaction.set_rollback(True)


def furnished(cast) -> SimpleNamespace:
    made, room, committee = equip(cast), cast.rooms["5-412"], cast["何书记"]
    case = made.bring_to("returned")
    photo = actions.add_photo(made["韩冬"], case.pk, upload=picture()["buffer"], stage="before")
    actions.dispatch_case(made["赵敏"], case.pk)
    actions.accept_case(made["孔科长"], case.pk)
    next_year = clock.today().replace(year=clock.today().year + 1, day=1)
    pause = actions.request_pause(made["孔科长"], case.pk, until=next_year, reason="等配件")
    extension = actions.request_extension(made["孔科长"], case.pk, amount=1, reason="等配件")
    plan, exemption = draft_plan(committee), exempt_member(committee, person=cast["冯远"].pk, reason="duty")
    run = stage_import(committee, [sheet_book("housing", houseful(4))], partial=True)
    deliver_due()
    things = {
        "case": case.pk,
        "step": "claim",
        "photo": photo.pk,
        "pause": pause.pk,
        "extension": extension.pk,
        "building": room.floor.building_id,
        "room": room.pk,
        "code": room.place_code,
        "branch": cast.branches["一"].pk,
        "person": cast["韩冬"].pk,
        "message": InboxMessage.objects.filter(person=cast["韩冬"]).latest("pk").pk,
        "plan": plan.pk,
        "calculation": ask_for_draft(committee).pk,
        "exemption": exemption.pk,
        "run": run.pk,
        "finding": NOWHERE,
        "appointment": Appointment.objects.get(person=cast["丁前"]).pk,
    }
    return SimpleNamespace(people=cast, things=things)


def address(endpoint, things: dict) -> str:
    return ARGUMENT.sub(lambda found: str(things[found[1]]), endpoint.path)


def called(client: Client, endpoint, things: dict, headers: dict):
    """The endpoint with an empty body, or none of its files."""
    path = "/api/v1" + address(endpoint, things)
    if endpoint.is_read:
        return client.get(path, headers=headers)
    headers = {**headers, "idempotency-key": uuid4().hex}
    if endpoint.takes == FORM:
        return client.generic(endpoint.method, path, headers=headers, CONTENT_TYPE=f"{FORM}; boundary=none")
    return client.generic(endpoint.method, path, b"{}", content_type="application/json", headers=headers)


def answer(response) -> tuple[int, bytes]:
    return response.status_code, b"".join(response) if response.streaming else response.content


ALL = [pytest.param(endpoint, id=name) for name, endpoint in ENDPOINTS.items()]
WITH_THINGS = [endpoint for endpoint in ENDPOINTS.values() if endpoint.arguments]


def test_there_are_endpoints():
    assert len(ENDPOINTS) > 90
    assert set(ENDPOINTS) == {
        operation["operationId"]
        for methods in site_api.description()["paths"].values()
        for operation in methods.values()
    }


@pytest.mark.parametrize("endpoint", ALL)
def test_every_endpoint_names_a_capability_no_closer_than_c2_and_a_scope(endpoint):
    assert not is_too_close(capability(endpoint.capability))
    assert endpoint.scope in TokenScope.values
    assert (endpoint.scope == TokenScope.READ) == endpoint.is_read
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", endpoint.name)


def test_every_address_passes_the_gate_by_the_mark_of_its_endpoints():
    patterns = [
        pattern
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "api/v1/"
        for inner in resolver.url_patterns
        if isinstance(inner, URLResolver) and inner.namespace == NAMESPACE
        for pattern in inner.url_patterns
    ]
    assert {pattern.name for pattern in patterns} == set(ENDPOINTS)
    for pattern in patterns:
        mark = pattern.callback.page
        assert isinstance(mark, AddressMark)
        assert {endpoint.name for endpoint in mark.endpoints} == {
            name for name, endpoint in ENDPOINTS.items() if endpoint.path == ENDPOINTS[pattern.name].path
        }


def test_every_thing_an_endpoint_names_is_tried(world):
    assert {kind for endpoint in WITH_THINGS for kind in endpoint.arguments} == set(world.things)
    assert {endpoint.name for endpoint in WITH_THINGS if endpoint.is_read} == set(READERS)


def test_whoever_does_not_say_who_they_are_gets_nothing(world, client):
    for endpoint in ENDPOINTS.values():
        response = called(client, endpoint, world.things, {})
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json"), endpoint.name


def test_a_session_cannot_be_made_to_write(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.people["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    for endpoint in ENDPOINTS.values():
        if not endpoint.is_read:
            response = called(browser, endpoint, world.things, {})
            assert (response.status_code, response.json()["type"]) == (403, "/api/v1/docs#forged"), endpoint.name


def test_every_write_wants_a_key(world):
    program = Program(world.people["何书记"])
    for endpoint in ENDPOINTS.values():
        if not endpoint.is_read:
            path = "/api/v1" + address(endpoint, world.things)
            response = program.client.generic(endpoint.method, path, headers=program.headers)
            assert response.json()["type"] in ("/api/v1/docs#key-wanted", "/api/v1/docs#not-yours"), endpoint.name


@pytest.mark.parametrize("name", CAST)
def test_foreign_and_missing_are_the_same(world, name):
    """Whoever may read a thing gets it; to everyone else it is as if it were not there, byte for byte."""
    program, wrong = Program(world.people[name]), []
    for endpoint in WITH_THINGS:
        there = called(program.client, endpoint, world.things, program.headers)
        may = endpoint.is_read and name in READERS[endpoint.name]
        if may:
            if there.status_code != 200:
                wrong.append(f"{endpoint.name}: {name} may, and got {there.status_code}")
            continue
        if endpoint.is_read and there.status_code not in (403, 404):
            wrong.append(f"{endpoint.name}: {name} may not, and got {there.status_code}")
        for kind in endpoint.arguments if there.status_code in (403, 404) else ():
            nowhere = called(
                program.client,
                endpoint,
                {**world.things, kind: MISSING.get(kind, NOWHERE)},
                program.headers,
            )
            if answer(there) != answer(nowhere):
                wrong.append(f"{endpoint.name}: {name} can tell a foreign {kind} from a missing one")
    assert not wrong, "\n".join(wrong)


STRANGERS = {
    "韩冬": ("高飞", "李强", "王磊", "沈青", "吴霜", "钱乐", "郑好"),
    "沈青": ("韩冬", "赵敏", "周晓雨", "高飞", "钱乐"),
    "钱乐": ("韩冬", "赵敏", "周晓雨", "郑好", "沈青", "高飞"),
    "丁前": ("韩冬", "周晓雨", "沈青", "高飞"),
    "赵敏": ("高飞", "沈青", "钱乐"),
    "王师傅": ("高飞", "钱乐"),
    "严谨": ("韩冬", "沈青", "高飞", "赵敏"),
    "石工": ("韩冬", "沈青", "高飞", "赵敏"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_answer_names_a_stranger(world, name):
    program, shown = Program(world.people[name]), set()
    for endpoint in ENDPOINTS.values():
        if endpoint.is_read:
            _status, body = answer(called(program.client, endpoint, world.things, program.headers))
            shown |= {(endpoint.name, other) for other in STRANGERS[name] if other.encode() in body}
    assert not shown


def test_no_answer_shows_a_phone_or_a_standing_of_another(world):
    """Closer than what the API serves, or not meant for it: whatever the post."""
    from jingwei.people.models import Person

    for person in Person.objects.all():
        person.phone = f"139{person.pk:08}"
        person.save()
    for name in CAST:
        program = Program(world.people[name])
        for endpoint in ENDPOINTS.values():
            if endpoint.is_read:
                body = answer(called(program.client, endpoint, world.things, program.headers))[1].decode(
                    errors="ignore"
                )
                own = world.people[name].phone
                assert set(re.findall(r"139\d{8}", body)) <= {own}, (endpoint.name, name)
                assert "正式党员" not in body, (endpoint.name, name)
                assert "入党积极分子" not in body, (endpoint.name, name)


def test_no_two_shapes_share_a_name():
    """The description knows shapes by their names alone: one of two would silently stand for both."""
    found: dict[str, set[str]] = {}
    shapes = [Schema]
    while shapes:
        shape = shapes.pop()
        shapes += shape.__subclasses__()
        if shape.__module__.startswith("jingwei."):
            found.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}
