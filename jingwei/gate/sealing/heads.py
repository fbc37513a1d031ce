"""The heads of the chain outside the database, where whoever holds the database cannot reach them.

Each seal's head becomes a line of a file in JINGWEI_HOME/heads, one file a month, only ever appended to; once a day the
latest goes to the auditors, in the mail itself. Without these an old copy of the database would look whole.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jingwei.core import clock
from jingwei.core.outbox import post
from jingwei.gate.models import PostedHead, Seal
from jingwei.gate.posts import holders
from jingwei.gate.roles import Role, UnitKind

from . import keys
from .chain import head_text, stamp


@dataclass(frozen=True)
class Head:
    """After `seq` entries the chain's fingerprint was `head`; `signature` is over `chain.head_text` of the three."""

    seq: int
    head: str
    at: str
    signature: str

    def holds(self) -> bool:
        return keys.verify(head_text(self.seq, self.head, self.at), self.signature)


def keep_heads() -> int:
    """Append what was sealed since the last line; what an interrupted worker left out is made up for. Returns how many."""
    last = max((head.seq for head in _of(_files()[-1:])), default=0)
    seals = Seal.objects.filter(last_seq__gt=last).order_by("last_seq")
    lines = [_line(seal) for seal in seals]
    if lines:
        _append(settings.TRAIL_HEADS_DIR / f"{clock.today():%Y-%m}.jsonl", lines)
    return len(lines)


def post_head() -> None:
    """Send the latest head to the auditors, once a day however many workers there are."""
    seal, day = Seal.objects.order_by("last_seq").last(), clock.today()
    if seal is None or PostedHead.objects.filter(day=day).exists():
        return
    with transaction.atomic():
        _posted, new = PostedHead.objects.get_or_create(day=day, defaults={"last_seq": seal.last_seq})
        if new:
            auditors = holders(Role.AUDITOR, UnitKind.COLLEGE, [0])
            post("trail.head", to=auditors, day=day.isoformat(), line=_line(seal))


def kept_heads() -> Iterator[Head]:
    """All that the files remember, oldest first. Raises ValueError where a line is none."""
    return _of(_files())


def read_heads(text: Iterable[str]) -> Iterator[Head]:
    """Heads from the lines of a file, or from what an auditor kept of the mails: a JSON object a line."""
    for line in text:
        if line.strip():
            yield _parsed(line)


def _parsed(line: str) -> Head:
    try:
        found = json.loads(line)
        return Head(int(found["seq"]), str(found["head"]), str(found["at"]), str(found["signature"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no head of a trail: {line[:80]!r}") from error


def _line(seal: Seal) -> str:
    return json.dumps(asdict(Head(seal.last_seq, seal.head, stamp(seal.at), seal.signature)))


def _files() -> list[Path]:
    return sorted(settings.TRAIL_HEADS_DIR.glob("*.jsonl"))


def _of(files: list[Path]) -> Iterator[Head]:
    for file in files:
        yield from read_heads(_whole(file.read_text()).splitlines())


def _whole(text: str) -> str:
    """Without a last line that a power cut left unfinished: its head is appended anew."""
    return text[: text.rfind("\n") + 1]


def _append(file: Path, lines: list[str]) -> None:
    """On the disk before it counts."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+") as kept:
        kept.truncate(len(_whole(kept.read())))
        kept.seek(0, os.SEEK_END)
        kept.write("".join(f"{line}\n" for line in lines))
        kept.flush()
        os.fsync(kept.fileno())
