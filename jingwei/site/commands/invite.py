"""`jingwei invite NUMBER`: a sign-in code for the first who comes in; later ones are asked for on the page, by two."""

import sys

from django.core.exceptions import ValidationError

from jingwei.gate.posts import System
from jingwei.people.models import Person
from jingwei.sign_in.codes import invite_first


def run(number: str) -> int:
    person = Person.objects.filter(number=number, is_active=True).first()
    if person is None:
        print(f"jingwei: nobody has the number {number}", file=sys.stderr)  # noqa: T201
        return 2
    try:
        code = invite_first(System("cli"), person)
    except ValidationError as error:
        print(" ".join(error.messages), file=sys.stderr)  # noqa: T201
        return 2
    print(f"{person.number} {person.name}: {code}")  # noqa: T201
    return 0
