"""Ways to tamper with the trail, at random places: every one is found, and the entry it begins at is named.

Whoever tampers has the whole database and not the key, and cannot reach the heads that are kept outside.
"""

import random
import time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.models import Seal, TrailEntry
from jingwei.gate.posts import System
from jingwei.gate.sealing import chain
from jingwei.gate.sealing import check as chain_check
from jingwei.gate.sealing import heads as chain_heads
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
ENTRIES, BATCH = 24, 6
EVERY = range(1, ENTRIES + 1)


@pytest.fixture
def heads(cast, settings, tmp_path):
    """A chain of four seals, and what is remembered of it outside."""
    settings.TRAIL_HEADS_DIR = tmp_path / "heads"
    for number in EVERY:
        trail.record(System("worker"), "test.verb", cast.rooms["5-412"], number=number, words="走廊灯不亮")
        if not number % BATCH:
            chain.seal()
    chain_heads.keep_heads()
    return list(chain_heads.kept_heads())


def entry(seq: int) -> TrailEntry:
    return TrailEntry.objects.get(seq=seq)


def put(row: TrailEntry, **values) -> None:
    TrailEntry.objects.filter(pk=row.pk).update(**values)


def move(places: dict[int, int]) -> None:
    """Give the entries other places: place → new place."""
    rows = {new: entry(old) for old, new in places.items()}
    TrailEntry.objects.filter(seq__in=places).update(seq=None)
    for new, row in rows.items():
        put(row, seq=new)


def hash_anew(first: int) -> None:
    """As the program does it, from one entry on, with all that can be known without the key."""
    before = TrailEntry.objects.filter(seq__lt=first).order_by("seq").last()
    head = before.digest if before else chain.GENESIS
    for row in TrailEntry.objects.filter(seq__gte=first).order_by("seq"):
        head = chain.digest(head, tuple(getattr(row, name) for name in chain.COLUMNS))
        put(row, digest=head)


def seal_of(seq: int) -> int:
    """The last place of the batch in which an entry was sealed."""
    return (seq + BATCH - 1) // BATCH * BATCH


# Each tampers with the chain and returns the places at which it may be named.


def edit(dice: random.Random) -> list[int]:
    row = entry(dice.choice(EVERY))
    other = Person.objects.order_by("?").first()
    column = dice.choice([field.attname for field in TrailEntry._meta.concrete_fields])
    value = {
        "id": 10_000 + row.pk,
        "at": row.at + dice.choice([1, -1]) * timedelta(microseconds=dice.randint(1, 10**9)),
        "actor_id": other.pk,
        "subject_id": dice.choice([None, row.subject_id + 1]),
        "data": dice.choice(
            [{}, {**row.data, "number": 99}, {**row.data, "more": None}, [], {**row.data, "words": ""}]
        ),
        "seq": dice.choice([None, ENTRIES + 1]),
        "digest": dice.choice(["", row.digest[::-1]]),
    }.get(column, "other")
    put(row, **{column: value})
    return [row.seq]


def edit_seal(dice: random.Random) -> list[int]:
    seal = dice.choice(list(Seal.objects.all()))
    column = dice.choice(["at", "last_seq", "head", "signature"])
    value = {
        "at": seal.at + timedelta(microseconds=1),
        "last_seq": seal.last_seq - dice.randint(1, BATCH - 1),
        "head": seal.head[::-1],
        "signature": dice.choice(["", "no hex", seal.signature[:-2] + "00" * (seal.signature[-2:] != "00")]),
    }[column]
    Seal.objects.filter(pk=seal.pk).update(**{column: value})
    return [value if column == "last_seq" else seal.last_seq]


def delete(dice: random.Random) -> list[int]:
    row = entry(dice.choice(EVERY))
    row.delete()
    return [row.seq]


def delete_and_close_the_gap(dice: random.Random) -> list[int]:
    first = dice.choice(EVERY[:-1])
    entry(first).delete()
    for seq in range(first + 1, ENTRIES + 1):
        move({seq: seq - 1})
    return [first]


def swap(dice: random.Random) -> list[int]:
    first, second = dice.sample(EVERY, 2)
    move({first: second, second: first})
    return [min(first, second)]


def reorder(dice: random.Random) -> list[int]:
    places = dice.sample(EVERY, dice.randint(3, 6))
    move(dict(zip(places, [*places[1:], places[0]], strict=True)))
    return [min(places)]


def insert(dice: random.Random) -> list[int]:
    first = dice.choice(EVERY)
    for seq in reversed(range(first, ENTRIES + 1)):
        move({seq: seq + 1})
    forged = entry(first + 1)
    TrailEntry.objects.create(at=forged.at, post="keeper", verb="test.verb", subject_type="housing.room", seq=first)
    return [first]


def duplicate(dice: random.Random) -> list[int]:
    """Once more at the end, rightly linked: only the signature is missing."""
    row = entry(dice.choice(EVERY))
    row.pk, row.seq = None, ENTRIES + 1
    row.save(force_insert=True)
    hash_anew(ENTRIES + 1)
    return [ENTRIES + 1]


def cut_the_tail(dice: random.Random) -> list[int]:
    """Entries and their seals."""
    last = dice.choice(range(ENTRIES))
    TrailEntry.objects.filter(seq__gt=last).delete()
    Seal.objects.filter(last_seq__gt=last).delete()
    return [last + 1, last - last % BATCH + 1]


def cut_seals(dice: random.Random) -> list[int]:
    gone = dice.sample(range(BATCH, ENTRIES + 1, BATCH), dice.randint(1, 4))
    Seal.objects.filter(last_seq__in=gone).delete()
    return [min(gone)]


def hash_all_anew(dice: random.Random) -> list[int]:
    """An edited past, every fingerprint computed again, and signed with another key, an old signature, or not at all."""
    first = dice.choice(EVERY)
    put(entry(first), verb="other")
    hash_anew(first)
    stranger = Ed25519PrivateKey.generate()
    old = Seal.objects.first().signature
    how = dice.choice(["stranger", "old", "none"])
    for seal in Seal.objects.filter(last_seq__gte=first):
        head = entry(seal.last_seq).digest
        forged = stranger.sign(chain.head_text(seal.last_seq, head, seal.at).encode()).hex()
        Seal.objects.filter(pk=seal.pk).update(head=head, signature={"stranger": forged, "old": old, "none": ""}[how])
    return [seal_of(first)]


def have_it_sealed_anew(dice: random.Random) -> list[int]:
    """The program itself signs the edited past: only the heads outside know better."""
    first = dice.choice(EVERY)
    put(entry(first), verb="other")
    kept = seal_of(first) - BATCH
    Seal.objects.filter(last_seq__gt=kept).delete()
    TrailEntry.objects.filter(seq__gt=kept).update(seq=None, digest="")
    chain.seal_all()
    return [seal_of(first)]


def swap_in_an_old_database(dice: random.Random) -> list[int]:
    """As it was at an earlier seal, and then in use again for a while."""
    last = dice.randrange(0, ENTRIES, BATCH)
    TrailEntry.objects.filter(seq__gt=last).delete()
    Seal.objects.filter(last_seq__gt=last).delete()
    for _more in range(dice.randint(0, 2 * ENTRIES)):
        TrailEntry.objects.create(at=clock.now(), post="keeper", verb="test.verb", subject_type="housing.room")
    chain.seal_all()
    return list(range(last + 1, last + BATCH + 1))


WAYS = [
    edit, edit_seal, delete, delete_and_close_the_gap, swap, reorder, insert, duplicate, cut_the_tail, cut_seals,
    hash_all_anew, have_it_sealed_anew, swap_in_an_old_database,
]  # fmt: skip


def found(way, dice: random.Random, heads) -> str:
    """Tamper, look, and take it back. Returns what is wrong with the verdict."""
    with transaction.atomic():
        places = way(dice)
        verdict = chain_check.check(heads)
        transaction.set_rollback(True)
    return "" if verdict.first_bad in places else f"{way.__name__}: {verdict.first_bad} for one of {places}"


@pytest.mark.parametrize("rounds", [20, pytest.param(800, marks=pytest.mark.long)])
def test_every_tampering_is_found(heads, rounds, figure):
    dice = random.Random(17)  # noqa: S311 - repeatable on purpose
    missed = [problem for way in WAYS for _round in range(rounds) if (problem := found(way, dice, heads))]
    figure("E1", f"{rounds * len(WAYS):,} tamperings of {len(WAYS)} kinds, missed {len(missed)}")
    assert not missed, "\n".join(missed[:20])
    assert chain_check.check(heads) == chain_check.Verdict(ENTRIES, heads=len(heads))


def made_of(count: int, batch: int = 5000) -> None:
    """A sealed chain of so many entries, written without the sealer."""
    head, at = chain.GENESIS, clock.now()
    for start in range(1, count + 1, batch):
        rows = []
        for number in range(start, min(start + batch, count + 1)):
            data = {"changed": {"state": ["filed", "dispatched"], "note": ["", "走廊灯不亮"]}, "number": number}
            row = TrailEntry(
                pk=number, at=at + timedelta(seconds=number), post="keeper,resident", verb="cases.dispatch",
                subject_type="cases.case", subject_id=number % 977, data=data, seq=number,
            )  # fmt: skip
            row.digest = head = chain.digest(head, tuple(getattr(row, name) for name in chain.COLUMNS))
            rows.append(row)
        TrailEntry.objects.bulk_create(rows, batch_size=500)
        signature = chain.keys.sign(chain.head_text(rows[-1].seq, head, at))
        Seal.objects.create(at=at, last_seq=rows[-1].seq, head=head, signature=signature)


def resident_memory() -> int:
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * 4096


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_long_trail_is_walked_in_one_go_and_little_memory(db, count, figure):
    made_of(count)
    rows = TrailEntry.objects.order_by("seq").values_list(*chain.COLUMNS, "digest")
    begun = time.monotonic()
    assert sum(1 for _row in rows.iterator(chunk_size=chain_check.STEP)) == count
    floor, before = time.monotonic() - begun, resident_memory()
    begun, most = time.monotonic(), []
    verdict = chain_check.check(told=lambda _checked: most.append(resident_memory()))
    took, grown = time.monotonic() - begun, (max(most) - before) / 2**20
    figure("E1", f"{count:,} entries verified in {took:.1f} s, {took / floor:.1f} × only reading them, {grown:+.0f} MB")
    assert verdict == chain_check.Verdict(count)
    assert took < 12 * floor
    assert grown < 64
    TrailEntry.objects.filter(seq=count - 7).update(data={})
    assert chain_check.check().first_bad == count - 7
