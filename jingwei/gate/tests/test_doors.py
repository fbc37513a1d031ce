"""The two doors, told with the cast of tests/cast.py."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from jingwei.core import clock, progress
from jingwei.gate import trail
from jingwei.gate.appointments import appoint, end_posts
from jingwei.gate.doors import Denied, change, create, create_many, may, one, visible
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import System, holders, posts_of, roles_of, units_of
from jingwei.gate.roles import Role
from jingwei.housing.models import Building, Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


def names(people) -> set[str]:
    return {person.name for person in people}


def test_a_keeper_sees_the_people_of_her_own_rooms_and_of_no_other(cast):
    seen = names(visible(cast["赵敏"], "people.read", Person))
    assert {"周晓雨", "韩冬", "郑好"} <= seen
    assert not seen & {"孙悦", "沈青", "王磊", "钱乐"}


def test_a_resident_sees_her_room_mates_only(cast):
    assert names(visible(cast["韩冬"], "people.read", Person)) == {"韩冬", "周晓雨", "陈雅琴", "赵敏"}


def test_who_moved_out_yesterday_sees_herself_only(cast):
    assert names(visible(cast["钱乐"], "people.read", Person)) == {"钱乐"}


def test_a_post_that_ended_gives_nothing(cast):
    former = cast["丁前"]
    assert Role.KEEPER not in roles_of(former)
    assert "周晓雨" not in names(visible(former, "people.read", Person))


def test_a_right_ends_with_the_post_in_the_same_second(cast, time_machine):
    end = clock.now() + timedelta(hours=1)
    Appointment.objects.filter(person=cast["赵敏"], role=Role.KEEPER).update(end=end)
    time_machine.move_to(end - timedelta(seconds=1), tick=False)
    assert "郑好" in names(visible(cast["赵敏"], "people.read", Person))
    time_machine.move_to(end, tick=False)
    assert "郑好" not in names(visible(cast["赵敏"], "people.read", Person))


def test_scope_follows_the_room_on_the_day(cast):
    stay = Stay.objects.live().get(person=cast["韩冬"])
    stay.end = clock.now()
    stay.save()
    Stay.objects.create(person=cast["韩冬"], room=cast.rooms["5-413"])
    assert "韩冬" not in names(visible(cast["赵敏"], "people.read", Person))
    assert "韩冬" in names(visible(cast["吴霜"], "people.read", Person))


def test_wardens_see_their_own_building(cast):
    assert not names(visible(cast["王师傅"], "people.read", Person)) & {"王磊", "李强", "高飞"}
    assert {"王磊", "李强", "高飞"} <= names(visible(cast["刘师傅"], "people.read", Person))


def test_admin_and_auditor_have_no_roster(cast):
    for name in ("石工", "严谨"):
        assert names(visible(cast[name], "people.read", Person)) == {name}
        assert not may(cast[name], "people.browse")


def test_foreign_and_missing_are_the_same_refusal(cast):
    for pk in (cast["王磊"].pk, 10**9, "x"):
        with pytest.raises(Denied):
            one(cast["韩冬"], "people.read", Person, pk)


def test_change_saves_validates_and_leaves_one_line(cast):
    warden, building = cast["王师傅"], cast.buildings["5"]
    with change(warden, "housing.change", Building, building.pk, verb="housing.change") as row:
        row.name = "五号楼"
    entry = TrailEntry.objects.get()
    assert (entry.actor_id, entry.post, entry.verb) == (warden.pk, "warden", "housing.change")
    assert entry.data["changed"] == {"name": ["5号楼", "五号楼"]}
    with pytest.raises(Denied), change(warden, "housing.change", Building, cast.buildings["3"].pk, verb="x"):
        pytest.fail("not hers")
    with (
        pytest.raises(ValidationError),
        change(warden, "housing.change", Building, building.pk, verb="housing.change") as row,
    ):
        row.name = "长" * 41
    building.refresh_from_db()
    assert building.name == "五号楼"
    assert TrailEntry.objects.count() == 1


def test_a_row_made_where_one_may_not_is_not_there_afterwards(cast):
    stay = Stay(person=cast["钱乐"], room=cast.rooms["5-501"])
    with pytest.raises(Denied):
        create(cast["赵敏"], "stays.change", stay, verb="housing.move_in")
    assert not Stay.objects.live().filter(person=cast["钱乐"]).exists()
    assert not TrailEntry.objects.exists()


def test_posts_are_given_by_the_committee_alone_and_forbidden_pairs_are_refused(cast):
    appoint(cast["何书记"], cast["沈青"], Role.LEAD, cast.rooms["5-413"].pk)
    assert cast["沈青"].pk in holders(Role.LEAD, "room", [cast.rooms["5-413"].pk])
    with pytest.raises(Denied):
        appoint(cast["陈雅琴"], cast["韩冬"], Role.LEAD, cast.rooms["5-412"].pk)
    with pytest.raises(ValidationError):
        appoint(cast["何书记"], cast["石工"], Role.OFFICE, 1)
    with pytest.raises(ValidationError):
        appoint(cast["何书记"], cast["沈青"], Role.WARDEN)


def test_giving_the_same_post_twice_changes_nothing(cast):
    first = appoint(cast["何书记"], cast["沈青"], Role.LEAD, cast.rooms["5-413"].pk)
    assert appoint(cast["何书记"], cast["沈青"], Role.LEAD, cast.rooms["5-413"].pk) == first
    assert end_posts(cast["何书记"], [first]) == 1
    assert end_posts(cast["何书记"], [first]) == 0


def test_the_system_signs_with_its_name(cast):
    with change(System("worker"), "housing.change", Building, cast.buildings["5"].pk, verb="housing.change") as row:
        row.name = "五号楼"
    assert TrailEntry.objects.get().post == "worker"


def test_readings_leave_out_oneself_and_take_one_line(cast):
    reader = cast["赵敏"]
    trail.record_reading(
        reader, "D02", [reader.pk, cast["韩冬"].pk, cast["郑好"].pk], purpose="care", page="people:list"
    )
    assert trail.record_reading(reader, "D02", [reader.pk], purpose="care", page="people:list") is None
    assert TrailEntry.objects.get().data["ids"] == sorted([cast["韩冬"].pk, cast["郑好"].pk])


def test_who_lived_in_the_room_before_is_not_shown_to_who_lives_there_now(cast):
    seen = {stay.person_id for stay in visible(cast["郑好"], "stays.read", Stay)}
    assert cast["丁前"].pk in seen
    assert cast["钱乐"].pk not in seen


def test_looking_for_a_post_does_not_make_it_appear(cast):
    actor = cast["韩冬"]
    assert units_of(actor, Role.OFFICE) == set()
    assert set(posts_of(actor)) == {Role.RESIDENT}
    assert units_of(cast["赵敏"], Role.KEEPER) == {cast.grids["赵敏"].pk}


def test_a_row_that_names_several_people_is_there_once(cast):
    secretary = cast["陈雅琴"]
    affiliation = Affiliation.objects.get(person=cast["周晓雨"])
    affiliation.contacts.set([secretary, cast["赵敏"], cast["郑好"]])
    seen = [row.pk for row in visible(secretary, "affiliations.read", Affiliation)]
    assert len(seen) == len(set(seen))
    assert affiliation.pk in seen
    assert [row.pk for row in visible(cast["赵敏"], "affiliations.read", Affiliation)].count(affiliation.pk) == 1


def test_the_program_itself_may_everything_and_nobody_signed_out_or_shut_out_may_anything(cast):
    shut = cast["赵敏"]
    shut.is_active = False
    for nobody in (shut, AnonymousUser()):
        assert may(nobody, "people.browse") is False
        assert may(nobody, "home.read") is False
        assert list(visible(nobody, "people.read", Person)) == []
    assert may(System("tests"), "people.browse") is True
    assert may(cast["钱乐"], "home.read") is True  # granted to everyone, whatever post they hold
    assert roles_of(cast["钱乐"]) == []
    assert may(cast["韩冬"], "people.browse") is False


def test_posts_are_ended_by_the_committee_alone_and_with_one_line(cast):
    posts = list(Appointment.objects.filter(person=cast["赵敏"]))
    with pytest.raises(Denied):
        end_posts(cast["赵敏"], posts)
    assert Appointment.objects.live().filter(person=cast["赵敏"]).count() == len(posts)
    assert end_posts(cast["何书记"], posts) == len(posts)
    assert TrailEntry.objects.filter(verb="gate.end_post").count() == 1
    assert end_posts(cast["何书记"], posts) == 0  # over is over
    assert TrailEntry.objects.get(verb="gate.end_post").data["ids"] == sorted(post.pk for post in posts)


def test_posts_are_kept_for_a_request_and_asked_anew_by_whatever_writes(cast):
    keeper = cast["赵敏"]
    assert Role.KEEPER in posts_of(keeper)
    Appointment.objects.filter(person=keeper).delete()
    assert Role.KEEPER in posts_of(keeper)
    assert Role.KEEPER not in posts_of(keeper, fresh=True)


def test_holders_are_those_of_the_moment_that_is_asked_for(cast):
    post = Appointment.objects.filter(person=cast["赵敏"], role=Role.KEEPER).get()
    asked = {"role": Role.KEEPER, "unit_kind": post.unit_kind, "unit_ids": [post.unit_id]}
    assert list(holders(**asked)) == [post.person_id]
    assert list(holders(**asked, at=post.start - timedelta(seconds=1))) == []
    assert roles_of(System("tests")) == []


def test_whatever_writes_asks_for_the_posts_anew(cast):
    warden, keeper = cast["王师傅"], cast["何书记"]
    for person in (warden, keeper):
        posts_of(person)
    Appointment.objects.filter(person__in=[warden, keeper]).delete()
    with pytest.raises(Denied), change(warden, "housing.change", Building, cast.buildings["5"].pk, verb="x"):
        pytest.fail("the post is over")
    with pytest.raises(Denied):
        create(keeper, "gate.appoint", Appointment(person=cast["沈青"], role=Role.LEAD, unit_kind="room"), verb="x")
    with pytest.raises(Denied):
        create_many(keeper, "gate.appoint", Appointment, [], verb="x")


def test_only_what_is_to_be_changed_is_held(cast, monkeypatch):
    held = []
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: held.append(how) or rows)
    one(cast["王师傅"], "housing.change", Building, cast.buildings["5"].pk)
    assert held == []
    one(cast["王师傅"], "housing.change", Building, cast.buildings["5"].pk, lock=True)
    assert held == [{"of": ("self",)}]  # and nothing that it leans on


def test_what_is_made_takes_no_row_that_is_there(cast):
    there = Appointment.objects.get(person=cast["赵敏"], role=Role.KEEPER)
    new = Appointment(pk=there.pk, person=cast["沈青"], role=Role.CENTRE, unit_kind="college")
    with pytest.raises(IntegrityError), transaction.atomic():
        create(cast["何书记"], "gate.appoint", new, verb="gate.appoint")
    there.refresh_from_db()
    assert there.person == cast["赵敏"]


def test_many_rows_are_made_in_batches_with_one_line_and_counted(cast):
    names = ["沈青", "韩冬", "高飞"]
    posts = [Appointment(person=cast[name], role=Role.CENTRE, unit_kind="college") for name in names]
    told = []
    with progress.watched(lambda at: told.append(at.done)):
        made = create_many(cast["何书记"], "gate.appoint", Appointment, iter(posts), verb="tests.made", batch=2, run=7)
    assert [post.person.name for post in made] == names
    assert told == [2, 3]
    assert TrailEntry.objects.get(verb="tests.made").data == {"run": 7, "ids": sorted(post.pk for post in made)}
    assert create_many(cast["何书记"], "gate.appoint", Appointment, [], verb="tests.none") == []
    assert not TrailEntry.objects.filter(verb="tests.none").exists()


def test_a_row_that_is_the_unit_itself_is_found_without_a_detour(cast):
    assert str(visible(cast["王师傅"], "housing.change", Building).query).count("SELECT") == 1


def test_what_does_not_fit_is_not_made(cast):
    new = Appointment(person=cast["沈青"], role="boss", unit_kind="college")
    with pytest.raises(ValidationError) as refusal:
        create(cast["何书记"], "gate.appoint", new, verb="gate.appoint")
    assert list(refusal.value.message_dict) == ["role"]
    assert new.pk is None


def test_a_row_met_on_several_ways_is_there_once(cast, monkeypatch):
    warden, building = cast["王师傅"], cast.buildings["5"]
    assert building.floors.count() > 1
    monkeypatch.setattr(Building, "reach", {"building": ("floors__building",)})
    assert list(visible(warden, "housing.change", Building)) == [building]


def test_what_is_not_ordinary_no_unit_reaches(cast, monkeypatch):
    womens, mens = cast.buildings["5"], cast.buildings["3"]
    monkeypatch.setattr(Building, "ordinary", Q(pk=mens.pk), raising=False)
    seen = {name: list(visible(cast[name], "housing.change", Building)) for name in ("何书记", "王师傅", "刘师傅")}
    assert seen == {"何书记": [mens], "王师傅": [], "刘师傅": [mens]}
    assert womens in visible(System("tests"), "housing.change", Building)
