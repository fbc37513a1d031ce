"""What is asked on the pages of privacy."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jingwei.gate import words
from jingwei.gate.exporting import EXPORTS
from jingwei.gate.glass import Glass
from jingwei.gate.holdings import HOLDINGS
from jingwei.gate.policy import policy

from .models import Correction, Objection
from .models.looking import LEAST_REASON, MOST_HOURS

TEXT = {"max_length": 500, "widget": forms.Textarea({"rows": 3, "maxlength": 500})}
REASON = {"min_length": LEAST_REASON, "max_length": 300, "widget": forms.Textarea({"rows": 3, "maxlength": 300})}
NOT_FOR_OTHERS = ("home", "subject", "audit", "system")  # purposes that no list is taken away for


class CorrectionForm(forms.Form):
    field = forms.ChoiceField(label=_("哪一项不对"), choices=Correction.Field.choices)
    right = forms.CharField(label=_("应该是"), max_length=60)
    why = forms.CharField(label=_("怎么知道的，凭什么材料"), **TEXT)


class ObjectionForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("希望怎样"), choices=Objection.Wish.choices, widget=forms.RadioSelect({"class": "chips"})
    )
    data_class = forms.ChoiceField(label=_("关于哪一类资料"))
    why = forms.CharField(label=_("为什么"), **TEXT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        codes = sorted({holding.code for holding in HOLDINGS})
        self.fields["data_class"].choices = [(code, words.title(code)) for code in codes]


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("怎么答复"), widget=forms.RadioSelect({"class": "chips"}))
    answer = forms.CharField(label=_("写给本人的话"), **TEXT)

    def __init__(self, *args, verdicts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts


class BreakGlassForm(forms.Form):
    purpose = forms.ChoiceField(label=_("为了什么"), widget=forms.RadioSelect({"class": "chips"}))
    reason = forms.CharField(
        label=_("为什么现在必须看"), help_text=_("至少二十个字，本人和数据保护负责人都会看到"), **REASON
    )

    def __init__(self, *args, glass: Glass, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(code, words.purpose(code)) for code in glass.purposes]


class InquiryForm(forms.Form):
    number = forms.CharField(label=_("学号或工号"), max_length=20, required=False)
    case = forms.CharField(
        label=_("或者案卷号"), max_length=19, required=False, help_text=_("选填：只查这一件，不看报告人的别的资料")
    )
    reason = forms.CharField(label=_("为什么要查"), help_text=_("至少二十个字，会告诉本人"), **REASON)

    def clean(self):
        found = super().clean()
        if bool(found.get("number")) == bool(found.get("case")):
            raise ValidationError(_("写一个学号或工号，或者写一个案卷号"))
        return found


class DelayForm(forms.Form):
    number = forms.CharField(label=_("学号"), max_length=20)
    hours = forms.IntegerField(
        label=_("晚几小时告诉本人"), min_value=1, max_value=MOST_HOURS, initial=24, help_text=_("最多 72 小时")
    )
    reason = forms.CharField(label=_("为什么要晚一点告诉本人"), help_text=_("至少二十个字"), **REASON)


class ExportForm(forms.Form):
    sheet = forms.ChoiceField(label=_("名单"))
    division = forms.ChoiceField(label=_("范围"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("要哪些列"), widget=forms.CheckboxSelectMultiple({"class": "chips"}), help_text=_("够用就好")
    )
    purpose = forms.ChoiceField(label=_("用途"))
    why = forms.CharField(label=_("做什么用、交给谁"), max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, sheets: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        lists = [EXPORTS[code] for code in sheets]
        self.fields["sheet"].choices = [(row.code, row.title) for row in lists]
        self.fields["division"].choices = [("", _("全部")), *(one for row in lists for one in row.divisions())]
        self.fields["columns"].choices = [(name, part.heading) for row in lists for name, part in row.parts.items()]
        self.fields["purpose"].choices = [
            (code, words.purpose(code)) for code in policy().purposes if code not in NOT_FOR_OTHERS
        ]


class RefusalForm(forms.Form):
    refusal = forms.CharField(label=_("为什么不批"), max_length=300)
