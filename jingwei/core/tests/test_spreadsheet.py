import zipfile
from datetime import date

import openpyxl
import pytest

from jingwei.core import sandbox
from jingwei.core.spreadsheet import table as spreadsheet
from jingwei.core.spreadsheet.table import Column, Sheet, SpreadsheetError, read

from .hostile import HEADINGS, HOSTILE, ROW, inline, repacked, with_sheet, workbook

FEW = sandbox.Limits(memory=256 << 20, cpu=2, wait=40)  # seconds of the child's own processor time
MEMBERS = Sheet(
    "members",
    (
        Column("number", "学号", aliases=("学号/工号", "工号"), max_length=20),
        Column("name", "姓名", max_length=40),
        Column("branch", "所属党支部", aliases=("党支部",), required=False),
        Column("joined", "入党时间"),
        Column("phone", "联系电话", required=False),
    ),
    left_out={"身份证号": "不需要", "民族": "不需要"},
)


def rows_of(sent, sheet=MEMBERS):
    with read(sent, sheet) as table:
        return list(table.rows)


def refused(sent, sheet=MEMBERS) -> SpreadsheetError:
    with pytest.raises(SpreadsheetError) as error, read(sent, sheet) as table:
        list(table.rows)
    return error.value


# -- headings ----------------------------------------------------------------------------------------------------------


def test_a_title_a_blank_row_and_strange_headings():
    rows = [
        ["国服院党委党员名册"],
        [],
        ["序号", " 姓 名\u3000", "学号/工号", "民族", "身份证号码", "入党时间（年月）", "（联系电话）"],
        [1, "张　三", "Ｔ１００１", "汉族", "330141200505204041", date(2005, 10, 1), "１３９０００００００1"],
    ]
    with read(workbook(rows), MEMBERS) as table:
        found = list(table.rows)
    assert table.heading_row == 3
    assert table.found == {
        "name": "姓 名",
        "number": "学号/工号",
        "joined": "入党时间(年月)",
        "phone": "(联系电话)",
    } or (
        table.found == {"name": "姓 名", "number": "学号/工号", "joined": "入党时间（年月）", "phone": "（联系电话）"}
    )
    assert table.left_out == {"民族": "不需要", "身份证号码": "不需要"}
    assert table.unknown == ("序号",)
    assert table.missing == ()
    assert found == [
        spreadsheet.Row(4, {"name": "张 三", "number": "T1001", "joined": "2005-10-01", "phone": "13900000001"})
    ]


def test_missing_and_doubled_headings_are_named():
    with read(workbook([["姓名", "学号", "姓名"], ["张三", "1", "李四"]]), MEMBERS) as table:
        assert [row.values["name"] for row in table.rows] == ["张三"]
    assert [column.name for column in table.missing] == ["joined"]
    assert [note.code for note in table.notes] == ["doubled"]
    assert "姓名" in str(table.notes[0])


def test_the_plain_heading_is_preferred_to_one_with_a_remark():
    sent = workbook([["姓名（拼音）", "学号", "姓名"], ["Zhang San", "1", "张三"]])
    assert rows_of(sent)[0].values == {"number": "1", "name": "张三"}


def test_the_sheet_that_matches_best_is_read_and_the_others_are_named():
    def prepare(book, sheet):
        book.add_worksheet("说明").write(0, 0, "请按模板填写")
        second = book.add_worksheet("名单")
        second.write_row(0, 0, HEADINGS)
        second.write_row(1, 0, ROW)
        hidden = book.add_worksheet("旧")
        hidden.write_row(0, 0, HEADINGS)
        hidden.hide()

    with read(workbook([["封面"]], prepare=prepare), MEMBERS) as table:
        assert len(list(table.rows)) == 1
    assert table.name == "名单"
    assert [note.details["names"] for note in table.notes] == [["Sheet1", "说明"]]


def test_a_table_that_does_not_begin_in_the_corner():
    def prepare(book, sheet):
        sheet.write_row(4, 2, HEADINGS)
        sheet.write_row(5, 2, ROW)
        sheet.write_formula(5, 3, '="张"&"三"', None, "张三")

    (row,) = rows_of(workbook([], prepare=prepare))
    assert row.number == 6
    assert list(row.values.values()) == ROW
    assert [(finding.column, finding.code) for finding in row.findings] == [("name", "formula")]


# -- rows --------------------------------------------------------------------------------------------------------------


def test_blank_rows_and_totals_are_skipped_and_said():
    rows = [["序号", *HEADINGS], [1, *ROW], [], [2, "", "", "", "", ""], [3, *ROW], [" 合 计 ", "", "2人", "", "", ""]]
    with read(workbook(rows), MEMBERS) as table:
        assert [row.number for row in table.rows] == [2, 5]
    assert {note.code: note.rows for note in table.notes} == {"blank": (3, 4), "totals": (6,)}


def test_numbers_become_what_was_meant_and_lost_digits_are_said():
    (row,) = rows_of(workbook([HEADINGS, [2025250030, "张三", "", 20251020, 1390000000012345678]]))
    assert (row.values["number"], row.values["joined"]) == ("2025250030", "20251020")
    assert [(finding.column, finding.code) for finding in row.findings] == [("phone", "digits_lost")]
    assert "联系电话" in str(row.findings[0])


def test_doubtful_cells_are_findings_on_their_row():
    def prepare(book, sheet):
        sheet.write_formula(1, 1, '=CONCAT("张","三")', None, "张三")
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        sheet.merge_range(1, 2, 3, 2, "学生第一党支部")
        sheet.merge_range(1, 8, 3, 9, "旁边的备注")
        sheet.write_string(3, 1, "长" * 5_000)

    found = rows_of(workbook([HEADINGS, *[[*ROW[:2], "", *ROW[3:]]] * 3], prepare=prepare))
    assert [[(f.column, f.code) for f in row.findings] for row in found] == [
        [("name", "formula"), ("branch", "merged")],
        [("number", "failed_cell"), ("number", "formula"), ("branch", "merged")],
        [("name", "too_long"), ("branch", "merged")],
    ]
    assert [row.values["branch"] for row in found] == ["学生第一党支部", "", ""]
    assert found[2].values["name"] == "长" * 40


def test_a_merged_title_is_no_finding():
    def prepare(book, sheet):
        sheet.merge_range(0, 0, 0, 4, "党员名册")

    assert rows_of(workbook([[], HEADINGS, ROW], prepare=prepare))[0].findings == ()


def test_values_left_out_or_unknown_never_leave_the_child(monkeypatch):
    seen = []
    run = sandbox.run

    def listening(*arguments):
        for answer in run(*arguments):
            seen.append(answer)
            yield answer

    monkeypatch.setattr(sandbox, "run", listening)
    rows = [[*HEADINGS, "身份证号", "民族", "家庭住址"], *[[*ROW, "330141200505204041", "秘密族", "秘密路 1 号"]] * 3]
    assert len(rows_of(workbook(rows))) == 3
    assert "张三" in str(seen)
    for secret in ("3301412005", "秘密"):
        assert secret not in str(seen)


def test_macros_are_not_read_and_said():
    sent = repacked(workbook([HEADINGS, ROW]), {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    with read(sent, MEMBERS) as table:
        assert len(list(table.rows)) == 1
    assert [note.code for note in table.notes] == ["macros"]


# -- files that are not what they should be ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_little_time_and_memory(name, child_peak, monkeypatch):
    make, code = HOSTILE[name]
    sent = make()
    monkeypatch.setattr(spreadsheet, "LIMITS", FEW)  # who needs more is ended by it, with another sentence
    error = refused(sent)
    assert error.code == code
    assert "{" not in str(error)
    if code != "too_big":
        assert child_peak() < FEW.memory


def test_false_dimensions_do_not_matter():
    rows = f"<row r='1'>{inline('A1', '学号')}{inline('B1', '姓名')}</row><row r='2'>{inline('A2', '1')}{inline('B2', '张三')}</row>"
    for reference in ("A1:XFD1048576", "A1", "B7:C9"):
        (row,) = rows_of(with_sheet(rows, f'<dimension ref="{reference}"/>'))
        assert row.values == {"number": "1", "name": "张三"}


def test_a_format_over_the_whole_row_is_no_content():
    cells = "".join(f'<c r="{letter}2" s="0"/>' for letter in ("ZZ", "XFD"))
    rows = f"<row r='1'>{inline('A1', '学号')}{inline('B1', '姓名')}</row><row r='2'>{inline('A2', '1')}{cells}</row>"
    assert rows_of(with_sheet(rows))[0].values == {"number": "1", "name": ""}


def test_cells_without_references_are_counted():
    def cell(value):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    rows = f"<row>{cell('学号')}{cell('姓名')}</row><row>{cell('1')}<c t='inlineStr'><f>A1</f><is><t>张三</t></is></c></row>"
    (row,) = rows_of(with_sheet(rows))
    assert (row.number, row.values) == (2, {"number": "1", "name": "张三"})
    assert [(finding.column, finding.code) for finding in row.findings] == [("name", "formula")]


def test_forty_thousand_rows_stream_in_bounded_memory(child_peak, tmp_path):
    path = tmp_path / "名册.xlsx"
    headings = [*HEADINGS, *(f"列{n}" for n in range(7))]
    rows = ([f"{n:010}", f"人{n}", *ROW[2:], *["其他内容"] * 7] for n in range(40_000))
    spreadsheet.write(str(path), [spreadsheet.Page("名册", [Column(h, h) for h in headings], rows)])
    count = 0
    with read(path, MEMBERS) as table:
        for count, row in enumerate(table.rows, start=1):
            assert row.values["number"] == f"{count - 1:010}"
    assert count == 40_000
    assert child_peak() < 256 << 20


def test_a_table_that_is_left_ends_its_child(monkeypatch):
    children = []

    class Kept(sandbox.subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            children.append(self)

    monkeypatch.setattr(sandbox.subprocess, "Popen", Kept)
    with read(workbook([HEADINGS, *[ROW] * 20_000]), MEMBERS) as table:
        next(table.rows)
    with read(workbook([HEADINGS, ROW]), MEMBERS):
        pass
    assert [child.returncode is not None for child in children] == [True, True]


@pytest.mark.parametrize(("reason", "code"), [("memory", "too_big"), ("time", "too_big"), ("crash", "damaged")])
def test_a_child_that_fails_is_a_sentence(monkeypatch, reason, code):
    def fail(*_arguments):
        raise sandbox.SandboxError(reason)
        yield

    monkeypatch.setattr(sandbox, "run", fail)
    assert refused(workbook([HEADINGS, ROW])).code == code


# -- writing -----------------------------------------------------------------------------------------------------------

INJECTIONS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x","y")'),
    *("=cmd|'/c calc'!A0", "{=1}", "http://example.org", "mailto:a@example.org", "00123", "1e5", "TRUE", "'=1"),
]


def test_text_stays_text(tmp_path):
    path = tmp_path / "out.xlsx"
    spreadsheet.write(str(path), [spreadsheet.Page("表", [Column("a", "甲")], [[text] for text in INJECTIONS])])
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in part.lower() for part in package.namelist())
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    cells = [row[0] for row in openpyxl.load_workbook(path)["表"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == INJECTIONS
    assert {cell.value for cell in cells if cell.quotePrefix} >= {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"}


def test_types_widths_and_the_longest_text(tmp_path):
    path = tmp_path / "out.xlsx"
    columns = [Column("a", "甲", width=33), Column("b", "乙", required=False)]
    rows = [[date(2026, 10, 1), 1.5], [None, ""], ["长" * 40_000, True]]
    spreadsheet.write(str(path), [spreadsheet.Page("表", columns, rows)])
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet["A2"].value.date() == date(2026, 10, 1)
    assert sheet["B2"].value == 1.5
    assert (sheet["A3"].value, sheet["B3"].value) == (None, None)
    assert (len(sheet["A4"].value), sheet["B4"].value) == (32_767, "True")
    assert 33 <= sheet.column_dimensions["A"].width < 35
    assert sheet.freeze_panes == "A2"


def test_a_template_has_drop_downs_hints_and_can_be_read_back(tmp_path):
    path = tmp_path / "模板.xlsx"
    many = tuple(f"学生第{n}党支部" for n in range(1, 61))
    sheet = Sheet(
        "x",
        (
            Column("gender", "性别", choices=("男", "女")),
            Column("branch", "所属党支部", choices=many, hint="写全称"),
            Column("kind", "类别", choices=("甲,乙", "丙")),
        ),
        title="名册",
    )
    spreadsheet.template(str(path), sheet)
    book = openpyxl.load_workbook(path)
    found = {str(v.sqref): v.formula1 for v in book["名册"].data_validations.dataValidation}
    assert found["A2:A5001"] == '"男,女"'
    assert found["B2:B5001"] == "'选项'!$A$1:$A$60"
    assert found["C2:C5001"] == "'选项'!$B$1:$B$2"
    assert book["选项"].sheet_state == "hidden"
    assert [row[0].value for row in book["选项"].iter_rows()] == list(many)
    assert book["名册"]["B1"].comment.text == "写全称"
    with read(path, sheet) as table:
        assert list(table.rows) == []
    assert set(table.found) == {"gender", "branch", "kind"}


def test_an_error_workbook_comes_back_as_it_went(tmp_path):
    path = tmp_path / "有问题的行.xlsx"
    sent = workbook([["封面"], HEADINGS, ROW, ["", "李四", "", "=1", "-5"], ROW])
    rows = rows_of(sent)
    problems = {4: ["没有学号", "电话不对"]}
    spreadsheet.error_workbook(str(path), MEMBERS, [row for row in rows if row.number in problems], problems)
    page = openpyxl.load_workbook(path).active
    assert [cell.value for cell in page[1]] == [*HEADINGS, "问题"]
    assert page["F2"].value == "没有学号\n电话不对"
    assert page["F2"].font.color.rgb == "FFB42318"
    with read(path, MEMBERS) as table:
        assert [row.values for row in table.rows] == [rows[1].values]
    assert table.unknown == ("问题",)
    assert table.notes == []
