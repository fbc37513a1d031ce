"""The home of each role: what is mine to do now, what became of mine, who looks after me."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jingwei.cases.queries import headline, my_cases, open_counts_by_floor_branch, to_do
from jingwei.cases.templatetags.cases import written
from jingwei.core import clock
from jingwei.gate.doors import may
from jingwei.grids.findings import checks
from jingwei.grids.models import Plan
from jingwei.grids.queries import Charge, charge_of, coverage
from jingwei.housing.home_room import home_room

MINE = 5


@dataclass(frozen=True)
class Task:
    """Something other than a case that waits for this person."""

    title: str
    text: str
    url: str
    verb: str


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    n: int | None = None
    note: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class Home:
    greeting: str
    today: date
    duties: list  # cases.queries.ToDo
    tasks: list[Task]
    mine: list  # cases.Case
    charge: Charge | None
    may_report: bool
    tiles: list[Tile] = field(default_factory=list)

    @property
    def ratings(self) -> list:
        """Answered by one tap on the spot; the others lead to a page."""
        return [duty for duty in self.duties if duty.kind == "rate"]

    @property
    def errands(self) -> list:
        return [duty for duty in self.duties if duty.kind != "rate"]

    @property
    def waiting(self) -> int:
        return len(self.errands) + len(self.tasks)


def home_of(actor) -> Home:
    """A fixed number of statements for each role, however many rooms and cases: tests/test_home_cost.py holds it."""
    room = home_room(actor)
    return Home(
        greeting=greeting(actor),
        today=clock.today(),
        duties=to_do(actor),
        tasks=_tasks(actor),
        mine=list(my_cases(actor)[:MINE]),
        charge=charge_of(room) if room else None,
        may_report=may(actor, "cases.report"),
        tiles=_tiles(actor),
    )


def greeting(actor) -> str:
    hour = timezone.localtime(clock.now()).hour
    if hour < 5 or hour >= 22:
        word = _("夜深了")
    elif hour < 11:
        word = _("早上好")
    elif hour < 13:
        word = _("中午好")
    elif hour < 18:
        word = _("下午好")
    else:
        word = _("晚上好")
    return _("%(word)s，%(name)s") % {"word": word, "name": actor.name}


def _tasks(actor) -> list[Task]:
    tasks = []
    if may(actor, "grids.plan"):
        drafts = Plan.objects.filter(state=Plan.State.DRAFT).select_related("term")
        tasks += [
            Task(_("方案草稿等你决定"), str(plan.term), reverse("grids:plan", args=[plan.pk]), _("看方案"))
            for plan in drafts[:3]
        ]
    if may(actor, "grids.findings"):
        broken = [check for check in checks(actor) if check.findings]
        tasks += [
            Task(check.label, _("%(n)s 处") % {"n": len(check.findings)}, reverse("grids:findings"), _("去处理"))
            for check in broken
        ]
    # What neighbouring folders have for this person: (title, text, url, verb)
    tasks += [Task(*errand) for path in settings.HOME_TASKS for errand in import_string(path)(actor)]
    return tasks


def _tiles(actor) -> list[Tile]:
    if not may(actor, "cases.figures"):
        return []
    cover = coverage()
    tiles = [
        Tile(
            _("覆盖"),
            cover.share,
            note=_("没有空缺") if not cover.gaps else _("还缺 %(n)s 间") % {"n": cover.gaps},
            tone="good" if not cover.gaps else "now",
            url=reverse("dashboards:loom") if may(actor, "grids.loom") else "",
        )
    ]
    if may(actor, "grids.loom"):
        tiles.append(_open_tile(actor))
    shown = reverse("cases:figures")
    return [*tiles, *(Tile(figure.label, written(figure), n=figure.n, url=shown) for figure in headline(actor))]


def _open_tile(actor) -> Tile:
    """What is open, what of it is late, and the loom that shows where."""
    counts = open_counts_by_floor_branch(actor).values()
    late = sum(count.overdue for count in counts)
    return Tile(
        _("未结案卷"),
        str(sum(count.open for count in counts)),
        note=_("其中 %(n)s 件超期") % {"n": late} if late else _("没有超期"),
        tone="now" if late else "",
        url=f"{reverse('dashboards:loom')}?measure={'overdue' if late else 'open'}",
    )
