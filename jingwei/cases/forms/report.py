"""The report: kind, place, a sentence, perhaps a photo."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.cases.actions.report import LONGEST_TEXT
from jingwei.cases.models import Category, Handler
from jingwei.core.widgets import Photo

from .spots import Groups, Where
from .wording import questions_of

ANSWER = "answer_"


class ReportForm(forms.Form):
    """Made for one family and one actor's places; the questions are those of the category chosen so far."""

    category = forms.ChoiceField(label=_("哪一种"), widget=forms.RadioSelect({"class": "chips"}))
    where = forms.ChoiceField(label=_("在哪里"))
    text = forms.CharField(
        label=_("说一句"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3, "placeholder": _("比如：走廊东头第二盏灯不亮两天了")}),
    )
    photo = forms.FileField(label=_("照片"), required=False, widget=Photo)
    submission_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, categories: list[Category], places: Groups, **kwargs):
        super().__init__(*args, **kwargs)
        self._categories = {category.code: category for category in categories}
        self._places = {where.key: where for _heading, group in places for where in group}
        self.fields["category"].choices = [(category.code, category.name) for category in categories]
        self.fields["where"].choices = [
            (heading, [(where.key, str(where)) for where in group]) for heading, group in places
        ]
        for name, default in (("category", next(iter(self._categories))), ("where", next(iter(self._places), ""))):
            if self.initial.get(name) not in (self._categories if name == "category" else self._places):
                self.initial[name] = default
        self.initial.setdefault("submission_key", uuid4().hex)
        self.category_so_far = self._categories.get(self["category"].value()) or categories[0]
        self.where_so_far = self._places.get(self["where"].value())
        self._ask()

    @property
    def is_elsewhere(self) -> bool:
        return self.category_so_far.route == Handler.ELSEWHERE

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    def new_key(self) -> None:
        """The key came with another report already: the next try is a report of its own."""
        self.data = self.data.copy()
        self.data["submission_key"] = uuid4().hex

    def clean_category(self) -> Category:
        return self._categories[self.cleaned_data["category"]]

    def clean_where(self) -> Where:
        return self._places[self.cleaned_data["where"]]

    def report(self) -> dict:
        """The keywords of `report_case`."""
        data = self.cleaned_data
        answers = {name.removeprefix(ANSWER): value for name, value in data.items() if name.startswith(ANSWER)}
        return {
            **data["where"].as_fields(),
            "category": data["category"],
            "text": data["text"],
            "submission_key": data["submission_key"],
            "answers": {code: option for code, option in answers.items() if option},
        }

    def _ask(self) -> None:
        """The questions of the kind chosen so far. Answers to those of another kind, chosen before, are left out."""
        for name in [name for name in self.data if name.startswith(ANSWER)]:
            self.data.get(name)  # asked for, or they would count as forged: see gate.sent
        for question in questions_of(self.category_so_far):
            self.fields[ANSWER + question.code] = forms.ChoiceField(
                label=question.text,
                required=False,
                choices=[(str(number), option) for number, option in enumerate(question.options)],
                widget=forms.RadioSelect({"class": "chips"}),
            )
