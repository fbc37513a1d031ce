"""A row of a workbook as it was read, and what was doubtful in its cells."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

FINDINGS = {
    "too_long": gettext_lazy("「{heading}」太长，只读了前一部分。"),
    "formula": gettext_lazy("「{heading}」是公式，读到的是上次保存时的结果，请核对。"),
    "failed_cell": gettext_lazy("「{heading}」的公式出错了，没有值。"),
    "merged": gettext_lazy("「{heading}」是合并单元格，只有第一行有值，请取消合并后逐行填写。"),
    "digits_lost": gettext_lazy("「{heading}」存成了数字，末尾几位可能已丢失，请改成文本格式后重填。"),
}


@dataclass(frozen=True)
class Finding:
    """Something doubtful about one cell: `column` is the column's name, `code` a key of FINDINGS."""

    column: str
    code: str
    heading: str

    def __str__(self) -> str:
        return str(FINDINGS[self.code]).format(heading=self.heading)


@dataclass(frozen=True)
class Row:
    """`number`: as the spreadsheet shows it. `values`: of the columns found, name → cleaned text ("" if blank)."""

    number: int
    values: dict[str, str]
    findings: tuple[Finding, ...] = ()
