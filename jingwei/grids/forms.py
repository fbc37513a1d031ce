from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.party.models import Affiliation, Branch

from .models import Exemption


class ExemptionForm(forms.Form):
    person = forms.TypedChoiceField(label=_("党员"), coerce=int)
    reason = forms.ChoiceField(label=_("理由"), choices=Exemption.Reason.choices)

    def __init__(self, *args, members, **kwargs):
        """`members`: the live affiliations among which to choose."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(row.person_id, f"{row.person} · {row.branch.short_name}") for row in members]


class AssignForm(forms.Form):
    """Give a room to somebody else: who, by what it would cost."""

    person = forms.TypedChoiceField(label=_("换成"), coerce=int)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices


def student_members(rows=None):
    """Live affiliations of student members, in the order of branches."""
    rows = Affiliation.objects.live() if rows is None else rows
    return (
        rows.filter(standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT)
        .select_related("person", "branch")
        .order_by("branch__code", "person__name_pinyin")
    )
