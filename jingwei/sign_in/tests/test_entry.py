"""Getting in: number and password, the one-time code."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.core import clock
from jingwei.gate.doors import Denied
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.people.models import Person
from jingwei.sign_in import codes, entering, guard
from jingwei.sign_in.models import CodeRequest

pytestmark = pytest.mark.django_db
PASSWORD = "amber-birch-cedar-delta"
OTHER = "ember-fjord-grove-heron"


def issued(cast, name: str) -> str:
    """The code that 何书记 asks for and 石工 agrees to."""
    request = codes.ask_codes(cast["何书记"], [cast[name]], CodeRequest.Kind.INVITATION)
    codes.agree(cast["石工"], request.pk)
    return codes.issue_codes(cast["何书记"], request.pk).codes[0][1]


def sign_in(client, number: str, password: str, **more):
    return client.post(reverse("sign_in:sign-in"), {"username": number, "password": password, **more})


def test_a_code_lets_in_once_and_the_password_from_then_on(client, cast):
    number, code = cast["韩冬"].number, issued(cast, "韩冬")
    typed = {"number": number, "code": code.lower().replace("-", " "), "password": PASSWORD, "again": PASSWORD}
    answer = client.post(reverse("sign_in:enter"), typed)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast["韩冬"].pk)
    client.logout()
    assert client.post(reverse("sign_in:enter"), typed).status_code == 422  # used
    assert sign_in(client, number, PASSWORD, next=reverse("people:inbox")).url == reverse("people:inbox")


@pytest.mark.parametrize("number", ["2025010412", "0000000000", ""])
def test_nobody_learns_whether_a_number_exists(cast, number):
    issued(cast, "韩冬")
    with pytest.raises(ValidationError) as wrong:
        entering.enter_with_code(number, "AAAAA-AAAAA", PASSWORD)
    with pytest.raises(ValidationError) as nobody:
        entering.enter_with_code("nobody", "AAAAA-AAAAA", PASSWORD)
    assert wrong.value.messages == nobody.value.messages


def test_a_code_ends_after_seven_days(cast):
    code, number = issued(cast, "韩冬"), cast["韩冬"].number
    with clock.travel(clock.now() + timedelta(days=7)), pytest.raises(ValidationError):
        entering.enter_with_code(number, code, PASSWORD)
    with clock.travel(clock.now() + timedelta(days=6, hours=23)):
        assert entering.enter_with_code(number, code, PASSWORD).check_password(PASSWORD)


def test_a_new_code_takes_the_place_of_the_old(cast):
    old, new = issued(cast, "韩冬"), issued(cast, "韩冬")
    with pytest.raises(ValidationError):
        entering.enter_with_code(cast["韩冬"].number, old, PASSWORD)
    assert entering.enter_with_code(cast["韩冬"].number, new, PASSWORD)


def test_a_code_is_good_for_its_person_alone(cast):
    issued(cast, "郑好")
    with pytest.raises(ValidationError):
        entering.enter_with_code(cast["郑好"].number, issued(cast, "韩冬"), PASSWORD)


def test_a_weak_password_leaves_the_code_good(client, cast):
    number, code = cast["韩冬"].number, issued(cast, "韩冬")
    answer = client.post(
        reverse("sign_in:enter"), {"number": number, "code": code, "password": "12345678", "again": "12345678"}
    )
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert not cast["韩冬"].has_usable_password()
    assert entering.enter_with_code(number, code, PASSWORD)


def test_guessing_is_stopped_and_rests_half_an_hour(client, cast, hour):
    form = {"number": cast["韩冬"].number, "password": PASSWORD, "again": PASSWORD}
    wrong, right = {**form, "code": "AAAAA-AAAAA"}, {**form, "code": issued(cast, "韩冬")}
    page = reverse("sign_in:enter")
    for _try in range(guard.TRIES):
        assert client.post(page, wrong).status_code == 422
    assert client.post(page, right).status_code == 422
    hour.shift(guard.REST.total_seconds())
    assert client.post(page, right).status_code == 302


def test_a_password_that_is_too_easy_is_no_guess(client, cast, hour):
    form = {"number": cast["韩冬"].number, "code": issued(cast, "韩冬")}
    page = reverse("sign_in:enter")
    for _try in range(guard.TRIES + 1):
        assert client.post(page, {**form, "password": "short", "again": "short"}).status_code == 422
    assert client.post(page, {**form, "password": PASSWORD, "again": PASSWORD}).status_code == 302


def test_setting_a_password_leaves_a_line_without_it(cast):
    entering.set_password(System("demo"), cast["韩冬"], PASSWORD)
    entering.set_password(cast["韩冬"], cast["韩冬"], OTHER)
    assert cast["韩冬"].check_password(OTHER)
    assert [entry.data for entry in TrailEntry.objects.filter(verb="account.password")] == [{}, {}]
    with pytest.raises(Denied):
        entering.set_password(cast["何书记"], cast["韩冬"], PASSWORD)


def test_signing_in_says_the_same_to_every_mistake(client, cast):
    entering.set_password(System("test"), cast["韩冬"], PASSWORD)
    Person.objects.filter(pk=cast.people["郑好"].pk).update(is_active=False, password=cast["韩冬"].password)
    said = set()
    for number, password in ((cast["韩冬"].number, OTHER), ("nobody", OTHER), (cast["郑好"].number, PASSWORD)):
        answer = sign_in(client, number, password)
        assert answer.status_code == 422
        said.add(str(answer.context["form"].non_field_errors()))
    assert len(said) == 1


def test_next_leads_nowhere_else(client, cast):
    entering.set_password(System("test"), cast["韩冬"], PASSWORD)
    assert sign_in(client, cast["韩冬"].number, PASSWORD, next="https://example.org/").url == "/"


def test_ten_mistakes_lock_the_number_and_nobody_else(client, cast, settings):
    settings.AXES_ENABLED = True
    for name in ("韩冬", "郑好"):
        entering.set_password(System("test"), cast[name], PASSWORD)
    answers = [sign_in(client, cast["韩冬"].number, OTHER).status_code for _try in range(10)]
    assert answers == [422] * 10
    locked = sign_in(client, cast["韩冬"].number, PASSWORD)
    assert locked.status_code == 429
    assert "半小时" in locked.content.decode()
    assert sign_in(client, cast["郑好"].number, PASSWORD).status_code == 302


def test_leaving_is_a_post(client, cast):
    client.force_login(cast["韩冬"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("sign_in:sign-out")).status_code == 405
    assert client.post(reverse("sign_in:sign-out")).url == reverse("sign_in:sign-in")
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_the_other_sessions(client, cast):
    entering.set_password(System("test"), cast["韩冬"], PASSWORD)
    other = type(client)()
    for browser in (client, other):
        sign_in(browser, cast["韩冬"].number, PASSWORD)
    form = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
    assert client.post(reverse("sign_in:password"), {**form, "old_password": OTHER}).status_code == 422
    assert client.post(reverse("sign_in:password"), form).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).url.startswith(reverse("sign_in:sign-in"))
