"""Catalogue texts in the reader's language: questions, options, the stopper."""

from dataclasses import dataclass

from django.utils.translation import get_language

from jingwei.cases.models import Category


@dataclass(frozen=True)
class Call:
    whom: str
    phone: str


@dataclass(frozen=True)
class Stopper:
    """What to do before or instead of reporting, and whom to call."""

    text: str
    calls: list[Call]


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    options: list[str]


def stopper_of(category: Category) -> Stopper | None:
    if not category.stopper:
        return None
    calls = [Call(_said(call), call["phone"]) for call in category.stopper.get("call", [])]
    return Stopper(_said(category.stopper), calls)


def questions_of(category: Category) -> list[Question]:
    which = 1 if _english() else 0
    return [
        Question(question["code"], _said(question), [option[which] for option in question["options"]])
        for question in category.questions
    ]


def answers_of(category: Category, answers: dict) -> list[tuple[str, str]]:
    """What the reporter chose, in words: (question, option)."""
    return [
        (question.text, question.options[answers[question.code]])
        for question in questions_of(category)
        if answers.get(question.code) in range(len(question.options))
    ]


def _said(entry: dict) -> str:
    return entry["en" if _english() else "zh"]


def _english() -> bool:
    return (get_language() or "").startswith("en")
