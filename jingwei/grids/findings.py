"""The invariants of the grid, computed each time: a gap, an overlap or an overload is a finding with a repair."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.gate.doors import holds_college, visible
from jingwei.housing.models import Building, Room, Stay
from jingwei.housing.queries import occupied_rooms
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person

from .models import Exemption, MicroGrid, SmallGrid
from .planning import caps

KINDS = {
    "no_keeper": gettext_lazy("有人住、没有网格党员的房间"),
    "no_lead": gettext_lazy("有人住、没有负责人的房间"),
    "may_not_enter": gettext_lazy("网格党员进不了的楼"),
    "overload": gettext_lazy("负责的房间太多"),
    "two_rooms": gettext_lazy("一人负责两间寝室"),
    "gone": gettext_lazy("已离校或已停用、却还有岗位的人"),
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
    """Every invariant over what the actor may see, with its findings. Seven statements."""
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
        micro = MicroGrid.objects.live().select_related("room__floor__building", "lead", "small_grid__keeper")
        self.micro = list(
            micro
            if whole
            else visible(actor, "grids.findings", MicroGrid)
            .filter(pk__in=micro.values("pk"))
            .select_related("room__floor__building", "lead", "small_grid__keeper")
        )
        members = Affiliation.objects.live().filter(
            standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT, person__is_active=True
        )
        self.members = (
            members if whole else members.filter(pk__in=visible(actor, "grids.findings", Affiliation).values("pk"))
        )


def _rooms(scope: _Scope):
    held = {row.room_id: row for row in scope.micro}
    plan = reverse("grids:plans")
    for room in scope.rooms:
        row = held.get(room.pk)
        if row is None or row.small_grid is None:
            yield Finding("no_keeper", str(room), _("重新计算方案，或在草稿里指定一位"), plan)
        if row is None or row.lead is None:
            yield Finding("no_lead", str(room), _("重新计算方案，或在草稿里指定一位"), plan)
    occupied = set(
        Stay.objects.live().filter(room__in=[row.room_id for row in scope.micro]).values_list("room", flat=True)
    )
    for row in scope.micro:
        if row.room_id not in occupied:
            yield Finding("empty", str(row.room), _("下次发布方案时会结束"), plan)


def _keepers(scope: _Scope):
    plan = reverse("grids:plans")
    loads = Counter(row.small_grid.keeper_id for row in scope.micro if row.small_grid)
    keepers = {row.small_grid.keeper_id: row.small_grid.keeper for row in scope.micro if row.small_grid}
    for row in scope.micro:
        if row.small_grid is None:
            continue
        building, keeper = row.room.floor.building, row.small_grid.keeper
        if building.gender != Building.Gender.MIXED and keeper.gender != building.gender:
            yield Finding("may_not_enter", f"{row.room} · {keeper}", _("在草稿里换一位同性别的网格党员"), plan)
    most = caps()
    for pk, count in loads.items():
        if count > most.get(pk, count):
            text = _("%(name)s：%(count)s 间") % {"name": keepers[pk], "count": count}
            yield Finding("overload", text, _("在草稿里分出几间"), plan)
        if not keepers[pk].is_active:
            yield Finding("gone", str(keepers[pk]), _("重新计算并发布方案"), plan)


def _leads(scope: _Scope):
    plan = reverse("grids:plans")
    loads = Counter(row.lead_id for row in scope.micro if row.lead_id)
    leads: dict[int, Person] = {row.lead_id: row.lead for row in scope.micro if row.lead_id}
    for pk, count in loads.items():
        if count > 1:
            text = _("%(name)s：%(count)s 间") % {"name": leads[pk], "count": count}
            yield Finding("two_rooms", text, _("积极分子够用时，各负责一间"), plan)
        if not leads[pk].is_active:
            yield Finding("gone", str(leads[pk]), _("重新计算并发布方案"), plan)


def _idle(scope: _Scope):
    if not SmallGrid.objects.live().exists():
        return
    busy = SmallGrid.objects.live().values("keeper")
    free = Exemption.objects.live().values("person")
    rows = scope.members.exclude(person__in=busy).exclude(person__in=free).select_related("person", "branch")
    rows = rows.annotate(lives_here=Count("person__stays")).order_by("branch__code", "person__name_pinyin")
    for row in rows:
        why = _("登记免任理由，或在草稿里给一间") if row.lives_here else _("不住校：登记免任理由")
        text = f"{row.person} · {row.branch.short_name}"
        yield Finding("idle", text, why, f"{reverse('grids:exempt')}?person={row.person_id}")
