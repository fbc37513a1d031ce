"""Every page there is, on a phone and on a desk, in both languages: it opens, fits, and can be used by everyone.

Pages without an argument are found by themselves; of those that show one thing there is one of each kind below.
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from jingwei.exchange.actions import stage_import
from jingwei.exchange.runs.files import Upload
from jingwei.gate.policy import capability
from jingwei.gate.roles import Role
from jingwei.grids.actions import draft_plan
from jingwei.grids.models import Calculation
from jingwei.site.demo.college import WORKBOOKS
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

PEOPLE = {
    Role.RESIDENT: "韩冬",
    Role.KEEPER: "赵敏",
    Role.COMMITTEE: "何书记",
    Role.SECRETARY: "陈雅琴",
    Role.WARDEN: "王师傅",
    Role.CENTRE: "罗宁",
    Role.OFFICE: "孔科长",
    Role.AUDITOR: "严谨",
    Role.ADMIN: "石工",
}
USUAL = (Role.RESIDENT, Role.KEEPER, Role.COMMITTEE)
NO_PAGES = {"health", "style-guide"}  # a word for machines, and samples for those who build
NO_PAGES |= {
    "cas",
    "cas_callback",
    "openid_connect_login",
    "openid_connect_callback",
    "wecom_login",
    "wecom_callback",
}  # lead away
FOR_PROGRAMS = {"api-v1:"}
LANGUAGES = ("zh-hans", "en")


def plain_pages(patterns=None, namespace=""):
    """(name, capability) of what answers a GET and needs no argument."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if f"{pattern.namespace}:" in FOR_PROGRAMS:
                continue
            yield from plain_pages(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern) and pattern.name not in NO_PAGES:
            mark = pattern.callback.page
            if "GET" in mark.methods:
                yield f"{namespace}{pattern.name}", mark.capability


def readers(needed: str | None):
    """Whose pages are looked at: the usual three as far as they may, else the first who may; None before signing in."""
    if needed is None:
        return [None]
    grants = capability(needed).grants
    if "everyone" in grants:
        return list(USUAL)
    return [role for role in USUAL if role in grants] or [next(role for role in PEOPLE if role in grants)]


PLAIN = [
    pytest.param(role, name, id=f"{name} {role or 'anybody'}")
    for name, needed in plain_pages()
    for role in readers(needed)
]
# name → who looks, and the arguments, from the campus in the middle of its work
DETAILS = {
    "cases:show": (Role.RESIDENT, lambda at: [at.handling.pk]),
    "cases:receipt": (Role.RESIDENT, lambda at: [at.reported.pk]),
    "cases:deadline": (Role.RESIDENT, lambda at: [at.handling.pk]),
    "cases:report-details": (Role.RESIDENT, lambda at: ["repair"]),
    "cases:remark": (Role.KEEPER, lambda at: [at.handling.pk]),
    "cases:add-photo": (Role.KEEPER, lambda at: [at.handling.pk]),
    "cases:step": (Role.KEEPER, lambda at: [at.reported.pk, "file"]),
    "grids:plan": (Role.COMMITTEE, lambda at: [at.plan.pk]),
    "grids:plan-room": (Role.COMMITTEE, lambda at: [at.plan.pk, at.room.pk]),
    "grids:plan-swap": (Role.COMMITTEE, lambda at: [at.plan.pk, at.room.pk]),
    "grids:plan-swap-with": (Role.COMMITTEE, lambda at: [at.plan.pk, at.room.pk, at.cast.rooms["5-413"].pk]),
    "grids:calculation": (Role.COMMITTEE, lambda at: [at.calculation.pk]),
    "dashboards:crossing": (Role.COMMITTEE, lambda at: [at.room.floor_id, at.branch.pk]),
    "dashboards:weft": (Role.COMMITTEE, lambda at: [at.room.floor_id]),
    "dashboards:warp": (Role.COMMITTEE, lambda at: [at.branch.pk]),
    "dashboards:facade": (Role.WARDEN, lambda at: [at.room.floor.building_id]),
    "exchange:show": (Role.COMMITTEE, lambda at: [at.run.pk]),
    "people:show": (Role.COMMITTEE, lambda at: [at["韩冬"].pk]),
    "housing:show": (Role.RESIDENT, lambda at: [at.room.floor.building_id]),
    "housing:room": (Role.KEEPER, lambda at: [at.room.pk]),
    "housing:plate": (Role.COMMITTEE, lambda at: [at.room.floor.building_id]),
    "party:show": (Role.COMMITTEE, lambda at: [at.branch.pk]),
}


@pytest.fixture
def at_work(campus):
    """The campus with cases at several stages, a draft plan and a preview of an import."""
    campus.reported, campus.handling = campus.bring_to("reported"), campus.bring_to("handling")
    for state in ("done_claimed", "closed", "paused"):
        campus.bring_to(state)
    campus.room, campus.branch = campus.cast.rooms["5-412"], campus.cast.branches["一"]
    campus.plan = draft_plan(campus["何书记"])
    campus.calculation = Calculation.objects.create(term=campus.plan.term, language="zh-hans")  # waits for a worker
    branches = WORKBOOKS / "党支部一览.xlsx"
    campus.run = stage_import(campus["何书记"], [Upload(branches.name, branches.read_bytes())])
    return campus


def look_at(page: Page, address: str, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": page.server_url}])
    answer = page.goto(address)
    assert answer.status == 200, f"{address} answered {answer.status}"
    assert page.title().strip(" ·"), f"{address} has no title"
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{address} is {wide} pixels too wide for {page.viewport_size['width']}"
    axe(page)


def look_everywhere(open_page, campus, role: Role | None, address: str) -> None:
    for device in (PHONE, DESKTOP):
        page = open_page(device)
        if role:
            sign_in(page, campus[PEOPLE[role]])
        for language in LANGUAGES:
            look_at(page, address, language)


@pytest.mark.parametrize(("role", "name"), PLAIN)
def test_page(open_page, at_work, role, name):
    look_everywhere(open_page, at_work, role, reverse(name))


@pytest.mark.parametrize("name", DETAILS)
def test_page_of_one_thing(open_page, at_work, name):
    role, arguments = DETAILS[name]
    look_everywhere(open_page, at_work, role, reverse(name, args=arguments(at_work)))
