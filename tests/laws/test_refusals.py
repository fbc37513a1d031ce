"""Whatever should not have come is refused like anything else, writes nothing, and leaves one line that names nobody."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.housing.models import Stay
from jingwei.people.models import Person
from jingwei.sign_in import codes
from jingwei.sign_in.models import CodeRequest
from tests.support.database import contents
from tests.support.logs import logged

pytestmark = pytest.mark.django_db


def lines(stream) -> list[list[str]]:
    """[kind, route, method, account] of each line; a line of another shape is as it stands."""
    found = []
    for line in stream.getvalue().splitlines():
        _moment, _level, name, *told = line.split(" ")
        found.append([told[0], *(word.split("=", 1)[1] for word in told[1:])] if name == "jingwei.security" else [line])
    return found


def signed_in(person, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def stale_session(cast):
    client = signed_in(cast["韩冬"])
    client.session.flush()
    return lambda: client.get(reverse("cases:list")), 302, "stale-session"


def replayed_token(cast):
    client = signed_in(cast["韩冬"], enforce_csrf_checks=True)
    client.get(reverse("people:account"))
    token = client.cookies["csrftoken"].value
    client.cookies["csrftoken"] = token[::-1]
    sent = {"csrfmiddlewaretoken": token, "email": "new@example.org", "language": "en"}
    return lambda: client.post(reverse("people:account"), sent), 403, "forged-form"


def forged_id(cast):
    client = signed_in(cast["韩冬"])
    return lambda: client.post(reverse("cases:rate", args=[987_654]), {"level": 1}), 404, "not-there"


def hidden_field(cast):
    client = signed_in(cast["韩冬"])
    sent = {"email": "new@example.org", "language": "en", "is_active": "1", "number": "T2001"}
    return lambda: client.post(reverse("people:account"), sent), 404, "unexpected-field"


def hidden_file(cast):
    client = signed_in(cast["韩冬"])
    sent = {"email": "new@example.org", "language": "en", "photo": io.BytesIO(b"canary")}
    return lambda: client.post(reverse("people:account"), sent), 404, "unexpected-field"


def broken_header(cast):
    client = signed_in(cast["韩冬"])
    return lambda: client.get("/", HTTP_X_TOLD="a\r\nSet-Cookie: b=c"), 400, "malformed"


def strange_host(cast):
    client = signed_in(cast["韩冬"])
    return lambda: client.get("/", SERVER_NAME="韩冬.example"), 400, "malformed"


def moved_room(cast):
    client = signed_in(cast["王师傅"])
    Appointment.objects.filter(person=cast.people["王师傅"]).update(unit_id=cast.buildings["3"].pk)
    plate = reverse("housing:plate", args=[cast.buildings["5"].pk])
    Stay.objects.filter(person=cast.people["韩冬"]).update(end=clock.now())
    return lambda: client.get(plate), 404, "not-there"


def ended_term(cast):
    client = signed_in(cast["何书记"])
    end = clock.now() - timedelta(seconds=1)
    Appointment.objects.filter(person=cast.people["何书记"]).update(end=end)
    return lambda: client.post(reverse("exchange:new"), {}), 403, "not-permitted"


def other_method(cast):
    client = signed_in(cast["韩冬"])
    return lambda: client.delete(reverse("people:account")), 405, "other-method"


def replayed_code(cast):
    request = codes.ask_codes(cast["何书记"], [cast["韩冬"]], CodeRequest.Kind.INVITATION)
    codes.agree(cast["石工"], request.pk)
    code = codes.issue_codes(cast["何书记"], request.pk).codes[0][1]
    sent = {"number": cast["韩冬"].number, "code": code, "password": "lantern-7-window", "again": "lantern-7-window"}
    assert Client().post(reverse("sign_in:enter"), sent).status_code == 302
    return lambda: Client().post(reverse("sign_in:enter"), sent), 422, "refused-code"


ATTEMPTS = [
    stale_session, replayed_token, replayed_code, forged_id, hidden_field, hidden_file, broken_header, strange_host, moved_room,
    ended_term, other_method,
]  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_it_is_refused_writes_nothing_and_leaves_one_line(cast, attempt, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    send, status, kind = attempt(cast)
    before = contents()
    with logged() as stream:
        response = send()
    assert response.status_code == status
    changed = {table for table, rows in contents().items() if rows != before[table]}
    assert changed == ({"sign_in_guess"} if attempt is replayed_code else set())  # that somebody tried is counted
    ((told, _route, _method, account),) = lines(stream)
    assert told == kind
    assert (account == "-") == (attempt in (stale_session, replayed_code, broken_header, strange_host))
    for word in (*cast.people, *(person.number for person in cast.people.values()), "example", "987654", "canary"):
        assert word not in stream.getvalue()


def test_the_lines_of_one_account_belong_together_and_do_not_say_whose(cast):
    clients = [signed_in(cast[name]) for name in ("韩冬", "韩冬", "沈青")]
    with logged() as stream:
        for client in clients:
            client.get("/cases/987654/")
    first, second, other = (line[3] for line in lines(stream))
    assert first == second != other
    assert not {first, other} & {str(person.pk) for person in Person.objects.all()}


def test_what_is_in_order_and_what_leads_nowhere_leaves_no_line(cast, client):
    person = signed_in(cast["韩冬"])
    with logged() as stream:
        assert person.get("/").status_code == 200
        assert client.get("/").status_code == 302
        assert client.get("/wp-login.php").status_code == 404
        sent = {"email": "new@example.org", "language": "en", "next": "/"}
        assert person.post(reverse("people:account"), sent).status_code == 302
    assert stream.getvalue() == ""


def test_an_error_tells_where_and_of_what_kind_and_quotes_nothing(cast, settings):
    settings.ROOT_URLCONF = "tests.laws.failing_urls"
    with logged() as stream:
        response = signed_in(cast["韩冬"]).get("/broken/")
    assert response.status_code == 500
    assert "139" not in response.content.decode()
    told = stream.getvalue()
    assert "500 route=broken" in told
    assert "RuntimeError" in told
    assert "failing_urls.py" in told
    assert "韩冬" not in told
    assert "139" not in told


def test_a_photo_that_was_not_chosen_is_no_field_beside_the_form(cast):
    """A browser sends the empty file input as an empty field; a client of the tests leaves it out."""
    loop = equip(cast)
    client, page = signed_in(cast["韩冬"]), reverse("cases:report-details", args=["repair"])
    shown = client.get(page)
    sent = {"submission_key": shown.context["form"]["submission_key"].value(), "category": "water-leak"}
    sent |= {"where": f"room-{loop.cast.rooms['5-412'].pk}", "text": "漏水", "photo": ""}
    assert client.post(page, sent | {"photo": "canary"}).status_code == 404
    assert client.post(page, sent).status_code == 302
