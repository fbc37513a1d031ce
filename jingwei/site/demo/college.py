"""Makes the demonstration college in an empty database: term, rosters, posts, grids, cases; each through its action."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from secrets import SystemRandom

from django.conf import settings
from django.utils import timezone

from jingwei.cases import demo as cases_demo
from jingwei.cases.actions.catalogue import ensure_catalogue
from jingwei.cases.models import Desk
from jingwei.core import clock
from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.exchange.runs.files import Upload
from jingwei.gate.appointments import appoint
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.gate.sealing.chain import seal_all
from jingwei.gate.sealing.heads import keep_heads
from jingwei.grids.actions import draft_plan, publish_plan
from jingwei.grids.demo import free_the_rest
from jingwei.housing.models import Building, Stay
from jingwei.party.models import Branch
from jingwei.people.actions import ensure_staff
from jingwei.people.models import Cohort, Person
from jingwei.sign_in import demo as sign_in_demo
from jingwei.sign_in.entering import set_password
from jingwei.terms.actions import ensure_term

WORKBOOKS = Path(__file__).with_name("college")
STAFF = [
    # number, name, gender, role, unit
    ("D001", "何静", "female", Role.COMMITTEE, None),
    ("D002", "罗宁", "male", Role.CENTRE, None),
    ("D011", "王桂兰", "female", Role.WARDEN, "3"),
    ("D012", "刘建国", "male", Role.WARDEN, "5"),
    ("D013", "马秀英", "female", Role.WARDEN, "6"),
    ("D021", "孔维", "male", Role.OFFICE, "logistics"),
    ("D022", "于洋", "male", Role.OFFICE, "security"),
    ("D023", "白雪", "female", Role.OFFICE, "affairs"),
    ("D031", "林清", "female", Role.COUNSELLOR, "2025级"),
    ("D041", "严谨", "female", Role.AUDITOR, None),
    ("D051", "石磊", "male", Role.ADMIN, None),
]
Say = Callable[[str], None]


def exists() -> bool:
    return Stay.objects.exists()


def make(weeks: int, say: Say) -> None:
    """Everything, `weeks` ago and since. `say` is told what is being done."""
    beginning = _monday(clock.now() - timedelta(weeks=weeks))
    with clock.travel(beginning):
        actor = System("demo")
        say("学期与岗位")
        ensure_term(actor, timezone.localdate(clock.now()))
        ensure_catalogue(actor)
        committee = _staff(actor, STAFF[:1])[0]
        say("五份名册")
        _import(committee)
        _staff(actor, STAFF[1:])
        say("网格方案")
        plan = draft_plan(committee)
        publish_plan(committee, plan.pk)
        free_the_rest(committee, plan.term.starts_on.year)
    say("几周的案卷")
    cases_demo.play_weeks(weeks, seed=1)
    say("封存记录")
    seal_all()
    keep_heads()


def _monday(moment: datetime) -> datetime:
    day = timezone.localtime(moment).date()
    return timezone.make_aware(datetime.combine(day - timedelta(days=day.weekday()), time(8, 0)))


def _import(committee: Person) -> None:
    files = [Upload(file.name, file.read_bytes()) for file in sorted(WORKBOOKS.glob("*.xlsx"))]
    run = stage_import(committee, files)
    confirm_import(committee, run.pk)


def _staff(actor, rows) -> list[Person]:
    people = []
    for number, name, gender, role, unit in rows:
        person = ensure_staff(actor, number=number, name=name, gender=gender)
        appoint(actor, person, role, _unit(role, unit))
        people.append(person)
    return people


def _unit(role: str, unit: str | None) -> int:
    if role == Role.WARDEN:
        return Building.objects.get(number=int(unit)).pk
    if role == Role.COUNSELLOR:
        return Cohort.objects.get(grade=unit).pk
    if role == Role.OFFICE:
        return Desk.objects.get(code=unit).pk
    return 0


def names_for_each_role() -> list[tuple[str, Person]]:
    """One person a role, the same each time: (role's label, person)."""
    branch = Branch.objects.filter(kind=Branch.Kind.STUDENT).order_by("code").first()
    posts = Appointment.objects.live().select_related("person").order_by("role", "person__number")
    found: dict[str, Person] = {}
    for post in posts:
        if post.role == Role.SECRETARY and post.unit_id != branch.pk:
            continue
        found.setdefault(post.role, post.person)
    busy = posts.values("person")
    resident = Stay.objects.live().exclude(person__in=busy).select_related("person").order_by("person__number").first()
    found[Role.RESIDENT] = resident.person
    return [(Role(role).label, found[role]) for role in Role.values if role in found]


def passphrase() -> str:
    """The demonstration's password: made once, kept in JINGWEI_HOME."""
    file = settings.HOME / "keys" / "demo-password"
    if not file.exists():
        words = "amber birch cedar delta ember fjord grove heron inlet jade kelp lotus maple north olive pearl".split()
        file.write_text("-".join(SystemRandom().sample(words, 4)))
        file.chmod(0o600)
    return file.read_text()


def open_accounts() -> tuple[str, set[int]]:
    """Let the people of `names_for_each_role` in with the passphrase. Returns it, and who is asked for a code as well."""
    phrase, asked = passphrase(), set()
    for _label, person in names_for_each_role():
        if not person.check_password(phrase):
            set_password(System("demo"), person, phrase)
        if sign_in_demo.give_app(person):
            asked.add(person.pk)
    return phrase, asked
