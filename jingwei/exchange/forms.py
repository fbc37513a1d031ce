"""What a person fills in to import."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.core.spreadsheet.table import MAX_FILE, MIB
from jingwei.core.widgets import FileDrop

from .actions import MOST_FILES
from .runs.files import Upload, refused


class ManyFileDrop(FileDrop):
    allow_multiple_selected = True
    invitation = gettext_lazy("把名单拖到这里，或点一下选择，可以一次选好几份")


class WorkbooksField(forms.FileField):
    """Several workbooks at once, as Upload."""

    widget = ManyFileDrop(attrs={"multiple": True}, accept=".xlsx,.xlsm,.xls")

    def clean(self, data, initial=None) -> list[Upload]:
        files = data if isinstance(data, list | tuple) else [data]
        checked = [super(WorkbooksField, self).clean(file, initial) for file in files or [None]]
        if len(checked) > MOST_FILES:  # before any of them is taken into memory
            raise ValidationError(_("一次最多导入 %(most)s 个文件。"), params={"most": MOST_FILES})
        for file in checked:
            if file.size > MAX_FILE:
                raise refused(file.name, _("超过 {most} MB，没有读取。").format(most=MAX_FILE // MIB))
        return [Upload(file.name, file.read()) for file in checked]


class ImportForm(forms.Form):
    files = WorkbooksField(
        label=gettext_lazy("名单"),
        allow_empty_file=True,
        help_text=gettext_lazy("住宿名单、党支部一览、党员名册、入党积极分子名册、入党申请人名册，有几份选几份。"),
        error_messages={"required": gettext_lazy("请选择要导入的名单。")},
    )
    partial = forms.BooleanField(
        label=gettext_lazy("这是补充名单，没列出的人不动"),
        required=False,
    )


class ConfirmForm(forms.Form):
    sweeping_ok = forms.BooleanField(label=gettext_lazy("名单是完整的，就按这样导入"), required=False)


def page_number(text: str) -> int:
    """The keyset position of a list, from an address that anyone may have typed."""
    if not text.isdecimal() or len(text) > 18:
        return 0
    return int(text)
