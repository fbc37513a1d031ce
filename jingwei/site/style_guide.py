"""Sample data of the style guide: a small made-up college, the same every time."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.core import widgets

HERE = "#"
KINDS = {
    "repair": (gettext_lazy("设施报修"), "tool"),
    "power": (gettext_lazy("用电安全"), "bolt"),
    "water": (gettext_lazy("漏水停水"), "droplet"),
    "noise": (gettext_lazy("噪音邻里"), "volume"),
    "hygiene": (gettext_lazy("卫生"), "wash"),
    "study": (gettext_lazy("学业困难"), "school"),
    "help": (gettext_lazy("需要帮助"), "lifebuoy"),
    "care": (gettext_lazy("关怀转介"), "heart-handshake"),
}


class SampleForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("遇到了什么"),
        choices=[(value, label) for value, (label, _icon) in KINDS.items()],
        widget=widgets.Tiles(icons={value: icon for value, (_label, icon) in KINDS.items()}),
    )
    sentence = forms.CharField(label=gettext_lazy("说一句"), widget=forms.Textarea(attrs={"rows": 3}))
    photo = forms.FileField(label=gettext_lazy("照片"), required=False, widget=widgets.Photo)
    place = forms.ChoiceField(label=gettext_lazy("在哪里"), choices=[("1", "5号楼 4层 走廊"), ("2", "5号楼 412")])
    urgent = forms.ChoiceField(
        label=gettext_lazy("急不急"),
        choices=[("no", gettext_lazy("不急")), ("today", gettext_lazy("今天")), ("now", gettext_lazy("马上"))],
        widget=widgets.Segments,
        required=False,
    )
    code = forms.CharField(
        label=gettext_lazy("签到码"), help_text=gettext_lazy("屏幕上的六位数字"), widget=widgets.Code
    )
    follow = forms.BooleanField(label=gettext_lazy("有进展时告诉我"), required=False)


def _bar(*items, active=0) -> list[dict]:
    return [
        {
            "label": label,
            "icon": icon,
            "url": HERE,
            "active": index == active,
            "primary": icon == "plus",
            "badge": badge,
        }
        for index, (label, icon, badge) in enumerate(items)
    ]


def _nav() -> dict:
    return {
        "bottom": _bar(
            (_("首页"), "home", 0),
            (_("网格"), "layout-grid", 0),
            (_("上报"), "plus", 0),
            (_("服务"), "heart-handshake", 0),
            (_("消息"), "mail", 2),
        ),
        "side": _bar(
            (_("今日"), "home", 0),
            (_("经纬图"), "grid-pattern", 0),
            (_("网格方案"), "layout-grid", 0),
            (_("寓情案卷"), "clipboard-list", 3),
            (_("楼栋立面"), "building", 0),
            active=1,
        ),
        "me": {"name": "陈雅琴", "post": _("学生第一党支部书记"), "url": HERE},
        "place": _("国服院 · 第 12 周"),
        "sign_out": HERE,
    }


def _loom() -> dict:
    """A cloth with holes where branch and floor do not cross, from a fixed rule instead of chance."""
    branches = [{"id": i, "label": _("%d 支部") % i, "hue": i} for i in range(1, 13)]
    groups, row = [], 0
    for building, height in ((3, 6), (5, 7), (6, 7)):
        floors = []
        for level in range(height, 0, -1):
            row += 1
            floors.append(_loom_floor(building, level, row, branches))
        groups.append({"building": _("%d号楼") % building, "floors": floors})
    return {"measure": _("未结案卷"), "scale": _scale(), "branches": branches, "groups": groups}


def _scale() -> list[dict]:
    return [{"tint": tint, "label": f"{tint}+" if tint == 5 else str(tint)} for tint in range(6)]


def _loom_floor(building: int, level: int, row: int, branches: list[dict]) -> dict:
    cells = []
    for column, branch in enumerate(branches):
        mark = (row * 7 + column * 5 + row * column) % 11
        if mark > 6:
            cells.append(None)
            continue
        rooms, value = 1 + (mark * 3 + column) % 6, max(0, mark - 2) if (row + column) % 3 == 0 else 0
        title = _("%(building)d号楼 %(level)d 层 %(branch)s：%(rooms)d 间，未结 %(value)d 件") % {
            "building": building,
            "level": level,
            "branch": branch["label"],
            "rooms": rooms,
            "value": value,
        }
        cells.append({"rooms": rooms, "value": value, "tint": min(5, value), "href": HERE, "title": title})
    total = sum(cell["rooms"] for cell in cells if cell)
    return {"label": _("%d 层") % level, "total": total, "cells": cells}


def _facade() -> dict:
    floors = []
    for level in range(1, 7):
        rooms = []
        for door in range(1, 21):
            run, place = divmod(door + level, 4)
            kept = (level, run) != (4, 3)
            tint = (0, 0, 1, 0, 3, 0, 0, 5)[(door * 3 + level * 5) % 8] if (door + level) % 3 == 0 else 0
            number = f"{level}{door:02d}"
            rooms.append(
                {
                    "number": number,
                    "href": HERE,
                    "tint": tint,
                    "value": tint,
                    "hue": 1 + (run + level * 2) % 5 if kept else None,
                    "starts": place == 0 or door == 1,
                    "ends": place == 3 or door == 20,
                    "title": _("%(room)s：未结 %(count)d 件") % {"room": number, "count": tint}
                    if kept
                    else _("%s：还没有网格党员") % number,
                }
            )
        floors.append({"label": _("%d 层") % level, "rooms": rooms})
    branches = [{"label": _("%d 支部") % i, "hue": i} for i in range(1, 6)]
    return {
        "building": _("%d号楼") % 5,
        "measure": _("未结案卷"),
        "scale": _scale(),
        "branches": branches,
        "floors": floors,
    }


def _links(*labels, active=0) -> list[dict]:
    return [{"label": label, "url": HERE, "active": index == active} for index, label in enumerate(labels)]


def _case(title, place, tone, state, due, days) -> dict:
    return {"title": title, "place": place, "tone": tone, "state": state, "due": due, "days": days}


def sample(data=None) -> dict:
    return {
        "nav": _nav(),
        "form": SampleForm(data, initial={"kind": "repair", "urgent": "no"}),
        "loom": _loom(),
        "facade": _facade(),
        "tabs": [
            *_links(_("等我处理"), _("我上报的"), _("全部")),
            {"label": _("超期"), "url": HERE, "active": False, "count": 2},
        ],
        "buildings": _links(*(_("%d号楼") % number for number in (3, 5, 6)), active=1),
        "measures": _links(_("覆盖"), _("未结案卷"), _("超期"), _("评比"), _("水电"), active=1),
        "tones": [
            ("now", _("超期 1 天")),
            ("wait", _("处理中")),
            ("good", _("已结案")),
            ("info", _("已排期")),
            ("muted", _("待补充")),
        ],
        "cases": [
            _case(_("走廊灯不亮"), "5号楼 4层 走廊", "wait", _("处理中"), _("周四 17:00 前"), 2),
            _case(_("热水器不出热水"), "5号楼 412", "info", _("已排期"), _("周三上午"), 1),
            _case(_("水房地漏堵了"), "3号楼 1层 水房", "now", _("超期 1 天"), _("昨天 17:00"), 6),
            _case(_("纱窗破了"), "3号楼 101", "good", _("已结案"), _("周一 10:20"), 3),
        ],
    }
