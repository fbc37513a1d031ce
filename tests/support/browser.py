"""A real Chromium for the journeys: a phone, a desktop, axe, and a picture when a story fails.

    def test_a_report(phone, cast):
        sign_in(phone, cast.resident)
        phone.goto("/")
        axe(phone)

Every page a journey opens is watched: a script error or a refusal by the content security policy fails the test.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ARTIFACTS = Path(__file__).resolve().parents[2] / ".artifacts"
# The browser's own word for every refusal by the policy, also where the console says nothing.
VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`Content Security Policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sourceFile}`))"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}

A_LOADED_MACHINE = 30_000  # milliseconds: it is slow, not wrong
OUTCOME = pytest.StashKey[bool]()
OpenPage = Callable[..., Page]


class NoBrowserError(Exception):
    """There is no Chromium to tell stories in."""


def executable() -> str:
    """The path of the Chromium to drive: $CHROMIUM, or the first of the usual names."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowserError("No Chromium was found: set CHROMIUM to its path, or run: sudo apt-get install chromium")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=executable(), args=FLAGS)


def sign_in(page: Page, person) -> None:
    """Signs the page's browser in as `person`, by a session cookie; the sign-in page has a story of its own."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.server_url}])


def axe(page: Page) -> None:
    """Fails on what axe calls serious or critical; each finding names its elements."""
    report = Axe().run(page).response
    grave = [finding for finding in report["violations"] if finding["impact"] in ("serious", "critical")]
    lines = [
        f"{finding['impact']} {finding['id']}: {finding['help']}\n    "
        + "\n    ".join(f"{' '.join(node['target'])}  {node['html'][:160]}" for node in finding["nodes"][:6])
        for finding in grave
    ]
    assert not lines, f"axe at {page.url}\n" + "\n".join(lines)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, so Django would take every query of a test for one from async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        expect.set_options(timeout=A_LOADED_MACHINE)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, live_server, transactional_db, request) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own: open_page(PHONE), open_page(DESKTOP, locale="en")."""
    pages: list[Page] = []
    problems: list[str] = []

    def watch(message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def opened(device: dict = DESKTOP, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, **{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **device, **options}
        )
        context.set_default_timeout(A_LOADED_MACHINE)
        context.add_init_script(VIOLATIONS)
        page = context.new_page()
        page.server_url = live_server.url
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", watch)
        pages.append(page)
        return page

    yield opened
    if request.node.stash.get(OUTCOME, False):
        ARTIFACTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        for number, page in enumerate(pages, 1):
            page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)
    for page in pages:
        page.context.close()
    assert not problems, "the browser complained:\n" + "\n".join(problems)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(PHONE)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    return open_page(DESKTOP)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.failed
    return report


if __name__ == "__main__":
    try:
        print(executable())  # noqa: T201
    except NoBrowserError as error:
        sys.exit(f"test: {error}")
