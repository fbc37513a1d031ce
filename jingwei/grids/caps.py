"""How many rooms a keeper and a lead may have, and which branch a room belongs to: few statements, no planning problem."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Subquery

from jingwei.core import clock
from jingwei.housing.models import Stay
from jingwei.party.models import Affiliation, Branch
from jingwei.party.queries import ACTIVISTS, branch_of_class
from jingwei.people.models import Gender
from jingwei.terms.models import Term
from planner.instance.bands import load_bands
from planner.instance.tables import Buildings, Rooms

from .models import Exemption, KeeperCap

LETTER = {Gender.FEMALE: "F", Gender.MALE: "M"}
UNKNOWN = -1
LEAST_CAP, MOST_CAP = 4, 5  # a handful: four rooms a keeper, five where the branch has many rooms for its members


def letter_of(building_gender: str, genders: Sequence[str]) -> str:
    """Whose room it is: its building's, or in a mixed one that of most who live there."""
    gender = building_gender if building_gender in LETTER else max(sorted(set(genders)), key=list(genders).count)
    return LETTER.get(gender, "F")


def own_caps(term: Term | None = None) -> dict[int, int]:
    """Person → the cap set by hand for the term."""
    begun = Term.objects.filter(starts_on__lte=clock.today()).order_by("-starts_on")
    present = Subquery(begun.values("pk")[:1])  # as `current_term`, without a statement of its own
    rows = KeeperCap.objects.filter(term=term.pk if term else present, rooms__isnull=False)
    return dict(rows.values_list("person", "rooms"))


def keeper_caps(
    rooms: Rooms,
    buildings: Buildings,
    *,
    person: Sequence[int],
    gender: list[str],
    branch: list[int],
    avail: list[int],
    own: dict[int, int],
) -> list[int]:
    """Set by hand, or else by what the branch's rooms come to a member."""
    most = [MOST_CAP] * len(person)
    _lo, fair = load_bands(rooms, buildings, gender=gender, branch=branch, cap=most, avail=avail)
    return [
        own.get(pk) or (MOST_CAP if share >= LEAST_CAP else LEAST_CAP) for pk, share in zip(person, fair, strict=True)
    ]


def lead_caps(activists: Iterable[str], rooms: Iterable[str]) -> dict[str, int]:
    """One room a lead of the gender; two where there are fewer activists than rooms."""
    people, places = Counter(activists), Counter(rooms)
    return {letter: 1 if people[letter] >= places[letter] else 2 for letter in LETTER.values()}


def caps() -> dict[str, dict[int, int]]:
    """Role → person → the most rooms they may have now: what the planning problem says, in five statements."""
    affiliations = list(_affiliations())
    home = {person: branch for person, branch, _standing, _gender in affiliations}
    occupants, letters = _occupants(home)
    rooms, buildings = _tables(occupants, letters)
    members = [row for row in affiliations if row[2] in Affiliation.MEMBERS and row[3] in LETTER]
    activists = [row for row in affiliations if row[2] in ACTIVISTS and row[3] in LETTER]
    exempt = set(Exemption.objects.live().values_list("person", flat=True))
    keepers = [person for person, *_rest in members]
    most = keeper_caps(
        rooms,
        buildings,
        person=keepers,
        gender=[LETTER[gender] for *_rest, gender in members],
        branch=[branch for _person, branch, *_rest in members],
        avail=[int(person not in exempt) for person in keepers],
        own=own_caps(),
    )
    leading = lead_caps((LETTER[gender] for *_rest, gender in activists), letters.values())
    return {
        "keeper": dict(zip(keepers, most, strict=True)),
        "lead": {person: leading[LETTER[gender]] for person, *_rest, gender in activists},
    }


def belonging(rooms: Iterable[int]) -> dict[int, int]:
    """Occupied room id → the branch that most of those who live there are of. Three statements."""
    stays = list(_stays().filter(room__in=list(rooms)))
    home = {person: branch for person, branch, *_rest in _affiliations().filter(person__in=[row[1] for row in stays])}
    occupants, _letters = _occupants(home, stays)
    return {room: Counter(branches).most_common(1)[0][0] for room, branches in occupants.items()}


def _affiliations():
    """(person, branch, standing, gender) of those in student branches now."""
    return (
        Affiliation.objects.live()
        .filter(branch__kind=Branch.Kind.STUDENT, person__is_active=True)
        .order_by("person_id")
        .values_list("person", "branch", "standing", "person__gender")
    )


def _stays():
    return (
        Stay.objects.live()
        .order_by("pk")
        .values_list("room", "person", "person__gender", "person__class_name", "room__floor__building__gender")
    )


def _occupants(home: dict[int, int], stays=None) -> tuple[dict[int, list[int]], dict[int, str]]:
    """Room id → the branch of each who lives there, and whose room it is."""
    of_class = branch_of_class()
    occupants: dict[int, list[int]] = defaultdict(list)
    genders: dict[int, list[str]] = defaultdict(list)
    building: dict[int, str] = {}
    for room, person, gender, class_name, building_gender in _stays() if stays is None else stays:
        occupants[room].append(home.get(person) or of_class.get(class_name, UNKNOWN))
        genders[room].append(gender)
        building[room] = building_gender
    return occupants, {room: letter_of(building[room], there) for room, there in genders.items()}


def _tables(occupants: dict[int, list[int]], letters: dict[int, str]) -> tuple[Rooms, Buildings]:
    """Just so much of the planner's tables as its bands look at: one «building» for each gender."""
    order = sorted(LETTER.values())
    rooms = Rooms(
        id=list(occupants),
        building=[order.index(letters[room]) for room in occupants],
        floor=[],
        pos=[],
        occ=list(occupants.values()),
    )
    return rooms, Buildings(id=order, gender=order, x=[], y=[], stairs=[], floors=[])
