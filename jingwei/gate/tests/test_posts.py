"""From when to when a post holds, and which of them one person may not hold together."""

from datetime import timedelta

import pytest

from jingwei.core import clock
from jingwei.gate.appointments import appoint, end_posts
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import forbidden_with, in_force, posts_of
from jingwei.gate.roles import Role, UnitKind

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_a_post_holds_from_its_first_moment_to_before_its_last(cast):
    begin = clock.now() + HOUR
    post = Appointment.objects.create(
        person=cast["沈青"], role=Role.COMMITTEE, unit_kind=UnitKind.COLLEGE, start=begin, end=begin + HOUR
    )
    moments = {begin - SECOND: False, begin: True, begin + HOUR - SECOND: True, begin + HOUR: False}
    assert {at: post.is_live(at) for at in moments} == moments
    assert {at: Appointment.objects.live(at).filter(pk=post.pk).exists() for at in moments} == moments
    assert {at: Appointment.objects.filter(in_force(at), pk=post.pk).exists() for at in moments} == moments


def test_a_post_without_an_end_holds_now(cast):
    now = clock.now()
    post = Appointment(person=cast["沈青"], role=Role.COMMITTEE, unit_kind=UnitKind.COLLEGE, start=now - HOUR)
    assert post.is_live()
    assert not post.is_live(now - 2 * HOUR)
    post.end = now - SECOND
    assert not post.is_live()


def test_only_the_last_entries_of_the_trail_say_that_a_post_is_over(cast):
    """One clock that ran ahead is forgotten again, after so many entries and not one more."""
    now = clock.now()
    Appointment.objects.filter(person=cast["赵敏"], role=Role.KEEPER).update(end=now + HOUR)
    entries = [TrailEntry(post="tests", verb="tests.ahead", at=now + 2 * HOUR)]
    entries += [TrailEntry(post="tests", verb="tests.then", at=now) for _entry in range(100 - 1)]
    TrailEntry.objects.bulk_create(entries)
    assert Role.KEEPER not in posts_of(cast["赵敏"])
    TrailEntry.objects.create(post="tests", verb="tests.then", at=now)
    assert Role.KEEPER in posts_of(cast["赵敏"])


def test_posts_that_stay_apart_are_asked_of_the_hour(cast):
    assert forbidden_with(cast["石工"], Role.COMMITTEE) == Role.ADMIN
    assert forbidden_with(cast["沈青"], Role.COMMITTEE) is None
    post = Appointment.objects.get(person=cast["石工"], role=Role.ADMIN)
    later = clock.now() + HOUR
    Appointment.objects.filter(pk=post.pk).update(end=later)
    assert forbidden_with(cast["石工"], Role.COMMITTEE) == Role.ADMIN
    assert forbidden_with(cast["石工"], Role.COMMITTEE, at=later - SECOND) == Role.ADMIN
    assert forbidden_with(cast["石工"], Role.COMMITTEE, at=later) is None


def test_a_post_over_the_college_names_no_unit_and_every_other_one_does(cast):
    post = appoint(cast["何书记"], cast["沈青"], Role.CENTRE)
    assert (post.unit_kind, post.unit_id) == (UnitKind.COLLEGE, 0)
    entry = TrailEntry.objects.get(verb="gate.appoint")
    assert (entry.subject_id, entry.data) == (post.pk, {"role": "centre", "unit": "college:0"})
    assert appoint(cast["何书记"], cast["沈青"], Role.CENTRE) == post


def test_posts_end_at_the_moment_that_is_named(cast):
    post = Appointment.objects.get(person=cast["赵敏"], role=Role.KEEPER)
    before = clock.now() - HOUR
    assert end_posts(cast["何书记"], [post], at=before) == 1
    post.refresh_from_db()
    assert post.end == before
