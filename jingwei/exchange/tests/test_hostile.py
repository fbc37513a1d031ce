"""Every workbook of the collection comes to the page beside a sound one: a sentence, and nothing of either is taken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jingwei.core.spreadsheet import table as spreadsheet
from jingwei.core.spreadsheet.table import ERRORS
from jingwei.core.tests.hostile import HOSTILE
from jingwei.exchange.models import ImportRun, StagedRows
from jingwei.people.models import Person

from .books import sheet_book, sleeper

LARGEST = spreadsheet.MAX_FILE // spreadsheet.MIB


@pytest.fixture
def committee(cast, client):
    client.force_login(cast["何书记"])
    return client


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_a_sentence_and_takes_nothing_with_it(committee, name, settings):
    make, code = HOSTILE[name]
    people = Person.objects.count()
    waiting = laid_down(settings)
    files = [sheet_book("housing", [sleeper(1)]), make()]
    sent = [SimpleUploadedFile("住宿名单.xlsx", files[0].content), SimpleUploadedFile("坏的.xlsx", files[1])]
    response = committee.post(reverse("exchange:new"), {"files": sent})
    page = response.content.decode()
    assert response.status_code == 422
    assert "坏的.xlsx" in page
    assert said(code) in page
    assert not ImportRun.objects.exists()
    assert not StagedRows.objects.exists()
    assert Person.objects.count() == people
    assert laid_down(settings) == waiting


def laid_down(settings) -> set:
    return set((settings.HOME / "incoming").glob("**/*"))


def said(code: str) -> str:
    """The part of the sentence that holds for every file."""
    sentence = f"超过 {LARGEST} MB" if code == "too_big" else str(ERRORS[code])
    return sentence.split("{")[0]


def test_there_are_enough_of_them_and_the_child_has_a_quarter_of_a_gigabyte(figure):
    most = spreadsheet.LIMITS.memory // spreadsheet.MIB
    figure("B6", f"{len(HOSTILE)} workbooks, each beside a sound one; at most {most} MiB to read one")
    assert len(HOSTILE) >= 40
    assert spreadsheet.LIMITS.memory <= 256 * spreadsheet.MIB
