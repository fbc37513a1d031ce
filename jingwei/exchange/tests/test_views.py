"""The pages of an import, as committee and office see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.exchange.models import ImportRun
from jingwei.gate.appointments import appoint
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.people.models import Person

from .books import AS_RECEIVED, book, folder, houseful, sheet_book, sleeper

SHOW = "exchange:show"


@pytest.fixture
def committee(cast, client):
    client.force_login(cast["何书记"])
    return client


@pytest.fixture
def office(cast, client):
    appoint(System("test"), cast["孔科长"], "office", 1)
    client.force_login(cast["孔科长"])
    return client


def upload(client, *uploads, **fields):
    files = [SimpleUploadedFile(upload.name, upload.content) for upload in uploads]
    return client.post(reverse("exchange:new"), {"files": files, **fields})


def test_five_files_in_one_drop_then_confirm_then_undo(committee):
    people = Person.objects.count()
    response = upload(committee, *folder(AS_RECEIVED), partial="on")
    run = ImportRun.objects.get()
    assert response.url == reverse(SHOW, args=[run.pk])
    page = committee.get(response.url).content.decode()
    assert "叶诗妍 同时登记在 5-319-1、5-101-1" in page
    assert "确认导入" in page
    assert Person.objects.count() == people  # the preview writes nothing
    committee.post(reverse("exchange:confirm", args=[run.pk]))
    assert Person.objects.count() > people + 1000
    committee.post(reverse("exchange:undo", args=[run.pk]))
    assert Person.objects.count() == people
    assert ImportRun.objects.get().state == "undone"


@pytest.mark.parametrize("tab", ["findings", "new", "changed", "gone", "left-out", "nonsense"])
@pytest.mark.parametrize("after", ["", "0", "50", "-1", "9" * 30, "²"])
def test_every_tab_and_every_position_answers(committee, tab, after):
    run = stage_import(System("cli"), [sheet_book("housing", houseful(60))], partial=True)
    assert committee.get(reverse(SHOW, args=[run.pk]), {"tab": tab, "after": after}).status_code == 200


def test_more_is_a_part_of_the_same_page(committee):
    run = stage_import(System("cli"), [sheet_book("housing", houseful(60))], partial=True)
    first = committee.get(reverse(SHOW, args=[run.pk]), {"tab": "new"}).content.decode()
    assert "after=" in first
    last = run.lines.filter(kind="new").order_by("pk")[49].pk
    more = committee.get(reverse(SHOW, args=[run.pk]), {"tab": "new", "after": last}, headers={"HX-Request": "true"})
    text = more.content.decode()
    assert "<html" not in text
    assert "同学59 2026000059" in text


def test_a_refused_workbook_says_why_and_keeps_nothing(committee):
    response = upload(committee, book(["甲", "乙"], [["1", "2"]], "别的.xlsx"))
    assert response.status_code == 422
    assert "「别的.xlsx」" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_more_files_than_there_are_lists_are_not_even_read(committee):
    response = upload(committee, *[sheet_book("housing", [sleeper(1)])] * 6)
    assert response.status_code == 422
    assert "一次最多导入 5 个文件" in response.content.decode()


def test_nothing_chosen_is_said(committee):
    response = committee.post(reverse("exchange:new"), {})
    assert response.status_code == 422
    assert "请选择要导入的名单" in response.content.decode()


def test_what_is_left_out_by_law_is_named_with_the_reason(committee):
    run = stage_import(System("cli"), folder(AS_RECEIVED))
    page = committee.get(reverse(SHOW, args=[run.pk]), {"tab": "left-out"}).content.decode()
    assert "身份证号" in page
    assert "民族" in page
    assert "个人信息保护法第二十八条" in page


def test_a_decision_on_the_page(committee):
    run = stage_import(System("cli"), folder(AS_RECEIVED))
    finding = run.findings.get(code="gender")
    committee.post(reverse("exchange:decide", args=[run.pk, finding.pk]))
    run.refresh_from_db()
    assert run.counts["students"] == 1135
    committee.post(reverse("exchange:decide", args=[run.pk, finding.pk]), {"undo": "1"})
    run.refresh_from_db()
    assert run.counts["students"] == 1134


def test_a_second_confirmation_is_told_that_it_is_done(committee):
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    confirm_import(System("cli"), run.pk)
    response = committee.post(reverse("exchange:confirm", args=[run.pk]), follow=True)
    assert "已导入" in response.content.decode()
    assert Person.objects.filter(number="2026000001").count() == 1


def test_the_error_workbook_and_the_templates_come_down(committee):
    run = stage_import(System("cli"), folder(AS_RECEIVED))
    for url in (reverse("exchange:errors", args=[run.pk, "housing"]), reverse("exchange:template", args=["members"])):
        response = committee.get(url)
        assert response.content.startswith(b"PK")
        assert "attachment" in response["Content-Disposition"]
    assert committee.get(reverse("exchange:template", args=["nonsense"])).status_code == 404


def test_whose_data_the_page_shows_is_in_the_glass_log(committee):
    stage_and_confirm = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    confirm_import(System("cli"), stage_and_confirm.pk)
    person = Person.objects.get(number="2026000001")
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1, room="102")])], partial=True)
    committee.get(reverse(SHOW, args=[run.pk]), {"tab": "changed"})
    entry = TrailEntry.objects.get(verb="read")
    assert (entry.data["class"], entry.data["ids"]) == ("D02", [person.pk])


def test_an_office_brings_housing_and_no_party_lists(office):
    members = next(upload for upload in folder(AS_RECEIVED) if upload.name == "党员名册.xlsx")
    response = upload(office, members, partial="on")
    assert response.status_code == 422
    assert "由学院党委导入" in response.content.decode()
    response = upload(office, sheet_book("housing", [sleeper(1)]), partial="on")
    run = ImportRun.objects.get()
    office.post(reverse("exchange:confirm", args=[run.pk]))
    assert Person.objects.filter(number="2026000001").exists()


def test_an_office_does_not_see_what_the_committee_brought(office):
    run = stage_import(System("cli"), folder(AS_RECEIVED))
    for name in ("exchange:show", "exchange:confirm", "exchange:undo", "exchange:discard"):
        method = office.get if name == SHOW else office.post
        assert method(reverse(name, args=[run.pk])).status_code == 404
    assert reverse(SHOW, args=[run.pk]) not in office.get(reverse("exchange:list")).content.decode()


@pytest.mark.parametrize("name", ["周晓雨", "赵敏", "陈雅琴", "王师傅", "罗宁", "严谨", "石工"])
def test_nobody_else_comes_in(cast, client, name):
    client.force_login(cast[name])
    assert client.get(reverse("exchange:list")).status_code == 403
    assert client.get(reverse("exchange:new")).status_code == 403
