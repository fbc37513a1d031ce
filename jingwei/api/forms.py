from django import forms
from django.utils.translation import gettext_lazy as _

from .models import TokenScope
from .tokens import MOST_DAYS


class TokenForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("比如：宿舍统计脚本"))
    scopes = forms.MultipleChoiceField(
        label=_("能做什么"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[TokenScope.READ],
        help_text=_("只在你现在的职务以内。关怀、匿名反映和组织发展的内容永远不给令牌"),
    )
    days = forms.IntegerField(
        label=_("有效几天"), min_value=1, max_value=MOST_DAYS, initial=7, help_text=_("最多 30 天，到期自动失效")
    )
