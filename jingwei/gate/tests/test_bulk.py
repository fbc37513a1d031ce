"""Many rows through one door: what changed is handed back, what did not is left alone."""

import pytest
from django.db.models import ProtectedError

from jingwei.gate.bulk import BATCH, batches, change_many, delete_many
from jingwei.gate.doors import Denied
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
CLI = System("cli")


def test_images_hold_what_really_changed(cast):
    first, second = cast["周晓雨"], cast["韩冬"]
    values = {first.pk: {"grade": "2024级", "name": first.name}, second.pk: {"name": second.name}}
    images = change_many(CLI, "people.change", Person, values, verb="people.revise", run=7)
    assert images == {first.pk: {"grade": ["", "2024级"]}}
    entry = TrailEntry.objects.get(verb="people.revise")
    assert entry.data == {"columns": ["grade"], "run": 7, "ids": [first.pk]}


def test_nothing_to_change_leaves_no_trail(cast):
    person = cast["周晓雨"]
    assert change_many(CLI, "people.change", Person, {person.pk: {"name": person.name}}, verb="people.revise") == {}
    assert not TrailEntry.objects.filter(verb="people.revise").exists()


def test_the_capability_must_reach_over_the_college(cast):
    values = {cast["周晓雨"].pk: {"name": "别人"}}
    with pytest.raises(Denied):
        change_many(cast["陈雅琴"], "people.read", Person, values, verb="people.revise")
    with pytest.raises(Denied):
        delete_many(cast["陈雅琴"], "people.read", Person, values, verb="people.revise")


def test_what_others_lean_on_is_not_deleted(cast):
    with pytest.raises(ProtectedError):
        delete_many(CLI, "people.change", Person, [cast["周晓雨"].pk], verb="people.drop")
    assert Person.objects.filter(name="周晓雨").exists()


def test_batches():
    assert [len(part) for part in batches(range(2 * BATCH + 1))] == [BATCH, BATCH, 1]
    assert list(batches([])) == []
