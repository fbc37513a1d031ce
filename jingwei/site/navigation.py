"""What stands in the bar and the sidebar: only what the person's posts need."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jingwei.core.models import InboxMessage
from jingwei.gate.doors import may, visible


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    icon: str
    capability: str
    prefix: str = ""  # of the paths on which the item is the present one
    primary: bool = False


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
    Item(_("寓情案卷"), "cases:list", "clipboard-list", "cases.read"),
    Item(_("经纬图"), "dashboards:loom", "grid-pattern", "grids.loom"),
    Item(_("楼栋立面"), "dashboards:facades", "building", "grids.loom"),
    Item(_("网格方案"), "grids:plans", "layout-grid", "grids.plan"),
    Item(_("覆盖检查"), "grids:findings", "checklist", "grids.findings"),
    Item(_("人员与组织"), "people:list", "users", "people.browse"),
    Item(_("导入名册"), "exchange:list", "upload", "exchange.import"),
)


def navigation(request) -> dict:
    """Context processor: `nav.bottom`, `nav.side`, `nav.unread`. Empty before signing in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": None}
    unread = visible(user, "inbox.read", InboxMessage).filter(read_at__isnull=True)[:100].count()
    return {
        "nav": {
            "bottom": [_shown(item, request, unread) for item in BOTTOM if may(user, item.capability)],
            "side": [_shown(item, request, unread) for item in SIDE if may(user, item.capability)],
            "unread": unread,
        }
    }


def _shown(item: Item, request, unread: int) -> dict:
    url = reverse(item.url_name)
    active = request.path == url or (url != reverse("dashboards:home") and request.path.startswith(url))
    return {
        "label": item.label,
        "url": url,
        "icon": item.icon,
        "active": active,
        "primary": item.primary,
        "badge": unread if item.url_name == "people:inbox" else 0,
    }
