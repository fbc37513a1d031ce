"""English is complete: after one tap no Chinese word of the interface is left. What people and rosters say stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from jingwei.exchange.rosters.sheets import SHEETS
from tests.support.browser import DESKTOP, sign_in

from .turns import report

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Said in the page by people or rosters, by the code that is the same in both languages, or on the switch itself.
OWN_WORDS = """() => {
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest("script, noscript, template, [lang=zh-hans]")) seen.push(walk.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) seen.push(one.getAttribute(name));
  }
  return seen.filter(Boolean);
}"""
PAGES = [
    ("韩冬", "/"),
    ("韩冬", "/cases/"),
    ("韩冬", "/cases/report/"),
    ("韩冬", "/cases/report/repair/"),
    ("韩冬", "/cases/catalogue/"),
    ("韩冬", "/grids/mine/"),
    ("韩冬", "/people/inbox/"),
    ("韩冬", "/people/account/"),
    ("赵敏", "/"),
    ("赵敏", "/cases/?show=all"),
    ("何书记", "/"),
    ("何书记", "/loom/"),
    ("何书记", "/facades/"),
    ("何书记", "/grids/plans/"),
    ("何书记", "/grids/findings/"),
    ("何书记", "/people/"),
    ("何书记", "/imports/"),
    ("何书记", "/imports/new/"),
]


def data_words() -> set[str]:
    """Every Chinese word that stands in the rows: names of people, buildings, branches, terms, what was written."""
    from django.apps import apps
    from django.db.models import CharField

    words = {"中文", *(sheet.title for sheet in SHEETS.values())}  # how a language and the workbooks call themselves
    for model in apps.get_models():
        columns = [
            field.attname for field in model._meta.concrete_fields if isinstance(field, CharField) and not field.choices
        ]
        for row in model._base_manager.values_list(*columns) if columns else ():
            words.update(word for cell in row for word in CHINESE.findall(str(cell)))
    return words


def foreign(page: Page, known: set[str]) -> set[str]:
    """The Chinese words on the page that are no data."""
    found = {word for text in page.evaluate(OWN_WORDS) for word in CHINESE.findall(text)}
    return {word for word in found if not any(word in other for other in known)}


@pytest.fixture
def written(open_page, campus):
    """A case and its notes, so that the lists have lines."""
    page = open_page(DESKTOP)
    sign_in(page, campus["韩冬"])
    report(page, "水龙头关不紧，一直滴")
    return campus


def test_one_tap_makes_the_page_english(open_page, campus):
    page = open_page(DESKTOP)
    page.goto("/sign-in/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_no_page_keeps_chinese_words_in_english(open_page, written):
    known = data_words()
    left = {}
    for name in dict.fromkeys(name for name, _address in PAGES):
        page = open_page(DESKTOP, locale="en-GB")
        sign_in(page, written[name])
        page.context.add_cookies([{"name": "language", "value": "en", "url": page.server_url}])
        for address in [address for who, address in PAGES if who == name]:
            answer = page.goto(address)
            assert answer.status == 200, (name, address)
            if words := foreign(page, known):
                left[name, address] = words
    assert not left
