"""The chain holds, and says where it does not."""

import pytest

from jingwei.gate import trail
from jingwei.gate.models import Seal, TrailEntry
from jingwei.gate.posts import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(cast):
    for index in range(12):
        trail.record(System("worker"), "test.verb", cast.rooms["5-412"], number=index, words="走廊")
        if index % 5 == 4:
            trail.seal()
    trail.seal()
    return list(TrailEntry.objects.order_by("seq"))


def test_an_untouched_chain_holds(chain):
    assert trail.verify_chain() == trail.Verdict(12, None)
    assert trail.seal() == 0


@pytest.mark.parametrize(
    "change", [{"verb": "other"}, {"data": {"number": 99}}, {"actor_id": 1}, {"post": "keeper"}, {"subject_id": 7}]
)
def test_an_edited_entry_is_named(chain, cast, change):
    if "actor_id" in change:
        change = {"actor_id": cast["韩冬"].pk}
    TrailEntry.objects.filter(pk=chain[6].pk).update(**change)
    assert trail.verify_chain().first_bad == 7


def test_a_removed_entry_is_named(chain):
    chain[3].delete()
    assert trail.verify_chain().first_bad == 4


def test_a_cut_tail_is_noticed(chain):
    for entry in chain[9:]:
        entry.delete()
    assert trail.verify_chain().first_bad == 10


def test_a_wholly_recomputed_chain_lacks_the_signature(chain):
    TrailEntry.objects.filter(pk=chain[0].pk).update(verb="other")
    head = trail.GENESIS
    for entry in TrailEntry.objects.order_by("seq"):
        entry.digest = head = trail._digest(entry, entry.seq, head)
        entry.save()
    Seal.objects.update(head=head)
    assert trail.verify_chain().first_bad == 5


def test_swapped_entries_are_noticed(chain):
    first, second = chain[1], chain[2]
    TrailEntry.objects.filter(pk=first.pk).update(seq=None)
    TrailEntry.objects.filter(pk=second.pk).update(seq=first.seq)
    TrailEntry.objects.filter(pk=first.pk).update(seq=second.seq)
    assert trail.verify_chain().first_bad == 2
