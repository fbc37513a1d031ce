from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.core.widgets import Segments, Steps
from jingwei.party.models import Affiliation, Branch

from .caps import LEAST_CAP, MOST_CAP
from .models import Exemption
from .wishes import WISHES


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


class CapForm(forms.Form):
    """How many rooms the keeper may have this term."""

    BY_BRANCH = "0"
    rooms = forms.TypedChoiceField(
        label=_("这学期最多负责"), coerce=lambda sent: int(sent) or None, widget=Segments, initial=BY_BRANCH
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        by_hand = [(str(rooms), _("%(n)s 间") % {"n": rooms}) for rooms in (LEAST_CAP, MOST_CAP)]
        self.fields["rooms"].choices = [(self.BY_BRANCH, _("按支部人数")), *by_hand]


class WishesForm(forms.Form):
    """What the plan should look at first; what is not sent counts as usual."""

    def __init__(self, sent):
        super().__init__({wish.code: sent.get(wish.code, wish.usual) for wish in WISHES})
        for wish in WISHES:
            self.fields[wish.code] = forms.IntegerField(
                label=wish.label, help_text=wish.help, min_value=0, max_value=wish.most, widget=Steps(wish.words)
            )


def student_members(rows):
    """Of these affiliations those of student members, in the order of branches."""
    return (
        rows.filter(standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT)
        .select_related("person", "branch")
        .order_by("branch__code", "person__name_pinyin")
    )
