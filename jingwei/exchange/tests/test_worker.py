"""What the worker reads and writes, what the page says meanwhile, and what becomes of it when the worker stops."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from huey.contrib.djhuey import HUEY

from jingwei.core import clock, progress, worker
from jingwei.exchange.actions import bring_import, bringing, confirming, stage_import, start_import, stop_import
from jingwei.exchange.models import ImportRun
from jingwei.exchange.runs import spool, waiting
from jingwei.gate.flow import WrongState
from jingwei.gate.posts import System
from jingwei.people.models import Person

from .books import book, houseful, sheet_book, sleeper

NUMBER = "2026000001"


@pytest.fixture
def committee(cast, client):
    client.force_login(cast["何书记"])
    return client


@pytest.fixture
def asleep(monkeypatch):
    """The worker does nothing by itself. Calling the fixture has it do what it was asked."""
    asked = []
    for module, task in ((bringing, "read_brought"), (confirming, "write_started")):
        function = getattr(module, task).call_local
        monkeypatch.setattr(module, task, lambda *order, function=function: asked.append((function, order)))

    def wake() -> None:
        while asked:
            function, order = asked.pop(0)
            function(*order)

    return wake


def shown(client, run) -> str:
    return client.get(reverse("exchange:show", args=[run.pk])).content.decode()


def test_the_page_waits_for_the_worker_and_then_shows_the_preview(committee, asleep):
    upload = SimpleUploadedFile("名单.xlsx", sheet_book("housing", [sleeper(1)]).content)
    committee.post(reverse("exchange:new"), {"files": [upload], "partial": "on"})
    run = ImportRun.objects.get()
    assert run.state == "reading"
    poll = reverse("exchange:progress", args=[run.pk])
    assert f'hx-get="{poll}"' in shown(committee, run)
    assert "<progress" in committee.get(poll).content.decode()
    assert "看最新进展" in shown(committee, run)  # for whoever has no script: nothing is asked by itself
    assert 'http-equiv="refresh"' not in shown(committee, run)
    asleep()
    assert "看最新进展" not in shown(committee, run)
    assert committee.get(poll).headers["HX-Refresh"] == "true"
    assert "确认导入" in shown(committee, run)
    committee.post(reverse("exchange:confirm", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "writing"
    assert not Person.objects.filter(number=NUMBER).exists()
    asleep()
    assert "之前可以在这一页撤销" in shown(committee, run)
    assert Person.objects.filter(number=NUMBER).exists()


def test_how_far_it_is_stands_in_rows_and_in_hundredths(cast, asleep, monkeypatch):
    heard = []

    def listening(run):
        return progress.watched(
            lambda at: heard.append((waiting.percent_of(at, phases), waiting.sentence_of(at, phases)))
        )

    phases = waiting.STAGING
    monkeypatch.setattr(bringing, "noted", listening)
    monkeypatch.setattr(confirming, "noted", listening)
    run = bring_import(cast["何书记"], [sheet_book("housing", houseful(1200))], partial=True)
    asleep()
    assert (20, "正在读取：住宿名单，600 / 1,200 行") not in heard  # told every 500 rows
    assert (16, "正在读取：住宿名单，500 / 1,200 行") in heard
    assert [percent for percent, _sentence in heard] == sorted(percent for percent, _sentence in heard)
    heard.clear()
    phases = waiting.CONFIRMING
    start_import(cast["何书记"], run.pk)
    asleep()
    assert any(sentence == "正在写入：人员，1,000 / 1,200 行" for _percent, sentence in heard)
    assert heard[-1][0] == 100


def test_a_worker_that_does_not_run_is_said(committee, cast, asleep):
    run = bring_import(cast["何书记"], [sheet_book("housing", [sleeper(1)])], partial=True)
    HUEY.delete(worker.SEEN)
    assert "正在准备" in shown(committee, run)
    with clock.travel(clock.now() + timedelta(seconds=10)):
        assert "后台程序没有在运行" in shown(committee, run)
        worker.be_seen()
        assert "后台正忙" in shown(committee, run)
        HUEY.delete(worker.SEEN)
    asleep()  # it goes on by itself
    assert "确认导入" in shown(committee, run)


def test_a_worker_that_stopped_halfway_is_said_and_can_be_taken_back(committee, cast, asleep):
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    start_import(cast["何书记"], run.pk)
    HUEY.put(f"exchange.run.{run.pk}", (clock.now(), progress.At("write", "person", 500, 1000, 1.0)))
    assert "正在写入：人员，500 / 1,000 行" in shown(committee, run)
    with clock.travel(clock.now() + waiting.SILENCE + timedelta(seconds=1)):
        assert "后台中途停下了" in shown(committee, run)
    committee.post(reverse("exchange:stop", args=[run.pk]))
    HUEY.delete(f"exchange.run.{run.pk}")
    asleep()  # too late: nothing is written
    run.refresh_from_db()
    assert run.state == "previewed"
    assert not Person.objects.filter(number=NUMBER).exists()


def test_what_was_given_up_is_not_read(cast, asleep, committee):
    run = bring_import(cast["何书记"], [sheet_book("housing", [sleeper(1)])], partial=True)
    committee.post(reverse("exchange:discard", args=[run.pk]))
    asleep()
    run.refresh_from_db()
    assert run.state == "discarded"
    assert not run.staged.exists()


def test_what_cannot_be_read_after_all_is_said_on_its_page(committee, cast):
    rows = [["20260001", "张三", "3号楼", "101"]]
    run = bring_import(cast["何书记"], [book(["学号", "姓名", "楼栋", "房间号"], rows)])
    run.refresh_from_db()
    assert run.state == "unreadable"
    assert "缺少这几列：性别" in shown(committee, run)


def test_a_college_that_changed_meanwhile_brings_the_preview_back(cast, asleep):
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    start_import(cast["何书记"], run.pk)
    other = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    confirming.confirm_import(System("cli"), other.pk)
    asleep()
    run.refresh_from_db()
    assert run.state == "previewed"
    assert "有了变化" in run.problems[0]


def test_a_confirmation_is_taken_back_once(cast, asleep):
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    start_import(cast["何书记"], run.pk)
    with pytest.raises(WrongState):
        start_import(cast["何书记"], run.pk)
    stop_import(cast["何书记"], run.pk)
    with pytest.raises(WrongState):
        stop_import(cast["何书记"], run.pk)


def test_what_lies_on_the_disk_opens_with_its_key_only_and_goes(cast, asleep, settings):
    upload = sheet_book("housing", [sleeper(1)])
    run = bring_import(cast["何书记"], [upload], partial=True)
    (kept,) = (settings.HOME / "incoming" / str(run.pk)).iterdir()
    assert b"PK" not in kept.read_bytes()[:64]
    assert upload.content[:100] not in kept.read_bytes()
    with pytest.raises(spool.Lost):
        spool.take(run.pk, "A" * 43 + "=", ["x.xlsx"])
    asleep()
    assert not kept.exists()
    assert not kept.parent.exists()


def test_files_that_are_gone_are_asked_for_again(cast, asleep):
    run = bring_import(cast["何书记"], [sheet_book("housing", [sleeper(1)])], partial=True)
    spool.drop(run.pk)
    asleep()
    run.refresh_from_db()
    assert (run.state, run.problems) == ("unreadable", ["文件已经不在了，请再传一次。"])
