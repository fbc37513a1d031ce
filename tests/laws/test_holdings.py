"""Nothing is kept about a person that the person is not shown, and nothing is kept for ever without anybody saying so."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, ManyToManyField

from jingwei.gate.holdings import EXCEPTED, HOLDINGS, Computed
from jingwei.gate.periods import RULES
from jingwei.gate.policy import policy

Person = get_user_model()
MODELS = {holding.model._meta.label_lower: holding.model for holding in HOLDINGS}
# Tables of the libraries that the program does not use for people, or whose rows its own tables stand for.
NOT_OURS = {"axes", "admin", "auth"}


def relations() -> set[tuple[str, str]]:
    """Every foreign key and every many-to-many to a person, of every table there is."""
    return {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model._meta.app_label not in NOT_OURS
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if isinstance(field, ForeignKey | ManyToManyField) and field.related_model is Person
    }


def test_every_relation_to_a_person_is_shown_to_them_or_excepted_with_a_reason():
    shown = {(holding.model._meta.label_lower, name) for holding in HOLDINGS for name in holding.about}
    assert not relations() - shown - EXCEPTED.keys()
    assert not EXCEPTED.keys() - relations(), "an exception for something that is not there"
    assert all(len(reason) > 20 for reason in EXCEPTED.values())


@pytest.mark.parametrize("label", MODELS)
def test_every_column_is_shown_or_kept_back_with_a_reason(label):
    model = MODELS[label]
    said: set[str] = set()
    for holding in HOLDINGS:
        if holding.model is model:
            said |= {path.partition("__")[0] for path, column in holding.columns.items()}
            said |= {name.partition("__")[0] for name in (*holding.about, *holding.kept_back)}
    columns = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    assert not columns - said


def test_every_column_that_is_named_is_there():
    for holding in HOLDINGS:
        for path, column in holding.columns.items():
            model = holding.model
            for part in [] if isinstance(column, Computed) else path.split("__"):
                names = {field.name for field in model._meta.get_fields()}
                assert part in names or hasattr(model, part), f"{holding.model._meta.label}: {path}"
                if part in names:
                    model = model._meta.get_field(part).related_model or model


def test_every_class_that_is_held_stands_in_the_table():
    assert {holding.code for holding in HOLDINGS} <= policy().classes.keys()
    assert {rule.class_code for rule in RULES.values()} <= policy().classes.keys()


def test_the_columns_that_name_a_row_for_ever_are_there():
    for rule in RULES.values():
        names = {field.attname for field in rule.model._meta.concrete_fields}
        assert set(rule.stamp) <= names, rule.code
