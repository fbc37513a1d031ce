"""No page of these leads its reader to a closed door; pieces of the cloth, and a room with all that is known of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.dashboards import cloth, home, places
from jingwei.dashboards.measures import HALF_KEPT, NONE, WHOLE, measure_of
from jingwei.gate.doors import Denied
from jingwei.gate.models import Appointment
from jingwei.grids.models import MicroGrid, Plan

pytestmark = pytest.mark.django_db
HOME, LOOM, FACADES = "dashboards:home", "dashboards:loom", "dashboards:facades"


@pytest.fixture
def loop(cast):
    return equip(cast)


@pytest.fixture
def seen_by(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.mark.parametrize(
    "name", ["何书记", "罗宁", "陈雅琴", "赵敏", "周晓雨", "韩冬", "王师傅", "孔科长", "严谨", "石工", "丁前", "钱乐"]
)
def test_everyone_has_a_home_whose_links_open(seen_by, loop, name):
    loop.bring_to("handling")
    browser = seen_by(name)
    page = browser.get(reverse(HOME))
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    for address in set(re.findall(r'<a [^>]*href="(/[^"]*)"', main)):
        assert browser.get(address, follow=True).status_code == 200, address


def test_home_without_anything_to_do_is_kind(seen_by, cast):
    assert "上报一件事" in seen_by("韩冬").get(reverse(HOME)).content.decode()
    quiet = seen_by("石工").get(reverse(HOME)).content.decode()
    assert "现在没有等你做的事" in quiet
    assert "上报一件事" not in quiet


def test_the_tiles_count_gaps_and_what_is_late(cast, loop):
    MicroGrid.objects.filter(room=cast.rooms["3-101"]).update(lead=None)
    case = loop.report()
    type(case).objects.filter(pk=case.pk).update(act_by=clock.now() - timedelta(hours=1))
    cover, still_open = home.home_of(cast["何书记"]).tiles[:2]
    assert (cover.value, cover.tone) == ("3 / 4", "now")
    assert (still_open.value, still_open.tone) == ("1", "now")
    assert "overdue" in still_open.url


def test_drafts_and_findings_wait_for_the_committee(seen_by, cast):
    plan = Plan.objects.create(term=cast.term)
    MicroGrid.objects.filter(room=cast.rooms["3-101"]).update(lead=None)
    urls = [task.url for task in seen_by("何书记").get(reverse(HOME)).context["home"].tasks]
    assert reverse("grids:plan", args=[plan.pk]) in urls
    assert reverse("grids:findings") in urls
    assert not seen_by("赵敏").get(reverse(HOME)).context["home"].tasks


@pytest.mark.parametrize("name", ["韩冬", "周晓雨", "赵敏", "严谨", "石工", "丁前"])
def test_the_cloth_is_closed_to_those_who_do_not_steer(seen_by, cast, name):
    browser, building = seen_by(name), cast.buildings["5"].pk
    addresses = [reverse(LOOM), reverse(FACADES), reverse("dashboards:facade", args=[building])]
    addresses.append(reverse("dashboards:warp", args=[cast.branches["一"].pk]))
    assert {browser.get(address).status_code for address in addresses} == {403}


@pytest.mark.parametrize("measure", ["coverage", "open", "overdue", "nonsense", ""])
def test_every_window_of_the_cloth_opens(seen_by, loop, measure):
    loop.report()
    for name in ("何书记", "冯远", "王师傅"):
        browser = seen_by(name)
        for address in (reverse(LOOM), reverse("dashboards:facade", args=[loop.cast.buildings["5"].pk])):
            page = browser.get(address, {"measure": measure}).content.decode()
            spots = set(re.findall(r'href="([^"]+)" data-sheet', page))
            assert spots
            assert {browser.get(spot).status_code for spot in spots} == {200}


def cells(drawn: dict) -> list[dict]:
    return [cell for group in drawn["groups"] for floor in group["floors"] for cell in floor["cells"] if cell]


def test_a_hole_in_the_coverage_stands_out(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=None)
    drawn = cloth.loom(cast["何书记"], measure_of("coverage"))
    assert [(cell["tint"], cell["value"]) for cell in cells(drawn)].count((NONE, "1")) == 1
    assert [(cell["tint"], cell["value"]) for cell in cells(drawn)].count((WHOLE, "")) == 3
    house = cloth.facade(cast["何书记"], cast.buildings["5"], measure_of("coverage"))
    tints = {room["number"]: room["tint"] for floor in house["floors"] for room in floor["rooms"]}
    assert tints == {"412": WHOLE, "413": HALF_KEPT, "501": WHOLE}


def test_a_stretch_holds_the_rooms_of_its_floor_and_branch(cast):
    def rooms(name, **units):
        return [charge.room.number for charge in places.stretch(cast[name], **units).charges]

    floor, branch = cast.rooms["5-412"].floor_id, cast.branches["一"].pk
    assert rooms("何书记", floor=floor) == ["412", "413"]
    assert rooms("何书记", branch=branch) == ["412", "501"]
    assert rooms("何书记", floor=floor, branch=branch) == ["412"]
    assert rooms("冯远", floor=floor) == ["413"]
    assert rooms("刘师傅", floor=floor, branch=branch) == []
    with pytest.raises(Denied):
        places.stretch(cast["何书记"], floor=10**6)


@pytest.mark.parametrize("name", ["何书记", "陈雅琴", "赵敏", "周晓雨", "韩冬", "王师傅"])
def test_a_room_says_who_looks_after_it(seen_by, cast, name):
    page = seen_by(name).get(reverse("housing:room", args=[cast.rooms["5-412"].pk])).content.decode()
    card = page.split("谁在照看")[1]
    assert all(word in card for word in ("赵敏", "周晓雨", "陈雅琴"))
    assert "<svg" in card.split("门上的二维码")[1]


def test_an_empty_college_has_an_empty_loom(client, django_user_model):
    person = django_user_model.objects.create(number="T1", name="何")
    Appointment.objects.create(person=person, role="committee", unit_kind="college")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "还没有织起来" in client.get(reverse(LOOM)).content.decode()
    assert "还没有楼栋" in client.get(reverse(FACADES)).content.decode()
