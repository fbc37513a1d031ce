"""Posts given by hand: who may, to whom, and what follows at once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jingwei.gate.doors import Denied, visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from jingwei.posts.actions import end_post, give_post

pytestmark = pytest.mark.django_db


def test_a_new_warden_gets_an_account_and_sees_her_building_at_once(cast):
    give_post(cast["何书记"], number="T3001", name="新楼管", post=f"warden:{cast.buildings['3'].pk}")
    warden = Person.objects.get(number="T3001")
    assert "王磊" in {person.name for person in visible(warden, "people.read", Person)}
    assert not warden.has_usable_password()


def test_who_is_unknown_needs_a_name(cast):
    with pytest.raises(ValidationError, match="T3001"):
        give_post(cast["何书记"], number="T3001", post="centre:0")


def test_only_the_committee_gives_posts_and_nothing_is_left_of_a_refusal(cast):
    with pytest.raises(Denied):
        give_post(cast["冯远"], number="T3001", name="外人", post="centre:0")
    assert not Person.objects.filter(number="T3001").exists()


def test_what_is_no_post_is_refused(cast):
    for key in ("keeper:1", "warden:0", "warden:999", "x", ""):
        with pytest.raises(ValidationError):
            give_post(cast["何书记"], number=cast["罗宁"].number, post=key)


def test_ending_a_post_ends_the_right_and_the_last_committee_stays(cast):
    warden = Appointment.objects.live().get(person=cast["王师傅"])
    end_post(cast["何书记"], warden.pk)
    assert {person.name for person in visible(cast["王师傅"], "people.read", Person)} == {"王师傅"}
    committee = Appointment.objects.live().get(role=Role.COMMITTEE)
    with pytest.raises(ValidationError, match="最后一位"):
        end_post(cast["何书记"], committee.pk)


def test_the_page_shows_vacancies_and_gives_posts(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    assert "还没有人" in client.get(reverse("posts:list")).content.decode()
    answer = client.post(reverse("posts:new"), {"number": cast["沈青"].number, "post": "centre:0"})
    assert answer.status_code == 302
    assert "沈青" in client.get(reverse("posts:list")).content.decode()
    refused = client.post(reverse("posts:new"), {"number": "Z9", "post": "centre:0"})
    assert refused.status_code == 422
    assert "Z9" in refused.content.decode()


@pytest.mark.parametrize("name", ["陈雅琴", "赵敏", "石工", "严谨"])
def test_others_have_no_such_page(client, cast, name):
    client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("posts:list")).status_code == 403
