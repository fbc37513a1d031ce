"""What the database holds already, read once: the other half of every comparison."""

from dataclasses import dataclass, field

from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.housing.models import Building, Room, Stay
from jingwei.housing.names import BuildingName
from jingwei.housing.queries import buildings_by_name, campus_names, open_stays, rooms_by_name
from jingwei.party.models import Affiliation, Branch, Group
from jingwei.party.queries import branches, contacts_of, groups, open_affiliations
from jingwei.people.models import Person
from jingwei.people.queries import roster


@dataclass
class Known:
    people: dict[str, Person] = field(default_factory=dict)  # by number
    stays: dict[int, Stay] = field(default_factory=dict)  # by person
    campuses: list[str] = field(default_factory=list)  # the first one first
    buildings: dict[BuildingName, Building] = field(default_factory=dict)
    rooms: dict[tuple[BuildingName, str], Room] = field(default_factory=dict)  # by building and room number
    branches: dict[str, Branch] = field(default_factory=dict)  # by name
    groups: dict[tuple[int, str], Group] = field(default_factory=dict)
    affiliations: dict[int, Affiliation] = field(default_factory=dict)  # by person
    contacts: dict[int, dict[int, int]] = field(default_factory=dict)  # affiliation → person → link
    posts: list[Appointment] = field(default_factory=list)  # without an end, all of them

    def __post_init__(self):
        self.by_pk = {person.pk: person for person in self.people.values()}
        self.places = {room.pk: key for key, room in self.rooms.items()}
        self.group_names = {group.pk: name for (_branch, name), group in self.groups.items()}
        self.branch_names = {branch.pk: branch.name for branch in self.branches.values()}

    def secretaries(self, branch: int) -> dict[int, Appointment]:
        """Person → post, of one branch."""
        return {post.person_id: post for post in self.posts if self._leads(post) and post.unit_id == branch}

    @staticmethod
    def _leads(post: Appointment) -> bool:
        return post.role == Role.SECRETARY and post.unit_kind == UnitKind.BRANCH

    def place_of(self, person: Person | None) -> tuple[BuildingName, str, str] | None:
        """Building, room and bed in which the person is entered now."""
        stay = self.stays.get(person.pk) if person else None
        return (*self.places[stay.room_id], stay.bed) if stay else None


def load() -> Known:
    """Some ten statements, whatever the size of the college."""
    affiliations = open_affiliations()
    return Known(
        people=roster(),
        stays=open_stays(),
        campuses=campus_names(),
        buildings=buildings_by_name(),
        rooms=rooms_by_name(),
        branches=branches(),
        groups=groups(),
        affiliations=affiliations,
        contacts=contacts_of(affiliation.pk for affiliation in affiliations.values()),
        posts=list(Appointment.objects.filter(end__isnull=True)),
    )
