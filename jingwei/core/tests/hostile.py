"""Workbooks that mean harm, or are none: each made here, none kept as a file. Name → how it is made, and what is said."""

import io
import zipfile

import xlsxwriter

HEADINGS = ["学号", "姓名", "所属党支部", "入党时间", "联系电话"]
ROW = ["2023210001", "张三", "学生第一党支部", "2024.05", "13900000000"]


def workbook(rows, *, name="Sheet1", prepare=None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if prepare:
            prepare(book, sheet)
    return out.getvalue()


def repacked(sent: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same zip with some of its parts replaced, added or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in changes:
                new.writestr(part, old.read(part))
        for part, body in changes.items():
            if body is not None:
                new.writestr(part, body)
    return out.getvalue()


def sheet_xml(rows: str, extra: str = "") -> bytes:
    xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{xmlns}">{extra}<sheetData>{rows}</sheetData></worksheet>'.encode()


def inline(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def with_sheet(rows: str, extra: str = "") -> bytes:
    return repacked(workbook([HEADINGS]), {"xl/worksheets/sheet1.xml": sheet_xml(rows, extra)})


def encrypted_workbook() -> bytes:
    """An OLE container as Office writes it around a workbook with a password: the signature and the stream's name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "Workbook".encode("utf-16-le") + bytes(512)


def zip_with_password() -> bytes:
    sent = bytearray(workbook([HEADINGS]))
    at = sent.index(b"PK\x01\x02")
    sent[at + 8] |= 1
    return bytes(sent)


def bomb() -> bytes:
    """300 MB of sheet in some 300 KB."""
    return with_sheet("<row/>" * 50_000_000)


def shared_strings_bomb() -> bytes:
    return repacked(
        workbook([HEADINGS]), {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>A</t></si>" * 20_000_000 + b"</sst>"}
    )


def lying_directory() -> bytes:
    """A bomb whose directory says that it is small."""
    sent = bytearray(with_sheet(" " * 150_000_000))
    at = sent.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert sent[at : at + 4] == b"PK\x01\x02"
    sent[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(sent)


def entities() -> bytes:
    dtd = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = sheet_xml(f"<row r='1'>{inline('A1', '&b;')}</row>").replace(b"<worksheet", dtd.encode() + b"<worksheet")
    return repacked(workbook([HEADINGS]), {"xl/worksheets/sheet1.xml": body})


def entities_in_the_list_of_sheets() -> bytes:
    dtd = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(io.BytesIO(workbook([HEADINGS]))) as package:
        body = package.read("xl/workbook.xml")
    return repacked(workbook([HEADINGS]), {"xl/workbook.xml": body.replace(b"<workbook", dtd + b"<workbook", 1)})


def many_rows() -> bytes:
    return with_sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001)))


def merges() -> bytes:
    body = sheet_xml("<row r='1'>" + inline("A1", "学号") + inline("B1", "姓名") + "</row>")
    areas = "".join('<mergeCell ref="A1:XFD1048576"/>' for _ in range(20_000))
    return repacked(
        workbook([HEADINGS]),
        {
            "xl/worksheets/sheet1.xml": body.replace(
                b"</worksheet>", f"<mergeCells>{areas}</mergeCells></worksheet>".encode()
            )
        },
    )


def formulas() -> bytes:
    return with_sheet(
        "".join(f'<row r="{n}"><c r="A{n}"><f>1</f></c><c r="B{n}"><f>1</f></c></row>' for n in range(1, 60_001))
    )


def two_cells(*references: str) -> bytes:
    return with_sheet("".join(f"<row>{inline(reference, 'x')}</row>" for reference in references))


def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return out.getvalue()


def zip_of_a_bomb() -> bytes:
    """A bomb inside a zip inside the workbook's place for media."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("0.xml", b"0" * 50_000_000)
    return repacked(workbook([HEADINGS]), {"xl/media/inner.zip": inner.getvalue(), "xl/workbook.xml": None})


def overlapping() -> bytes:
    """Many names for one place in the file: each of them counts as a part of its own."""
    body = b" " * 15_000_000
    return repacked(workbook([HEADINGS]), {f"xl/worksheets/other{n}.xml": body for n in range(12)})


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def relation_outside() -> bytes:
    """The sheet is said to lie somewhere on the machine."""
    with zipfile.ZipFile(io.BytesIO(workbook([HEADINGS, ROW]))) as package:
        body = package.read("xl/_rels/workbook.xml.rels")
    return repacked(
        workbook([HEADINGS, ROW]),
        {"xl/_rels/workbook.xml.rels": body.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")},
    )


def external_entity() -> bytes:
    dtd = b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/steal">]>'
    body = sheet_xml(f"<row r='1'>{inline('A1', '&a;')}</row>").replace(b"<worksheet", dtd + b"<worksheet")
    return repacked(workbook([HEADINGS]), {"xl/worksheets/sheet1.xml": body})


def crossed_checksums() -> bytes:
    """The directory is whole, the sheet's bytes are another's."""
    sent = bytearray(workbook([HEADINGS, *[ROW] * 400]))
    at = sent.rindex(b"xl/worksheets/sheet1.xml") - 46
    sent[at + 16] ^= 0xFF
    return bytes(sent)


HOSTILE = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b"\r\n \x00" * 50, "empty"),
    "password": (encrypted_workbook, "encrypted"),
    "zip with a password": (zip_with_password, "encrypted"),
    "xls named xlsx": (old_workbook, "old_format"),
    "csv": (lambda: "学号,姓名\n1,张三\n".encode(), "csv"),
    "csv of a Chinese Windows": (lambda: "学号,姓名\n1,张三\n".encode("gb18030"), "csv"),
    "html": (lambda: b"\xef\xbb\xbf\r\n<html><table><tr><td>1</td></tr></table></html>", "html"),
    "xml of 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "html"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", "not_a_workbook"),
    "photo": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)), "not_a_workbook"),
    "another zip": (odt, "not_a_workbook"),
    "empty zip": (lambda: b"PK\x05\x06" + bytes(18), "not_a_workbook"),
    "cut short": (lambda: workbook([HEADINGS, ROW])[:3000], "cut_short"),
    "only a zip's first bytes": (lambda: b"PK\x03\x04", "cut_short"),
    "no sheet inside": (lambda: repacked(workbook([HEADINGS]), {"xl/worksheets/sheet1.xml": None}), "damaged"),
    "no relations": (lambda: repacked(workbook([HEADINGS]), {"xl/_rels/workbook.xml.rels": None}), "damaged"),
    "broken xml": (lambda: repacked(workbook([HEADINGS]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}), "damaged"),
    "flipped bytes": (lambda: workbook([HEADINGS, ROW])[:600] + b"\0" * 200 + workbook([HEADINGS, ROW])[800:], "damaged"),
    "bad number of a row": (lambda: with_sheet('<row r="x"><c><v>1</v></c></row>'), "damaged"),
    "bad dimensions": (lambda: with_sheet('<row r="1"><c><v>1</v></c></row>', '<dimension ref="x"/>'), "damaged"),
    "bad merged area": (lambda: with_sheet('<row r="1"><c><v>1</v></c></row><mergeCell ref="::"/>'), "damaged"),
    "bomb": (bomb, "bomb"),
    "bomb of shared strings": (shared_strings_bomb, "bomb"),
    "bomb with a lying directory": (lying_directory, "damaged"),
    "thousands of parts": (lambda: repacked(workbook([HEADINGS]), {f"x/{n}": b"" for n in range(3000)}), "bomb"),
    "entities": (entities, "unsafe"),
    "entities in the list of sheets": (entities_in_the_list_of_sheets, "unsafe"),
    "a million rows": (many_rows, "too_many_rows"),
    "a cell far below": (lambda: two_cells("A1", "A1048576"), "too_many_rows"),
    "a cell far right": (lambda: two_cells("A1", "XFD2"), "too_many_columns"),
    "wide and long": (lambda: two_cells("GR1", "A90000"), "too_many_rows"),
    "too many columns": (lambda: workbook([[f"列{n}" for n in range(300)]]), "too_many_columns"),
    "too many formulas": (formulas, "too_many_formulas"),
    "too many merged areas": (merges, "too_many_merges"),
    "no rows": (lambda: workbook([]), "no_rows"),
    "other headings": (lambda: workbook([["a", "b"], [1, 2]]), "no_headings"),
    "headings too far down": (lambda: workbook([[]] * 10 + [["x"]] + [HEADINGS]), "no_headings"),
    "a zip in the workbook": (zip_of_a_bomb, "not_a_workbook"),
    "many large parts": (overlapping, "bomb"),
    "a document": (document, "not_a_workbook"),
    "a sheet outside the package": (relation_outside, "damaged"),
    "an entity from elsewhere": (external_entity, "unsafe"),
    "a checksum that is another's": (crossed_checksums, "damaged"),
    "over 20 MB": (lambda: workbook([HEADINGS]) + bytes(20 << 20), "too_big"),
}  # fmt: skip
