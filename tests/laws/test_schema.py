"""What may not be kept has no column: no opinion, belief, mood or origin of anybody; no endless text; no way from what is
told in confidence to what people are judged by."""

import re

import pytest
from django.apps import apps
from django.db import models

OURS = [model for model in apps.get_models() if model.__module__.startswith("jingwei.")]
FIELDS = [(model, field) for model in OURS for field in model._meta.concrete_fields]
# Words of columns that the law of the product bars, in both tongues of a schema.
BARRED = re.compile(
    r"opinion|belief|faith|religio|politic|ideolog|attitude|mood|emotion|sentiment|orientation|ethnic|nation(?!al_)|race\b|"
    r"birth|native|portrait|avatar|id_card|identity_number|family_|parents?\b|income|health|illness|diagnos|disab|"
    r"character|personality|behaviou?r|thought|score|rank|gps|latitude|longitude|wechat|chat",
    re.IGNORECASE,
)
LONGEST = 500
# No text of a person: why it may be longer.
MACHINE_WRITTEN = {"api.KeptAnswer.body": "the answer to a write, kept seven days so that it can be given again"}


def test_there_are_columns(figure):
    barred = [field.name for _model, field in FIELDS if BARRED.search(field.name)]
    figure("E8", f"{len(FIELDS)} columns of {len(OURS)} tables, {len(barred)} that may not be")
    assert len(FIELDS) > 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_column_keeps_what_may_not_be_kept(model):
    assert not [field.name for field in model._meta.concrete_fields if BARRED.search(field.name)]


def test_no_text_is_endless():
    endless = {
        f"{model._meta.label}.{field.name}"
        for model, field in FIELDS
        if isinstance(field, models.TextField) or (isinstance(field, models.CharField) and field.max_length > LONGEST)
    }
    assert endless == set(MACHINE_WRITTEN)


def test_cases_and_the_files_of_membership_cannot_be_joined():
    """A report is never used for or against anybody's membership, and no query can be written that does."""
    assert "cases" not in {field.related_model._meta.app_label for field in relations("party")}
    assert "party" not in {field.related_model._meta.app_label for field in relations("cases")}


def relations(label: str) -> list:
    return [
        field
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if field.related_model
    ]
