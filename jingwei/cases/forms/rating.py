from django import forms

from jingwei.cases.models import Rating


class RatingForm(forms.Form):
    level = forms.TypedChoiceField(coerce=int, choices=Rating.Level.choices)
