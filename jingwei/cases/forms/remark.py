from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.cases.actions.report import LONGEST_TEXT


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("补充一句"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("只有处理这件事的人看得到"),
    )
