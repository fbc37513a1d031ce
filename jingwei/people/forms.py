"""One's own account, and the filters of the roster."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .accounts import own_phone


class AccountForm(forms.Form):
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=_("只有你的网格党员、支部书记、辅导员和学工部能看；每看一次都会记下来"),
    )
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("有事时提醒你一声，信里只有链接，没有内容"))
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)

    def clean_phone(self):
        try:
            return own_phone(self.cleaned_data["phone"])
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from None


class PeopleFilter(forms.Form):
    """The filters of the list, as they stand in the address. What does not fit is as if it were not there."""

    q = forms.CharField(
        label=_("找"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "search", "placeholder": _("姓名、拼音首字母或学号")}),
    )
    building = forms.TypedChoiceField(label=_("楼栋"), required=False, coerce=int, empty_value=None)
    branch = forms.TypedChoiceField(label=_("党支部"), required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, buildings, branches):
        super().__init__(data)
        self.fields["building"].choices = _any(buildings)
        self.fields["branch"].choices = _any(branches)
        if not branches:
            del self.fields["branch"]

    def chosen(self) -> dict:
        """The keywords of `browse.listed`."""
        self.is_valid()
        found = self.cleaned_data
        return {"search": found.get("q", ""), "building": found.get("building"), "branch": found.get("branch")}


def _any(rows) -> list:
    return [("", _("全部")), *((row.pk, row.name) for row in rows)]
