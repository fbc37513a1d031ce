"""Getting in, showing who one is, asking for codes."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jingwei.core.widgets import Code, Segments

from .models import CodeRequest

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
        label=_("纸条上的登录码"),
        max_length=20,
        help_text=_("十位字母和数字，大小写都可以"),
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


class VerifyForm(forms.Form):
    """The app's code, or one of the recovery codes."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("打开验证器应用，输入那六位数字。手机不在身边，就用一个恢复码。"),
        widget=Code({"autofocus": True}),
    )


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("应用里的六位数字"), max_length=10, widget=Code({"autofocus": True}), help_text=_("每半分钟换一次")
    )


class ConfirmForm(forms.Form):
    """The password once more, of somebody who has no second factor."""

    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )


class PasskeyForm(forms.Form):
    """What the browser answers; the script of the page fills it in."""

    name = forms.CharField(
        label=_("给它起个名字"), required=False, max_length=40, help_text=_("比如「我的手机」，方便以后认出来")
    )
    credential = forms.JSONField(widget=forms.HiddenInput)


class PasskeyAnswerForm(forms.Form):
    credential = forms.JSONField(widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Who gets a code: a building, a branch, or the numbers written down."""

    unit = forms.ChoiceField(label=_("给谁"), required=False)
    numbers = forms.CharField(
        label=_("或者写学号、工号"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("每行一个，也可以用空格隔开"),
    )

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
        """The keywords of `queries.never_in`."""
        kind, _colon, unit = self.cleaned_data["unit"].partition(":")
        return {kind: int(unit)} if kind else {"numbers": self.cleaned_data["numbers"].split()}


class EndSessionsForm(forms.Form):
    number = forms.CharField(label=_("学号或工号"), max_length=20)


class RecoverForm(forms.Form):
    number = forms.CharField(label=_("学号或工号"), max_length=20)
    kind = forms.ChoiceField(
        label=_("怎么了"),
        widget=Segments,
        choices=[(kind.value, kind.label) for kind in (CodeRequest.Kind.PASSWORD, CodeRequest.Kind.FACTORS)],
        initial=CodeRequest.Kind.PASSWORD,
    )
