"""Report in three taps and a sentence, as the pages do it."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jingwei.cases import actions
from jingwei.cases.models import Case, Photo, Supporter


def room(loop, label) -> str:
    return f"room-{loop.cast.rooms[label].pk}"


def filled(page, **more) -> dict:
    """What the page would send: the key it came with, the choices made for the reporter, and `more`."""
    key = re.search(r'name="submission_key" value="(\w+)"', page.content.decode())[1]
    where = re.search(r'<option value="([\w-]+)" selected>', page.content.decode())[1]
    return {"submission_key": key, "category": "light", "where": where, "text": "灯不亮", **more}


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "#a92e25").save(buffer, "JPEG")
    return SimpleUploadedFile("lamp.jpg", buffer.getvalue(), "image/jpeg")


def test_the_first_page_offers_eight_families(browse):
    page = browse("韩冬").get("/cases/report/")
    assert len(re.findall(r'href="/cases/report/[\w-]+/"', page.content.decode())) == 8


def test_the_own_room_stands_there_already_and_the_receipt_names_number_and_time(browse, loop):
    client = browse("韩冬")
    page = client.get("/cases/report/repair/")
    assert f'value="{room(loop, "5-412")}" selected' in page.content.decode()
    answer = client.post("/cases/report/repair/", filled(page, answer_extent="1"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == f"/cases/{case.pk}/receipt/"
    assert (case.room, case.answers) == (loop.cast.rooms["5-412"], {"extent": 1})
    assert case.number in answer.content.decode()
    assert "最迟" in answer.content.decode()
    assert 'data-draft-done="cases.report.repair"' in answer.content.decode()


def test_the_code_on_the_door_fills_in_its_room(browse, loop):
    keeper, code = browse("赵敏"), loop.cast.rooms["5-501"].place_code
    page = keeper.get(f"/cases/report/repair/?room={code}")
    assert f'value="{room(loop, "5-501")}" selected' in page.content.decode()


def test_the_code_on_a_foreign_door_leads_to_its_corridor(browse, loop):
    code = loop.cast.rooms["3-101"].place_code
    page = browse("韩冬").get(f"/cases/report/repair/?room={code}").content.decode()
    assert room(loop, "3-101") not in page
    assert f'value="floor-{loop.cast.rooms["3-101"].floor_id}-corridor" selected' in page


def test_a_foreign_room_cannot_be_sent_by_hand(browse, loop):
    client = browse("韩冬")
    data = filled(client.get("/cases/report/repair/"), where=room(loop, "3-101"))
    assert client.post("/cases/report/repair/", data).status_code == 422
    assert not Case.objects.exists()


def test_a_double_click_files_one_case_with_one_photo(browse):
    client = browse("韩冬")
    data = filled(client.get("/cases/report/repair/"))
    first = client.post("/cases/report/repair/", {**data, "photo": picture()})
    second = client.post("/cases/report/repair/", {**data, "photo": picture()})
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Photo.objects.count()) == (1, 1)


def test_a_key_that_came_with_something_else_is_asked_again_under_a_new_one(browse):
    client = browse("韩冬")
    data = filled(client.get("/cases/report/repair/"))
    client.post("/cases/report/repair/", data)
    again = client.post("/cases/report/repair/", {**data, "text": "水龙头也坏了"})
    assert again.status_code == 422
    assert client.post("/cases/report/repair/", filled(again, text="水龙头也坏了")).status_code == 302
    assert Case.objects.count() == 2


def test_without_a_sentence_nothing_is_filed_and_nothing_lost(browse):
    client = browse("韩冬")
    data = filled(client.get("/cases/report/repair/"), text="", category="network")
    page = client.post("/cases/report/repair/", data)
    assert page.status_code == 422
    assert 'value="network"' in page.content.decode()
    assert page.context["form"].errors.keys() == {"text"}
    assert not Case.objects.exists()


@pytest.mark.parametrize("content", [b"not a photo", b"", b"\xff\xd8\xff\xe0 cut short"])
def test_a_photo_that_is_none_leaves_the_case_with_its_text(browse, content):
    client = browse("韩冬")
    upload = SimpleUploadedFile("photo.jpg", content or b" ", "image/jpeg")
    page = client.post("/cases/report/repair/", filled(client.get("/cases/report/repair/"), photo=upload), follow=True)
    case = Case.objects.get()
    assert "这张照片打不开，换一张试试。文字已保存。" in page.content.decode()
    assert f"/cases/{case.pk}/add-photo/" in page.content.decode()
    assert not case.photos.exists()


def test_an_emergency_says_whom_to_call_before_anything_else(browse):
    page = browse("韩冬").get("/cases/report/safety/").content.decode()
    assert page.index('href="tel:119"') < page.index('name="text"')


def test_what_has_a_place_of_its_own_cannot_be_sent_from_here(browse):
    client = browse("韩冬")
    page = client.get("/cases/report/care/").content.decode()
    assert "这件事不在这里报" in page
    assert "发出" not in page
    data = filled(client.get("/cases/report/repair/"), category="care-handoff")
    assert client.post("/cases/report/care/", data).status_code == 422
    assert not Case.objects.exists()


def test_before_sending_it_says_who_will_see_it_and_by_when(browse):
    page = browse("韩冬").get("/cases/report/repair/").content.decode()
    assert "谁会看到：5号楼 412 的同学和负责人、网格党员、5号楼楼管" in page
    assert "前</time>答复你" in page


def test_like_cases_of_the_floor_are_offered_and_joined_once(browse, loop):
    case = loop.report(by="孙悦", floor=loop.cast.rooms["5-412"].floor, spot="corridor")
    client, query = browse("韩冬"), f"?category=light&where=floor-{case.floor_id}-corridor"
    parts = client.get(f"/cases/report/repair/similar/{query}").content.decode()
    assert "是同一件，我也是" in parts
    assert case.text not in parts
    assert "孙悦" not in parts
    for _tap in range(2):
        assert client.post(f"/cases/{case.pk}/join/", follow=True).status_code == 200
    assert Supporter.objects.get().person == loop["韩冬"]
    assert "你已在内" in client.get(f"/cases/report/repair/similar/{query}").content.decode()


def test_one_s_own_case_is_named_as_such_and_not_joined(browse, loop):
    case = loop.report(by="韩冬")
    parts = (
        browse("韩冬").get(f"/cases/report/repair/similar/?category=light&where=room-{case.room_id}").content.decode()
    )
    assert "你自己报过" in parts
    assert f'href="/cases/{case.pk}/"' in parts
    assert "我也是" not in parts
    page = browse("韩冬").post(f"/cases/{case.pk}/join/", follow=True)
    assert "这件就是你报的" in page.content.decode()


def test_the_questions_follow_the_kind(browse):
    client = browse("韩冬")
    assert "坏了几处" in client.get("/cases/report/repair/similar/?category=light").content.decode()
    assert "漏得多不多" in client.get("/cases/report/repair/similar/?category=water-leak").content.decode()


@pytest.mark.parametrize("name", ["严谨", "石工"])
def test_who_has_no_part_in_the_loop_does_not_report(browse, name):
    assert browse(name).get("/cases/report/").status_code == 403


def test_an_unknown_family_is_not_there(browse):
    assert browse("韩冬").get("/cases/report/nothing/").status_code == 404


def test_the_receipt_is_the_reporter_s_own(browse, loop):
    case = loop.report(by="韩冬")
    assert browse("赵敏").get(f"/cases/{case.pk}/receipt/").status_code == 404


def test_the_offices_report_from_any_building(browse, loop):
    page = browse("孔科长").get("/cases/report/repair/")
    data = filled(page, where=room(loop, "3-101"))
    assert browse("孔科长").post("/cases/report/repair/", data).status_code == 302
    assert Case.objects.get().room == loop.cast.rooms["3-101"]


def test_a_refused_photo_can_be_replaced_later(browse, loop):
    case = loop.report(by="韩冬")
    client = browse("韩冬")
    refused = client.post(f"/cases/{case.pk}/add-photo/", {"photo": SimpleUploadedFile("a.jpg", b"no", "image/jpeg")})
    assert refused.status_code == 422
    assert client.post(f"/cases/{case.pk}/add-photo/", {"photo": picture()}).status_code == 302
    photo = client.get(f"/cases/photos/{Photo.objects.get().pk}/")
    assert (photo["Content-Type"], photo["Cache-Control"], photo["X-Content-Type-Options"]) == (
        "image/jpeg",
        "no-store",
        "nosniff",
    )
    assert Image.open(io.BytesIO(b"".join(photo.streaming_content))).size == (40, 30)


def test_a_foreign_photo_and_one_that_is_not_there_look_alike(browse, loop):
    case = loop.report(by="韩冬")
    photo = actions.add_photo(loop["韩冬"], case.pk, upload=picture(), stage="before")
    client = browse("高飞")
    foreign, missing = client.get(f"/cases/photos/{photo.pk}/"), client.get("/cases/photos/99999/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
