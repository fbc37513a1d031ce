"""The chain holds, its heads are kept outside and sent to the auditors, and the command says so."""

import json
import subprocess
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DataError, connection, transaction

from jingwei.core import clock
from jingwei.core.outbox import deliver_due
from jingwei.gate import trail
from jingwei.gate.models import Seal, TrailEntry
from jingwei.gate.posts import System
from jingwei.gate.sealing import chain, keys
from jingwei.gate.sealing import check as chain_check
from jingwei.gate.sealing import heads as chain_heads
from jingwei.site.commands import verify_trail

pytestmark = pytest.mark.django_db


def write(cast, count: int) -> None:
    for number in range(count):
        trail.record(System("worker"), "test.verb", cast.rooms["5-412"], number=number, words="走廊")


@pytest.fixture(autouse=True)
def heads_dir(settings, tmp_path):
    settings.TRAIL_HEADS_DIR = tmp_path / "heads"
    return settings.TRAIL_HEADS_DIR


@pytest.fixture
def sealed(cast):
    for _batch in range(3):
        write(cast, 4)
        chain.seal()
        chain_heads.keep_heads()


def test_an_untouched_chain_holds(sealed):
    assert chain_check.check(chain_heads.kept_heads()) == chain_check.Verdict(12, heads=3)
    assert chain.seal_all() == 0


def test_what_waits_for_its_seal_is_counted_as_such(sealed, cast):
    write(cast, 2)
    assert chain_check.check(chain_heads.kept_heads()) == chain_check.Verdict(12, unsealed=2, heads=3)


def test_every_stored_column_is_hashed():
    assert {*chain.COLUMNS, "digest"} == {field.attname for field in TrailEntry._meta.concrete_fields}


def test_much_is_sealed_in_parts(cast):
    write(cast, 7)
    assert chain.seal(limit=3) == 3
    assert chain.seal_all() == 4
    assert list(Seal.objects.order_by("last_seq").values_list("last_seq", flat=True)) == [3, 7]
    assert chain_check.check().first_bad is None


def test_the_walk_tells_how_far_it_is(sealed, monkeypatch):
    monkeypatch.setattr(chain_check, "STEP", 5)
    told = []
    chain_check.check(told=told.append)
    assert told == [5, 10]


def test_a_value_that_does_not_even_convert_is_named(sealed):
    statement = "UPDATE gate_trailentry SET at = 'no moment' WHERE seq = 7"
    if connection.vendor == "sqlite":
        connection.cursor().execute(statement)
        assert chain_check.check().first_bad == 7
    else:  # PostgreSQL does not even store it
        with pytest.raises(DataError), transaction.atomic():
            connection.cursor().execute(statement)


def test_heads_are_appended_once_and_made_up_for(cast, heads_dir):
    write(cast, 2)
    chain.seal()
    write(cast, 2)
    chain.seal()
    assert chain_heads.keep_heads() == 2
    assert chain_heads.keep_heads() == 0
    (file,) = heads_dir.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert [head.seq for head in chain_heads.kept_heads()] == [2, 4]
    assert all(head.holds() for head in chain_heads.kept_heads())


def test_a_line_that_a_power_cut_left_unfinished_is_written_anew(sealed, heads_dir):
    (file,) = heads_dir.iterdir()
    whole = file.read_text()
    file.write_text(whole[:-40])
    assert [head.seq for head in chain_heads.kept_heads()] == [4, 8]
    assert chain_heads.keep_heads() == 1
    assert file.read_text() == whole


def test_heads_of_earlier_months_stay_and_count(sealed, cast):
    with clock.travel(clock.now() + timedelta(days=40)):
        write(cast, 1)
        chain.seal()
        assert chain_heads.keep_heads() == 1
    assert [head.seq for head in chain_heads.kept_heads()] == [4, 8, 12, 13]


def test_the_auditors_get_the_head_once_a_day_in_the_mail_itself(sealed, cast):
    for _worker in range(2):
        chain_heads.post_head()
    with clock.travel(clock.now() + timedelta(days=1)):
        chain_heads.post_head()
        deliver_due()
    assert [message.to for message in mail.outbox] == [[cast["严谨"].email]] * 2
    body = mail.outbox[0].body
    (head,) = chain_heads.read_heads([body[body.index("{") : body.index("}") + 1]])
    assert (head.seq, head.holds()) == (12, True)


def test_without_a_seal_there_is_no_head_to_send(cast):
    chain_heads.post_head()
    deliver_due()
    assert not mail.outbox


def test_a_head_is_verified_elsewhere_with_the_public_key_and_openssl(sealed, tmp_path):
    """As docs/trail.md tells the auditor; nothing of Jingwei is needed for it."""
    *_earlier, head = chain_heads.kept_heads()
    (tmp_path / "trail.pem").write_text(keys.public_pem())
    (tmp_path / "head.txt").write_text(f"jingwei-trail {head.seq} {head.head} {head.at}")
    (tmp_path / "head.sig").write_bytes(bytes.fromhex(head.signature))
    command = "openssl pkeyutl -verify -pubin -inkey trail.pem -rawin -in head.txt -sigfile head.sig".split()
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0  # noqa: S603
    (tmp_path / "head.txt").write_text(f"jingwei-trail {head.seq + 1} {head.head} {head.at}")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 1  # noqa: S603


def test_the_command_names_the_first_bad_entry(sealed, capsys):
    assert verify_trail.run() == 0
    assert "完好" in capsys.readouterr().out
    TrailEntry.objects.filter(seq=6).update(verb="other")
    assert verify_trail.run() == 1
    assert "第 6 条断开" in capsys.readouterr().out
    assert verify_trail.run(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "checked": 5,
        "unsealed": 0,
        "heads": 3,
        "first_bad": 6,
        "fault": "changed",
        "holds": False,
        "reason": "这一条的内容与指纹不符",
        "first_misfit": None,  # of the index of readings (test_glass_log.py)
    }


def test_the_command_compares_with_what_an_auditor_kept(sealed, heads_dir, tmp_path, capsys):
    (file,) = heads_dir.iterdir()
    kept = tmp_path / "kept.jsonl"
    file.rename(kept)
    TrailEntry.objects.filter(seq__gt=8).delete()
    Seal.objects.filter(last_seq__gt=8).delete()
    assert verify_trail.run() == 0
    assert verify_trail.run(heads=kept) == 1
    assert "第 9 条断开" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["no head at all\n", '{"seq": 4}\n', '["seq"]\n'])
def test_heads_that_cannot_be_read_are_refused(sealed, tmp_path, content, capsys):
    file = tmp_path / "kept.jsonl"
    file.write_text(content)
    assert verify_trail.run(heads=file) == 2
    assert verify_trail.run(heads=tmp_path / "nowhere") == 2
    assert "verify-trail:" in capsys.readouterr().err
