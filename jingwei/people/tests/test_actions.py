"""Accounts from rosters, and how names are spelt."""

import pytest

from jingwei.core import clock
from jingwei.gate.doors import Denied
from jingwei.gate.posts import System
from jingwei.people.actions import enrol_people, ensure_staff, retire_people, revise_people
from jingwei.people.models import Person
from jingwei.people.names import pinyin_of

CLI = System("cli")


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("王晓雨", "wang xiao yu wxy"),
        ("单晓明", "shan xiao ming sxm"),
        ("欧阳妍思", "ou yang yan si oyys"),
        ("Li Ming", "li ming lm"),
        ("", ""),
    ],
)
def test_pinyin_of(name, spelt):
    assert pinyin_of(name) == spelt


@pytest.mark.django_db
def test_nobody_can_enter_a_new_account_before_choosing_a_password():
    (person,) = enrol_people(CLI, [Person(number="2026000001", name="同学", gender="male")])
    assert not person.has_usable_password()
    assert Person.objects.get().name_pinyin == "tong xue tx"


@pytest.mark.django_db
def test_staff_are_made_once():
    first = ensure_staff(CLI, number="T1", name="王师傅")
    assert ensure_staff(CLI, number="T1", name="别的名字") == first
    assert (first.kind, first.gender) == ("staff", "")


@pytest.mark.django_db
def test_a_new_name_is_spelt_anew():
    person = ensure_staff(CLI, number="T1", name="王师傅")
    images = revise_people(CLI, {person.pk: {"name": "刘师傅"}})
    assert Person.objects.get().name_pinyin == "liu shi fu lsf"
    assert images[person.pk]["name"] == ["王师傅", "刘师傅"]


@pytest.mark.django_db
def test_who_has_left_rests_and_keeps_their_row():
    person = ensure_staff(CLI, number="T1", name="王师傅")
    at = clock.now()
    retire_people(CLI, [person.pk], at)
    person.refresh_from_db()
    assert (person.is_active, person.left_at) == (False, at)


@pytest.mark.django_db
def test_only_who_may_writes_the_roster(cast):
    with pytest.raises(Denied):
        enrol_people(cast["赵敏"], [Person(number="2026000001", name="同学", gender="male")])
    with pytest.raises(Denied):
        retire_people(cast["赵敏"], [cast["周晓雨"].pk], clock.now())
