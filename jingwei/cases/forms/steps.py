"""The forms of the steps. Each is made for the case it is about: `StepForm(data, files, case=case, actor=actor)`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.cases import routing
from jingwei.cases.models import Handler
from jingwei.cases.queries import categories, similar_cases
from jingwei.core.widgets import Photo


def sentence(label, *, required=True, longest=300, help_text="") -> forms.CharField:
    widget = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, help_text=help_text)


class StepForm(forms.Form):
    def __init__(self, *args, case, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case."""


class Note(StepForm):
    note = sentence(_("留一句话"), required=False)


class Reason(StepForm):
    reason = sentence(_("理由"), help_text=_("报告人会看到"))


class Question(StepForm):
    question = sentence(_("想请报告人补充什么"))


class Information(StepForm):
    text = sentence(_("补充一句"), longest=500)

    def prepare(self) -> None:
        self.fields["text"].help_text = self.case.question


class Filing(StepForm):
    category = forms.ChoiceField(label=_("类别"), required=False, help_text=_("选错了可以在这里改"))

    def prepare(self) -> None:
        fitting = [row for row in categories(self.actor) if not row.personal and row.route != Handler.ELSEWHERE]
        self._categories = {row.code: row for row in fitting}
        groups: dict[str, list] = {}
        for row in fitting:
            groups.setdefault(row.family.name, []).append((row.code, row.name))
        self.fields["category"].choices = list(groups.items())
        self.initial["category"] = self.case.category.code

    def clean_category(self):
        return self._categories.get(self.cleaned_data["category"])


class Merging(StepForm):
    into = forms.TypedChoiceField(label=_("和哪一件是同一件"), coerce=int)
    reason = sentence(_("理由"), help_text=_("报告人会看到"))

    def prepare(self) -> None:
        case = self.case
        like = similar_cases(self.actor, case.category, building=case.building, floor=case.floor, room=case.room)
        self.fields["into"].choices = [
            (other.pk, f"{other.what} · {other.place} · {other.day:%m-%d}") for other in like if other.pk != case.pk
        ]


class Receiving(StepForm):
    """A choice of who is to do it."""

    def receivers(self) -> list[tuple[str, str]]:
        return [(receiver.key, str(receiver)) for receiver in routing.receivers(self.case)]


class Dispatching(Receiving):
    to = forms.ChoiceField(label=_("派给谁"), required=False)
    reason = sentence(_("留一句话"), required=False)

    def prepare(self) -> None:
        self.fields["to"].choices = [("", _("按目录派")), *self.receivers()]


class Returning(Receiving):
    next_owner = forms.ChoiceField(label=_("该由谁办"))
    reason = sentence(_("为什么退回"))

    def prepare(self) -> None:
        self.fields["next_owner"].choices = [("", _("请选一位")), *self.receivers()]


class PassingOn(Receiving):
    to = forms.ChoiceField(label=_("转给谁"))
    reason = sentence(_("为什么转派"))

    def prepare(self) -> None:
        self.fields["to"].choices = [("", _("请选一位")), *self.receivers()]


class Appointment(StepForm):
    when = forms.DateTimeField(
        label=_("约什么时候"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("报告人会看到"),
    )


class Outcome(StepForm):
    outcome = sentence(_("做了什么"), longest=500)
    photo = forms.FileField(label=_("处理后的照片"), required=False, widget=Photo)

    def prepare(self) -> None:
        if self.case.category.needs_photo:
            self.fields["photo"].help_text = _("这一类办结要附一张处理后的照片")


class Answer(StepForm):
    answer = sentence(_("答复报告人"), longest=500)

    def prepare(self) -> None:
        self.fields["answer"].help_text = _("结案标准：{standard}").format(standard=self.case.category.closing_standard)
        self.initial["answer"] = self.case.outcome


class Pausing(StepForm):
    until = forms.DateField(label=_("等到哪天"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = sentence(_("为什么要等"), help_text=_("报告人会看到；支部书记和中心都同意才算数"))


class Extending(StepForm):
    amount = forms.IntegerField(label=_("延长多少"), min_value=1)
    reason = sentence(_("为什么"), help_text=_("支部书记同意才算数"))

    def prepare(self) -> None:
        unit, most = self.case.get_limit_clock_display(), self.case.category.limit_amount
        self.fields["amount"].max_value = most
        self.fields["amount"].help_text = _("单位：{unit}，最多 {most}").format(unit=unit, most=most)
        self.initial["amount"] = 1


class Verdict(forms.Form):
    """The answer to a request: yes, or no with a reason."""

    reason = sentence(_("不批准的理由"), required=False)
