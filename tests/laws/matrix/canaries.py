"""A unique word in every field: whoever reads one that is not for them is caught in the act."""

import io
import re
import zipfile
from collections.abc import Iterable

from django.apps import apps
from django.core.validators import MinLengthValidator
from django.db import models

TOKEN = re.compile(r"雀\d{5}雀|Q\d{5}Q|17\d{9}|q\d{5}q@canary\.example")
SHAPES = {  # fields that hold no free words
    ("people.Person", "number"): "Q{:05}Q",
    ("people.Person", "phone"): "17{:09}",
    ("people.Person", "email"): "q{:05}q@canary.example",
}
PADDING = "，写得长一点，因为这一栏要求说清楚"
SHORTEST = 7  # a bed's number is no text
BEFORE = ("people.Person", "party.Group", "gate.Appointment", "party.Affiliation")
# Fields that tell nothing of anybody or steer the program: keys, codes, the names of what the college is.
PLAIN = {
    *(("cases.Case", name) for name in ("number", "submission_key", "source_url")),
    ("cases.Photo", "key"),
    ("cases.Dispatch", "next_owner"),
    ("exchange.ImportRun", "fingerprint"),
    ("exchange.ImportRun", "token"),
    ("exchange.StagedRows", "sheet"),
    ("exchange.ImportFinding", "sheet"),
    ("exchange.ImportFinding", "code"),
    ("exchange.ImportLine", "noun"),
    ("grids.Plan", "seed"),
    ("grids.SmallGrid", "code"),
    ("grids.MicroGrid", "code"),
    ("grids.Calculation", "language"),
    *(("privacy.BreakGlass", name) for name in ("post", "purpose")),
    *(("privacy.ExportRequest", name) for name in ("serial", "sheet", "division", "purpose", "key", "file_name")),
    *(("privacy.DataCopy", name) for name in ("serial", "key", "file_name", "language")),
    ("privacy.Tombstone", "rule"),
    ("people.Person", "password"),
    ("people.Person", "language"),
}
COLLEGE = (
    "cases.Desk",
    "cases.Family",
    "cases.Category",
    "party.Branch",
    "people.Cohort",
    "housing",
    "terms",
    "core.Sequence",
    "core.Outbox",
)
MACHINE = ("gate.TrailEntry", "gate.Seal", "core.", "sign_in.", "people.SignInCode")


class Canaries:
    """literal → (model, field, row)."""

    def __init__(self):
        self.source: dict[str, tuple[str, str, int]] = {}

    def plant(self, labels: Iterable[str]) -> None:
        """A word of its own into every text that stands in a row of these models."""
        for label in labels:
            model = apps.get_model(label)
            fields = [field for field in model._meta.concrete_fields if plantable(label, field)]
            for row in model._base_manager.all():
                for field in fields:
                    if getattr(row, field.attname):
                        word = self.word(label, field.name, row.pk)
                        setattr(row, field.attname, word + PADDING if wants_more(field) else word)
                if fields:
                    model._base_manager.filter(pk=row.pk).update(
                        **{field.attname: getattr(row, field.attname) for field in fields}
                    )

    def word(self, label: str, field: str, pk: int) -> str:
        word = SHAPES.get((label, field), "雀{:05}雀").format(len(self.source))
        self.source[word] = (label, field, pk)
        return word

    def found(self, response) -> set[tuple[str, str, int]]:
        """What a response tells, in its body, head, or, where it is a workbook, in its cells."""
        body = b"".join(response) if response.streaming else response.content
        texts = [str(value) for value in response.headers.values()]
        if body[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                texts += [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
        else:
            texts.append(body.decode("utf-8", "ignore"))
        return self.told(*texts)

    def told(self, *texts: str) -> set[tuple[str, str, int]]:
        return {self.source[word] for text in texts for word in TOKEN.findall(text) if word in self.source}


def wants_more(field: models.Field) -> bool:
    return any(isinstance(validator, MinLengthValidator) for validator in field.validators)


def plantable(label: str, field: models.Field) -> bool:
    return (
        isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and (field.max_length is None or field.max_length >= SHORTEST)
        and (label, field.name) not in PLAIN
    )


def personal_models() -> list[str]:
    """Every table of the program that holds rows about people or by people."""
    labels = [model._meta.label for model in apps.get_models() if model.__module__.startswith("jingwei.")]
    return [label for label in labels if not label.startswith((*COLLEGE, *MACHINE))]
