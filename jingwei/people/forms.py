"""Getting in, one's own account, who gets a code."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD = forms.PasswordInput({"autocomplete": "new-password"})


class SignInForm(AuthenticationForm):
    error_messages = {"invalid_login": _("号码或密码不对"), "inactive": _("号码或密码不对")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("学号或工号")
        self.fields["password"].label = _("密码")


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = _("至少 10 位，不用太常见的词，也不要全是数字")
        self.fields["new_password2"].label = _("再输一遍")
        self.fields["new_password2"].help_text = ""


class EnterForm(forms.Form):
    number = forms.CharField(
        label=_("学号或工号"), max_length=20, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    code = forms.CharField(
        label=_("登录码"),
        max_length=20,
        help_text=_("纸条上的十位字母和数字，大小写都可以"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "code"}),
    )
    password = forms.CharField(
        label=_("给自己设一个密码"),
        strip=False,
        widget=NEW_PASSWORD,
        help_text=_("至少 10 位，不用太常见的词，也不要全是数字"),
    )
    again = forms.CharField(label=_("再输一遍"), strip=False, widget=NEW_PASSWORD)

    def clean_again(self):
        if self.cleaned_data.get("password") not in (None, self.cleaned_data["again"]):
            raise ValidationError(_("两次输入的密码不一样"))
        return self.cleaned_data["again"]

    def chosen(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("number", "code", "password")}


class AccountForm(forms.Form):
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("有事时提醒你一声，信里只有链接，没有内容"))
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)


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


class CodesForm(forms.Form):
    """Who gets a code: a building, a branch, or the numbers written down."""

    unit = forms.ChoiceField(label=_("给谁"), required=False)
    numbers = forms.CharField(
        label=_("或者写学号、工号"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("每行一个，也可以用空格隔开"),
    )
    again = forms.BooleanField(label=_("已经登录过的人也发"), required=False)

    def __init__(self, *args, buildings, branches, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [
            ("", _("按学号")),
            (_("楼栋"), [(f"building:{row.pk}", row.name) for row in buildings]),
            (_("党支部"), [(f"branch:{row.pk}", row.name) for row in branches]),
        ]

    def clean(self):
        found = super().clean()
        if not self.errors and bool(found["unit"]) == bool(found["numbers"].split()):
            raise ValidationError(_("选一栋楼或一个支部，或者写下学号，两样选一样"))
        return found

    def chosen(self) -> dict:
        """The keywords of `browse.invited`."""
        kind, _colon, unit = self.cleaned_data["unit"].partition(":")
        found = {kind: int(unit)} if kind else {"numbers": self.cleaned_data["numbers"].split()}
        return {**found, "again": self.cleaned_data["again"]}


def _any(rows) -> list:
    return [("", _("全部")), *((row.pk, row.name) for row in rows)]
