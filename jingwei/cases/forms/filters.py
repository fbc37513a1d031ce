"""The filters of the list, as they stand in the address. What does not fit is as if it were not there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.cases.models import Family, State
from jingwei.gate.doors import visible
from jingwei.housing.models import Building

ANY = [("", _("全部"))]


class ListFilter(forms.Form):
    q = forms.CharField(label=_("找"), required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*ANY, *State.choices])
    family = forms.ModelChoiceField(
        label=_("类别"), required=False, queryset=Family.objects.none(), to_field_name="code", empty_label=_("全部")
    )
    building = forms.ModelChoiceField(
        label=_("楼栋"), required=False, queryset=Building.objects.none(), empty_label=_("全部")
    )
    overdue = forms.BooleanField(label=_("只看超时"), required=False)

    def __init__(self, data, *, actor):
        super().__init__(data)
        self.fields["family"].queryset = visible(actor, "cases.categories", Family)
        self.fields["building"].queryset = visible(actor, "housing.read", Building)

    def chosen(self) -> dict:
        """The keywords of `queries.listed`."""
        self.is_valid()
        data = self.cleaned_data
        family = data.get("family")
        return {
            "search": data.get("q", ""),
            "state": data.get("state", ""),
            "family": family.code if family else "",
            "building": data.get("building"),
            "overdue": data.get("overdue", False),
        }
