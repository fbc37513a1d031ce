"""What stands in the bar and the sidebar: only what the person's posts need."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.gate.doors import may, visible
from jingwei.gate.posts import roles_of
from jingwei.gate.roles import Role
from jingwei.housing.home_room import home_room
from jingwei.terms.queries import current_term


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    icon: str
    capability: str
    primary: bool = False
    unless: str = ""  # who holds this one has a better way there
    also: tuple[str, ...] = ()  # other pages that belong under it


BOTTOM = (
    Item(_("首页"), "dashboards:home", "home", "home.read"),
    Item(_("网格"), "grids:mine", "layout-grid", "grids.read"),
    Item(_("上报"), "cases:report", "plus", "cases.report", primary=True),
    Item(_("案卷"), "cases:list", "clipboard-list", "cases.read"),
    Item(_("消息"), "people:inbox", "mail", "inbox.read"),
)
SIDE = (
    Item(_("今日"), "dashboards:home", "home", "home.read"),
    Item(_("上报"), "cases:report", "plus", "cases.report"),
    Item(_("我的网格"), "grids:mine", "layout-grid", "grids.read", unless="grids.plan"),
    Item(_("寓情案卷"), "cases:list", "clipboard-list", "cases.read"),
    Item(_("经纬图"), "dashboards:loom", "grid-pattern", "grids.loom"),
    Item(_("楼栋立面"), "dashboards:facades", "building", "grids.loom"),
    Item(_("网格方案"), "grids:plans", "layout-grid", "grids.plan"),
    Item(_("覆盖检查"), "grids:findings", "checklist", "grids.findings", also=("grids:exempt",)),
    Item(_("人员与组织"), "people:list", "users", "people.browse", also=("party:list", "housing:list")),
    Item(_("任职"), "posts:list", "user-check", "gate.appoint"),
    Item(_("导入名册"), "exchange:list", "upload", "exchange.import"),
    Item(_("数据保护"), "privacy:oversight", "shield-check", "oversight.read"),
)
OWN_PAGES = ("people:inbox", "people:account", "sign_in:password", "sign_in:devices")


def navigation(request) -> dict:
    """Context processor: `nav.bottom`, `nav.side`, `nav.me`, `nav.place`; None before signing in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": None}
    unread = visible(user, "inbox.read", InboxMessage).filter(read_at__isnull=True)[:100].count()
    roles = roles_of(user)
    return {
        "nav": {
            "bottom": _shown(BOTTOM, request, unread),
            "side": _shown(SIDE, request, unread),
            "me": {
                "name": user.name,
                "post": Role(roles[0]).label if roles else "",
                "url": reverse("people:account"),
                "inbox": reverse("people:inbox"),
                "at_inbox": request.path.startswith(reverse("people:inbox")),
                "unread": unread,
            },
            "place": _place(user),
            "home": reverse("dashboards:home"),
            "sign_out": reverse("sign_in:sign-out"),
        }
    }


def _place(user) -> str:
    """«5号楼 412 · 第 12 周»: where I am in the cloth."""
    room, term = home_room(user), current_term()
    week = _("第 %(week)s 周") % {"week": term.week_of(clock.today())} if term else ""
    return " · ".join(str(part) for part in (room, week) if part)


def _shown(items: tuple[Item, ...], request, unread: int) -> list[dict]:
    """The items the person may use, and which of them this page belongs to."""
    user = request.user
    shown = [item for item in items if may(user, item.capability) and not (item.unless and may(user, item.unless))]
    present = _present(shown, request.path)
    return [
        {
            "label": item.label,
            "url": reverse(item.url_name),
            "icon": item.icon,
            "active": item == present,
            "primary": item.primary,
            "badge": unread if item.url_name == "people:inbox" else 0,
        }
        for item in shown
    ]


def _present(items: list[Item], path: str) -> Item | None:
    """The item whose address is the longest beginning of the path. One's own pages lie under none but themselves."""
    home = reverse("dashboards:home")
    owners: dict[str, Item | None] = {reverse(name): None for name in OWN_PAGES}
    owners |= {reverse(name): item for item in items for name in (item.url_name, *item.also)}
    here = [url for url in owners if path == url or (url != home and path.startswith(url))]
    return owners[max(here, key=len)] if here else None
