"""The small campus with cases, telephones and a student-affairs desk."""

from dataclasses import dataclass, field

import pytest
from django.test import Client

from jingwei.cases.models import Desk
from jingwei.cases.tests.conftest import equip
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.roles import Role, UnitKind
from jingwei.people.models import Person

REASON = "半夜电话报警说本人在楼顶，必须马上联系到她本人"


@dataclass
class Campus:
    loop: object
    clients: dict = field(default_factory=dict)

    def __getitem__(self, name) -> Person:
        return self.loop.cast[name]

    @property
    def cast(self):
        return self.loop.cast

    def client(self, name) -> Client:
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self[name], backend="django.contrib.auth.backends.ModelBackend")
        return self.clients[name]

    def readings(self, **more):
        return TrailEntry.objects.filter(verb="read", **more)


@pytest.fixture
def campus(cast, settings, tmp_path):
    settings.ERASURES_DIR = tmp_path / "erasures"
    settings.TRAIL_HEADS_DIR = tmp_path / "heads"
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}  # no other test's
    settings.STORAGES = {**settings.STORAGES, "default": files}
    loop = equip(cast)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(phone=f"139{person.pk:08}")
    desk = Desk.objects.filter(kind=Desk.Kind.STUDENT_AFFAIRS).first()
    Appointment.objects.get_or_create(
        person=cast.people["孔科长"], role=Role.OFFICE, unit_kind=UnitKind.DESK, unit_id=desk.pk
    )
    return Campus(loop)
