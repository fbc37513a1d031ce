"""docs/api.md: every example in it is sent, and answered as it says."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jingwei.cases.tests.conftest import MONDAY, equip
from jingwei.core import clock
from tests.journeys.turns import picture
from tests.support.program import Program

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
ANYTHING = "…"


def examples() -> list[tuple[list[str], list[tuple[int, dict]]]]:
    """Of each shell block that is followed by answers: its calls, as words, and what each is answered."""
    found = []
    for calls, answers in re.findall(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S):
        lines = [shlex.split(line) for line in calls.replace("\\\n", " ").splitlines() if line.startswith("curl ")]
        told = [(int(line[:3]), json.loads(line[4:])) for line in answers.splitlines()]
        found.append((lines, told))
    return found


def sent(words: list[str], token: str):
    """What curl would send, through the test client."""
    method, address, headers, body, parts = "GET", "", {}, None, {}
    options = iter(words[1:])
    for word in options:
        if word == "-X":
            method = next(options)
        elif word == "-H":
            name, _colon, value = next(options).partition(": ")
            headers[name] = value.replace("$TOKEN", token)
        elif word == "-d":
            body = next(options)
        elif word == "-F":
            name, _at, file = next(options).partition("=@")
            parts[name] = SimpleUploadedFile(file, picture()["buffer"])
        else:
            address = word.removeprefix("$JINGWEI")
    kind = headers.pop("Content-Type", None)
    if parts:
        return Client().post(address, parts, headers=headers)
    return Client().generic(method, address, body or "", content_type=kind or "", headers=headers)


def holds(shown, answered) -> bool:
    """Whether the answer has what the page shows of it; «…» stands for anything, lists may go on."""
    if shown == ANYTHING:
        return answered is not None
    if isinstance(shown, dict):
        return all(name in answered and holds(value, answered[name]) for name, value in shown.items())
    if isinstance(shown, list):
        if shown and isinstance(shown[0], dict) and "code" in shown[0]:
            by_code = {row["code"]: row for row in answered}
            return all(row["code"] in by_code and holds(row, by_code[row["code"]]) for row in shown)
        return len(shown) <= len(answered) and all(map(holds, shown, answered))
    return shown == answered


@pytest.fixture
def keeper(cast):
    """赵敏 on a Monday morning; the numbers of the examples are those of her campus."""
    with clock.travel(MONDAY):
        yield Program(equip(cast)["赵敏"])


def test_there_are_examples_of_every_part():
    assert sum(len(calls) for calls, _answers in examples()) >= 10
    for calls, answers in examples():
        assert len(calls) == len(answers)


def test_every_example_is_answered_as_the_page_says(keeper, cast):
    ids = {"room-5": f"room-{cast.rooms['5-412'].pk}", "cases/1": None}
    wrong = []
    for calls, answers in examples():
        for words, (status, shown) in zip(calls, answers, strict=True):
            words = [_in_this_world(word, ids) for word in words]
            answer = sent(words, keeper.value)
            told = answer.json()
            if ids["cases/1"] is None and answer.status_code == 201:
                ids["cases/1"] = f"cases/{told['id']}"
            if answer.status_code != status or not holds(_without_ids(shown), told):
                wrong.append(f"{' '.join(words)}\n  shown {status} {shown}\n  answered {answer.status_code} {told}")
    assert not wrong, "\n".join(wrong)


def _in_this_world(word: str, ids: dict) -> str:
    for shown, here in ids.items():
        word = re.sub(rf"\b{shown}\b", here, word) if here else word
    return word


def _without_ids(shown):
    """Ids, and addresses with ids in them, are each database's own."""
    if isinstance(shown, dict):
        return {
            name: ANYTHING
            if name == "id" or (name in ("href", "fields") and re.search(r"\d", value[7:]))
            else _without_ids(value)
            for name, value in shown.items()
        }
    return [_without_ids(value) for value in shown] if isinstance(shown, list) else shown
