"""Pages of places: open to all who are signed in, and the people in them only to those who may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.gate.models import TrailEntry
from jingwei.housing.models import Room, Stay
from jingwei.housing.place_code import compose
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
OCCUPANTS = ("赵敏", "周晓雨", "陈雅琴", "韩冬")


@pytest.fixture
def seen_by(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def room_page(browser, room: Room) -> str:
    response = browser.get(reverse("housing:room", args=[room.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_counts_rooms_and_who_lives_in_them(seen_by):
    page = seen_by("韩冬").get(reverse("housing:list"))
    counts = {
        building.name: (building.rooms, building.occupied, building.people)
        for building, _own in page.context["buildings"]
    }
    assert counts == {"3号楼": (2, 1, 4), "5号楼": (3, 3, 9)}


@pytest.mark.parametrize("name", ["何书记", "赵敏", "周晓雨", "韩冬", "王师傅"])
def test_who_may_know_reads_who_lives_in_the_room(seen_by, cast, name):
    page = room_page(seen_by(name), cast.rooms["5-412"])
    assert "住在这里" in page
    assert all(occupant in page for occupant in OCCUPANTS)


@pytest.mark.parametrize("name", ["沈青", "吴霜", "冯远", "刘师傅", "丁前"])
def test_others_see_the_place_alone(seen_by, cast, name):
    page = room_page(seen_by(name), cast.rooms["5-412"])
    assert "住在这里" not in page
    assert not [occupant for occupant in OCCUPANTS if occupant in page]
    assert not TrailEntry.objects.filter(verb="read").exists()


def test_who_has_moved_out_is_no_longer_there(seen_by, cast):
    page = room_page(seen_by("何书记"), cast.rooms["5-501"])
    assert "郑好" in page
    assert "钱乐" not in page


def test_a_look_at_the_occupants_leaves_a_line(seen_by, cast):
    room_page(seen_by("王师傅"), cast.rooms["5-413"])
    assert TrailEntry.objects.get(verb="read").data["ids"] == sorted(cast[name].pk for name in ("孙悦", "沈青", "吴霜"))


def test_the_room_leads_to_a_report_from_there(seen_by, cast):
    room = cast.rooms["5-412"]
    page = room_page(seen_by("韩冬"), room)
    assert f"{reverse('cases:report')}?room={room.place_code}" in page
    assert "在这里上报" not in room_page(seen_by("严谨"), room)
    assert "<style" not in page


@pytest.mark.parametrize("name", ["石工", "钱乐"])
def test_without_a_post_of_the_college_there_is_no_map_of_it(seen_by, cast, name):
    assert seen_by(name).get(reverse("housing:room", args=[cast.rooms["5-412"].pk])).status_code == 403


def test_what_is_not_there_is_not_there(seen_by):
    browser = seen_by("韩冬")
    for name in ("housing:room", "housing:show"):
        assert browser.get(reverse(name, args=[10**6])).status_code == 404


def test_the_doors_of_a_building_stand_in_order(seen_by, cast):
    Room.objects.filter(pk=cast.rooms["5-413"].pk).update(closed=True)
    page = seen_by("韩冬").get(reverse("housing:show", args=[cast.buildings["5"].pk]))
    assert [(floor.number, [room.number for room in rooms]) for floor, rooms in page.context["floors"]] == [
        (5, ["501"]),
        (4, ["412"]),
    ]


@pytest.mark.parametrize(
    ("name", "status"), [("何书记", 200), ("王师傅", 200), ("刘师傅", 404), ("赵敏", 403), ("韩冬", 403)]
)
def test_plates_are_printed_by_who_keeps_the_house(seen_by, cast, name, status):
    answer = seen_by(name).get(reverse("housing:plate", args=[cast.buildings["5"].pk]))
    assert answer.status_code == status
    if status == 200:
        page = answer.content.decode()
        assert page.count("qrline") == 3
        assert page.index(">412<") < page.index(">501<")


def test_the_square_leads_to_the_report_of_its_room(cast, settings, monkeypatch):
    from jingwei.housing import qr

    settings.SITE_URL = "https://jingwei.example.org"
    drawn = []
    make = qr.segno.make
    monkeypatch.setattr(qr.segno, "make", lambda text, **options: drawn.append(text) or make(text, **options))
    code = cast.rooms["5-412"].place_code
    assert "<svg" in qr.door_square(code)
    assert drawn == [f"https://jingwei.example.org/cases/report/?room={code}"]


def test_the_statements_do_not_grow_with_the_rooms(seen_by, cast, django_assert_num_queries):
    browser = seen_by("何书记")
    building, floor = cast.buildings["5"], cast.rooms["5-412"].floor
    addresses = [
        reverse("housing:list"),
        reverse("housing:show", args=[building.pk]),
        reverse("housing:plate", args=[building.pk]),
        reverse("housing:room", args=[cast.rooms["5-412"].pk]),
    ]
    counts = []
    for address in addresses:
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        counts.append(len(few))
    for door in range(20, 29):
        code = compose("10000", "01", 5, 4, 400 + door)
        Room.objects.create(floor=floor, number=str(400 + door), position=door, place_code=code)
        person = Person.objects.create(number=f"9{door}", name=f"新{door}")
        Stay.objects.create(person=person, room=cast.rooms["5-412"])
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(address)
