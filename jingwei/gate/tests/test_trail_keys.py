"""The trail's key is changed and the chain holds on; a key that nobody kept vouches for nothing."""

import pytest

from jingwei.gate import trail
from jingwei.gate.sealing import chain, keys
from jingwei.gate.sealing import check as chain_check
from jingwei.gate.sealing.heads import kept_heads


@pytest.fixture
def fresh(settings, tmp_path):
    """A place of its own for keys and heads, and a program that has just been started."""
    settings.TRAIL_KEY_FILE, settings.TRAIL_OLD_KEYS_DIR = tmp_path / "trail.pem", tmp_path / "old"
    settings.TRAIL_HEADS_DIR = tmp_path / "heads"
    settings.TRAIL_OLD_KEYS_DIR.mkdir()
    yield start_anew
    start_anew()


def start_anew() -> None:
    keys._key.cache_clear()
    keys._before.cache_clear()


def seal(person) -> None:
    trail.record(person, "account.password", person)
    chain.seal_all()


@pytest.mark.django_db(transaction=True)
def test_a_changed_key_leaves_the_chain_whole_if_the_public_half_was_kept(cast, fresh, settings):
    fresh()
    seal(cast["韩冬"])
    kept = settings.TRAIL_OLD_KEYS_DIR / "2026-11-22.pem"
    kept.write_text(keys.public_pem())
    settings.TRAIL_KEY_FILE.unlink()
    fresh()
    seal(cast["韩冬"])
    assert keys.public_pem() != kept.read_text()
    assert chain_check.check(kept_heads()).first_bad is None
    kept.unlink()
    fresh()
    assert chain_check.check(kept_heads()).fault == "signature"
