"""What stands in place of a name that was forgotten, now and from before."""

import pytest
from django.utils.crypto import salted_hmac

from jingwei.gate import trail
from jingwei.gate.models import TrailEntry
from jingwei.gate.sealing import chain, forgetting
from jingwei.gate.sealing import check as chain_check


def before(actor: int | None) -> str:
    """As pseudonyms were made until SHA-1 was left."""
    return salted_hmac("jingwei.gate.pseudonym", str(actor)).hexdigest()[:12] if actor else ""


def forget_one(person) -> TrailEntry:
    trail.record(person, "account.password", person)
    chain.seal_all()
    entry = TrailEntry.objects.filter(verb="account.password").latest("pk")
    forgetting.forget_wholly([entry])
    chain.seal_all()
    entry.refresh_from_db()
    return entry


@pytest.mark.django_db(transaction=True)
def test_pseudonyms_of_before_stay_and_the_chain_holds(cast, monkeypatch, settings, tmp_path):
    settings.TRAIL_HEADS_DIR = tmp_path
    person = cast["韩冬"]
    with monkeypatch.context() as then:
        then.setattr(forgetting, "pseudonym", before)
        old = forget_one(person)
    new = forget_one(person)
    assert (old.data["who"], new.data["who"]) == (before(person.pk), forgetting.pseudonym(person.pk))
    assert [len(entry.data["who"]) for entry in (old, new)] == [12, 16]
    assert chain_check.check().first_bad is None
    old.data["who"] = forgetting.pseudonym(person.pk)  # not even to bring them up to date
    old.save()
    assert chain_check.check().first_bad == old.seq


def test_a_pseudonym_is_keyed_and_nobody_s_where_nobody_acted(settings):
    made = forgetting.pseudonym(7)
    assert made == forgetting.pseudonym(7) != forgetting.pseudonym(8)
    settings.SECRET_KEY = "another"
    assert forgetting.pseudonym(7) != made
    assert forgetting.pseudonym(None) == ""
