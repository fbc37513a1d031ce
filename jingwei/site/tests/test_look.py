"""What every page must keep to: icons that exist, nothing the content policy refuses, one closed door for all."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from jingwei.site.look import look
from jingwei.site.style_guide import sample

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
LISTED = {line for line in (PACKAGE / "site/assets/icons.txt").read_text().splitlines() if not line.startswith("#")}
ICON_IN_TEMPLATE = re.compile(
    r'<c-icon name="([a-z0-9-]+)"|<c-(?:card|item|empty|post)\b[^>]*? icon="([a-z0-9-]+)"', re.DOTALL
)


def request(path="/", cookies=None, **headers):
    made = RequestFactory().get(path, headers=headers)
    made.COOKIES.update(cookies or {})
    made.htmx = HtmxDetails(made)
    made.user = AnonymousUser()
    return made


# Files to take away and open from a disk, where no style sheet of ours is at hand.
FILES = {"privacy/templates/privacy/file.html"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_template_keeps_to_the_content_policy_and_the_sprite(template):
    text = template.read_text()
    if str(template.relative_to(PACKAGE)) in FILES:
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style\b", text), "colours and sizes go through classes"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']|\bhx-on\b|javascript:", text), "behaviour goes through modules"
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text)), "no script stands in a page"
    used = {name for pair in ICON_IN_TEMPLATE.findall(text) for name in pair if name}
    assert used <= LISTED, f"add to icons.txt: {sorted(used - LISTED)}"


def test_icons_of_the_navigation_are_in_the_sprite():
    from jingwei.site.navigation import BOTTOM, SIDE

    assert {item.icon for item in (*BOTTOM, *SIDE)} <= LISTED


def test_a_page_asked_for_by_the_panel_comes_in_its_frame():
    assert look(request())["look"]["frame"] == "base.html"
    asked = request(**{"HX-Request": "true", "HX-Target": "sheet-body"})
    assert look(asked)["look"]["frame"] == "base_sheet.html"
    assert look(request(**{"HX-Request": "true", "HX-Target": "results"}))["look"]["frame"] == "base.html"


def test_theme_and_size_are_taken_from_cookies_and_from_nothing_else():
    chosen = look(request(cookies={"theme": "dark", "size": "large"}))["look"]
    assert (chosen["dark"], chosen["auto"], chosen["size"]) == (True, False, "large")
    invented = look(request(cookies={"theme": "neon", "size": "9em"}))["look"]
    assert (invented["auto"], invented["size"]) == (True, "normal")


def test_style_guide_shows_every_part():
    page = render_to_string("style_guide.html", sample(), request=request())
    assert "<c-" not in page
    for sign in ("page-header", "table-box", "timeline", "segments", "tiles", "loom", "windows", "skeleton", "drop"):
        assert f'class="{sign}' in page or f" {sign}" in page, sign


def test_loom_says_in_words_what_each_cell_shows():
    page = render_to_string("parts/loom.html", sample(), request=request())
    cells = re.findall(r'<a class="cell[^>]*>', page)
    assert len(cells) > 100
    assert all('aria-label="' in cell and "data-sheet" in cell for cell in cells)


def test_a_room_without_keeper_has_no_branch_colour():
    page = render_to_string("parts/facade.html", sample(), request=request())
    rooms = re.findall(r'<li data-spot class="([^"]*)"><a [^>]*aria-label="([^"]*)"', page)
    assert len(rooms) == 120
    unkept = [title for classes, title in rooms if "hue-" not in classes]
    assert unkept
    assert unkept == [title for _classes, title in rooms if "还没有网格党员" in title]


def test_a_field_names_its_error_and_its_help():
    form = sample({"code": "", "kind": "repair"})["form"]
    page = form.as_div()
    described = re.search(r'<input type="text" name="code"[^>]*aria-describedby="([^"]*)"', page)[1].split()
    assert described == ["id_code_helptext", "id_code_error"]
    assert all(f'id="{name}"' in page for name in described)
    assert page.count("选填") == 2  # the photo and how urgent; a tick box needs no such word


@pytest.mark.parametrize("path", ["/cases/1/", "/nowhere/", "/people/999999/"])
def test_missing_and_foreign_pages_are_the_same_bytes(path):
    closed = render_to_string("404.html", request=request(path))
    assert closed == render_to_string("403.html", request=request("/"))
    assert path not in closed
