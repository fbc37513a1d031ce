"""Workbooks as they should not be: a clear sentence, and nothing half-done."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.exchange.models import ImportRun, StagedRows
from jingwei.exchange.runs.files import Upload
from jingwei.gate.posts import System
from jingwei.people.models import Person

from .books import COLLEGE, book, folder, houseful, sheet_book, sleeper

pytestmark = pytest.mark.django_db
CLI = System("cli")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
HOUSING = sheet_book("housing", [sleeper(1)])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (ENCRYPTED, "密码"),
        (OLE + bytes(4000), "旧版"),
        (HOUSING.content[: len(HOUSING.content) // 2], "不完整"),
        ("学号,姓名\n1,张三\n".encode(), "纯文本"),
        (b"<html><table></table></html>", "网页"),
        (b"%PDF-1.7 \x00\x01", "不是 Excel"),
    ],
)
def test_a_file_that_is_no_workbook_is_named_with_the_reason(content, said):
    with pytest.raises(ValidationError) as refused:
        stage_import(CLI, [sheet_book("housing", [sleeper(2)]), Upload("坏文件.xlsx", content)])
    (sentence,) = refused.value.messages
    assert "坏文件.xlsx" in sentence
    assert said in sentence
    assert not ImportRun.objects.exists()
    assert not StagedRows.objects.exists()


def test_every_bad_file_gets_its_own_sentence():
    with pytest.raises(ValidationError) as refused:
        stage_import(CLI, [Upload("甲.xlsx", b""), Upload("乙.xlsx", ENCRYPTED)])
    assert [sentence[1] for sentence in refused.value.messages] == ["甲", "乙"]


def test_misnamed_workbooks_are_known_by_their_headings():
    swapped = [Upload(f"{place}.xlsx", upload.content) for place, upload in enumerate(reversed(folder(COLLEGE)))]
    run = stage_import(CLI, swapped)
    assert sorted(file["sheet"] for file in run.files) == ["activists", "applicants", "branches", "housing", "members"]
    assert run.counts["students"] == 1136


def test_a_workbook_with_other_headings_is_not_taken():
    with pytest.raises(ValidationError, match="认不出"):
        stage_import(CLI, [book(["课程", "教室", "姓名", "学号"], [["高数", "A1", "张三", "20260001"]])])


def test_a_missing_column_is_named():
    rows = [["20260001", "张三", "3号楼", "101"]]
    with pytest.raises(ValidationError, match="缺少这几列：性别"):
        stage_import(CLI, [book(["学号", "姓名", "楼栋", "房间号"], rows)])


def test_the_same_list_twice_is_not_guessed():
    with pytest.raises(ValidationError, match="同一种名单"):
        stage_import(CLI, [sheet_book("housing", [sleeper(1)]), sheet_book("housing", [sleeper(2)])])


def test_a_name_of_5000_characters_waits():
    run = stage_import(CLI, [sheet_book("housing", [sleeper(1, name="长" * 5000), sleeper(2, bed=2)])])
    finding = run.findings.get()
    assert (finding.severity, finding.code, finding.details["cell"]) == ("held", "bad_cell", "too_long")
    confirm_import(CLI, run.pk)
    assert [person.name for person in Person.objects.all()] == ["同学2"]


def test_merged_cells_are_said_to_be_merged():
    run = stage_import(CLI, [Upload("住宿名单.xlsx", _edited(lambda sheet: sheet.merge_cells("I2:I4")))])
    assert set(run.findings.filter(details__cell="merged").values_list("row_number", flat=True)) <= {2, 3, 4}
    assert run.findings.filter(severity="held", code="empty").count() == 2


def test_a_formula_is_read_as_what_it_last_said_or_waits():
    def as_formula(sheet):
        sheet["B2"] = '="同学"&1'

    run = stage_import(CLI, [Upload("住宿名单.xlsx", _edited(as_formula))])
    assert run.findings.get(row_number=2).severity == "held"  # never calculated: there is nothing to read


def test_a_workbook_that_breaks_in_the_middle_leaves_nothing():
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(HOUSING.content)) as whole, zipfile.ZipFile(damaged, "w") as cut:
        for part in whole.namelist():
            content = whole.read(part)
            cut.writestr(part, content[: len(content) // 2] if part.startswith("xl/worksheets/") else content)
    with pytest.raises(ValidationError, match="住宿名单"):
        stage_import(CLI, [Upload("住宿名单.xlsx", damaged.getvalue())])
    assert not ImportRun.objects.exists()


def _edited(edit) -> bytes:
    workbook: Workbook = load_workbook(io.BytesIO(sheet_book("housing", houseful(4)).content))
    edit(workbook.active)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()
