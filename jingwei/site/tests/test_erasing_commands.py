"""`jingwei erase` and `jingwei replay-erasures` do what the worker and the restore need."""

from datetime import timedelta

import pytest

from jingwei.core import clock
from jingwei.gate.models import TrailEntry
from jingwei.people.models import Person
from jingwei.site.cli import main

pytestmark = pytest.mark.django_db


def test_what_is_due_goes_and_what_came_back_goes_again(cast, settings, tmp_path, capsys):
    settings.ERASURES_DIR = tmp_path / "erasures"
    gone = cast["沈青"]
    Person.objects.filter(pk=gone.pk).update(is_active=False, left_at=clock.now() - timedelta(days=31))
    before = Person.objects.filter(pk=gone.pk).values().get()
    assert main(["erase"]) == 0
    assert capsys.readouterr().out == "erased: 1\n"
    assert Person.objects.get(pk=gone.pk).name == "已离开的人"
    Person.objects.filter(pk=gone.pk).update(**before)  # as a backup has it
    assert main(["replay-erasures"]) == 0
    assert capsys.readouterr().out == "people.left: 1\n"
    assert Person.objects.get(pk=gone.pk).name == "已离开的人"
    assert "沈青" not in str(list(TrailEntry.objects.values_list("data", flat=True)))
