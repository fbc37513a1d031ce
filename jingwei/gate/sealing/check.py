"""The walk along the chain: whether every entry is as it was sealed, and which is the first that is not.

What was sealed cannot be edited, taken out, put in or reordered without breaking the hashes; what was hashed anew lacks
the signature; what was cut off, sealed anew or swapped for an older database lacks what the heads outside remember.
An entry whose contents were erased when their time was over keeps its fingerprint; a later entry says so, and what is left.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from jingwei.gate.models import Seal, TrailEntry

from . import keys
from .chain import COLUMNS, GENESIS, digest, head_text, rest
from .forgetting import announced
from .heads import Head

FAULTS = {
    "missing": _("这一条不见了"),
    "changed": _("这一条的内容与指纹不符"),
    "signature": _("签名与链头不符"),
    "unsealed": _("这里签过名，签名却不见了"),
    "unsigned": _("从这一条起没有签名"),
    "outside": _("与数据库外保存的链头不符"),
    "forged": _("数据库外保存的这个链头，签名不对"),
    "cut": _("从这一条起的记录不见了，而链头已经签过名"),
}
STEP = 5000


@dataclass(frozen=True)
class Verdict:
    """How many sealed entries hold, from the first on, how many still wait for their seal, and the first bad one."""

    checked: int
    unsealed: int = 0
    heads: int = 0  # kept outside the database, and compared
    first_bad: int | None = None  # its place in the chain; None: all hold
    fault: str = ""  # a key of FAULTS

    @property
    def reason(self) -> str:
        return str(FAULTS[self.fault]) if self.fault else ""

    def as_json(self) -> dict:
        return {**asdict(self), "holds": self.first_bad is None, "reason": self.reason}


def check(heads: Iterable[Head] = (), told: Callable[[int], None] | None = None) -> Verdict:
    """Walk the whole chain in order, in little memory. `told` hears now and then how many entries hold so far."""
    outside = {head.seq: head for head in heads}
    unsealed = TrailEntry.objects.filter(seq__isnull=True).count()
    checked, bad, fault = _walk(outside, told)
    return Verdict(checked, unsealed, len(outside), bad, fault)


def _walk(outside: dict[int, Head], told: Callable[[int], None] | None) -> tuple[int, int | None, str]:
    """How many hold, the first that does not, and why."""
    seals = {seal.last_seq: seal for seal in Seal.objects.all()}
    forgotten = announced()
    head, good = GENESIS, 0
    rows = TrailEntry.objects.filter(seq__isnull=False).order_by("seq").values_list(*COLUMNS, "digest")
    try:
        for *values, kept in rows.iterator(chunk_size=STEP):
            seq = good + 1
            if values[0] != seq:
                return good, seq, "missing"
            head = digest(head, tuple(values))
            if head != kept and forgotten.get(seq) == rest(values):
                head = kept
            if fault := _fault(head, kept, seals.get(seq), outside.get(seq)):
                return good, seq, fault
            good = seq
            if told and not good % STEP:
                told(good)
    except (ValueError, AttributeError):  # not even of the column's kind, so that what is stored does not convert
        return good, good + 1, "changed"
    return good, *_end(good, max(seals, default=0), outside)


def _fault(head: str, kept: str, seal: Seal | None, outside: Head | None) -> str:
    if head != kept:
        return "changed"
    if seal and not _signed(seal, head):
        return "signature"
    if outside and outside.head != head:
        return "outside" if outside.holds() else "forged"
    return "unsealed" if outside and not seal else ""


def _end(last: int, signed_to: int, outside: dict[int, Head]) -> tuple[int | None, str]:
    """Whether the chain reaches as far as was signed, here or outside, and no farther."""
    beyond = [head for head in outside.values() if head.seq > last]
    if last < signed_to or any(head.holds() for head in beyond):
        return last + 1, "cut"
    if last > signed_to:
        return signed_to + 1, "unsigned"
    return (min(head.seq for head in beyond), "forged") if beyond else (None, "")


def _signed(seal: Seal, head: str) -> bool:
    return seal.head == head and keys.verify(head_text(seal.last_seq, head, seal.at), seal.signature)
