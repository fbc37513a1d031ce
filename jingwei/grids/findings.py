"""The invariants of the grid, computed each time: a gap, an overlap or an overload is a finding with a repair."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.gate.doors import holds_college, may, visible
from jingwei.housing.models import Building, Room, Stay
from jingwei.housing.queries import occupied_rooms
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person

from .models import Exemption, MicroGrid, SmallGrid
from .caps import caps

KINDS = {
    "no_keeper": gettext_lazy("有人住、没有网格党员的房间"),
    "no_lead": gettext_lazy("有人住、没有负责人的房间"),
    "may_not_enter": gettext_lazy("网格党员或负责人进不了的楼"),
    "overload": gettext_lazy("负责的房间太多"),
    "two_rooms": gettext_lazy("一人负责两间寝室"),
    "gone": gettext_lazy("已离校或已停用、却还有岗位的人"),
    "moved_out": gettext_lazy("已不住在这栋楼的负责人"),
    "no_member": gettext_lazy("已不是学生党员、却还有网格的人"),
    "idle": gettext_lazy("没有网格、也没有免任理由的党员"),
    "empty": gettext_lazy("没有人住、却还有负责人的房间"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: what, where, and what would mend it."""

    kind: str
    text: str
    repair: str
    href: str = ""


@dataclass(frozen=True)
class Check:
    """One invariant and what breaks it."""

    kind: str
    findings: list[Finding]

    @property
    def label(self) -> str:
        return KINDS[self.kind]


def checks(actor) -> list[Check]:
    """Every invariant over what the actor may see, with its findings. A fixed number of statements, however many rooms."""
    scope = _Scope(actor)
    found: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    for finding in [*_rooms(scope), *_keepers(scope), *_leads(scope), *_idle(scope)]:
        found[finding.kind].append(finding)
    return [Check(kind, findings) for kind, findings in found.items()]


class _Scope:
    """The college, or the rooms and members of the actor's branches."""

    def __init__(self, actor):
        whole = holds_college(actor, "grids.findings")
        occupied = occupied_rooms()
        self.rooms = list(
            occupied if whole else occupied.filter(pk__in=visible(actor, "grids.findings", Room).values("pk"))
        )
        self.most = caps()
        micro = MicroGrid.objects.all() if whole else visible(actor, "grids.findings", MicroGrid)
        self.micro = list(
            micro.live()
            .select_related("room__floor__building", "lead", "small_grid__keeper")
            .order_by("room__floor__building__number", "room__floor__number", "room__position")
        )
        members = _student_members()
        self.plans = reverse("grids:plans") if may(actor, "grids.plan") else ""  # who may not plan gets no way there
        self.members = (
            members if whole else members.filter(pk__in=visible(actor, "grids.findings", Affiliation).values("pk"))
        )


def _rooms(scope: _Scope):
    held = {row.room_id: row for row in scope.micro}
    for room in scope.rooms:
        row = held.get(room.pk)
        if row is None or row.small_grid is None:
            yield Finding("no_keeper", str(room), _("重新计算方案，或在草稿里指定一位"), scope.plans)
        if row is None or row.lead is None:
            yield Finding("no_lead", str(room), _("重新计算方案，或在草稿里指定一位"), scope.plans)
    occupied = set(
        Stay.objects.live().filter(room__in=[row.room_id for row in scope.micro]).values_list("room", flat=True)
    )
    for row in scope.micro:
        if row.room_id not in occupied:
            yield Finding("empty", str(row.room), _("下次发布方案时会结束"), scope.plans)
        for person, repair in (
            (row.small_grid and row.small_grid.keeper, _("在草稿里换一位同性别的网格党员")),
            (row.lead, _("在草稿里换一位同性别的负责人")),
        ):
            if person and not _may_enter(person, row.room.floor.building):
                yield Finding("may_not_enter", f"{row.room} · {person}", repair, scope.plans)


def _may_enter(person: Person, building: Building) -> bool:
    return building.gender in (Building.Gender.MIXED, person.gender)


def _keepers(scope: _Scope):
    loads = Counter(row.small_grid.keeper_id for row in scope.micro if row.small_grid)
    keepers = {row.small_grid.keeper_id: row.small_grid.keeper for row in scope.micro if row.small_grid}
    members = set(_student_members().filter(person__in=keepers).values_list("person", flat=True))
    for pk, count in loads.items():
        text = _("%(name)s：%(count)s 间") % {"name": keepers[pk], "count": count}
        if not keepers[pk].is_active:
            yield Finding("gone", text, _("重新计算并发布方案"), scope.plans)
        elif pk not in members:
            yield Finding("no_member", text, _("重新计算并发布方案，房间会交给别人"), scope.plans)
        elif count > scope.most["keeper"].get(pk, count):
            yield Finding("overload", text, _("在草稿里分出几间"), scope.plans)


def _leads(scope: _Scope):
    rooms = defaultdict(list)
    for row in scope.micro:
        if row.lead:
            rooms[row.lead].append(row.room)
    homes = dict(Stay.objects.live().filter(person__in=rooms).values_list("person", "room__floor__building"))
    for lead, led in rooms.items():
        text = f"{lead}：{'、'.join(map(str, led))}"
        if len(led) > scope.most["lead"].get(lead.pk, 1):
            yield Finding("two_rooms", text, _("积极分子够用时，各负责一间"), scope.plans)
        if not lead.is_active:
            yield Finding("gone", text, _("重新计算并发布方案"), scope.plans)
        elif homes.get(lead.pk) not in {room.floor.building_id for room in led}:
            yield Finding("moved_out", text, _("重新计算方案，会先找同楼的人"), scope.plans)


def _student_members():
    return Affiliation.objects.live().filter(
        standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT, person__is_active=True
    )


def _idle(scope: _Scope):
    if not SmallGrid.objects.live().exists():
        return
    busy = SmallGrid.objects.live().values("keeper")
    free = Exemption.objects.live().values("person")
    members = scope.members.exclude(person__in=busy).exclude(person__in=free).select_related("person", "branch")
    rows = list(members.order_by("branch__code", "person__name_pinyin"))
    # By ids, not as a join: nested subqueries over tables just loaded took PostgreSQL minutes.
    people = [row.person_id for row in rows]
    at_home = set(Stay.objects.live().filter(person__in=people).values_list("person", flat=True))
    for row in rows:
        why = _("登记免任理由，或在草稿里给一间") if row.person_id in at_home else _("不住校：登记免任理由")
        text = f"{row.person} · {row.branch.short_name}"
        yield Finding("idle", text, why, f"{reverse('grids:exempt')}?person={row.person_id}")
