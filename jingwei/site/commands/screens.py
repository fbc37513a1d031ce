"""`jingwei screens`: the gallery docs/screens, of a college made for it, always at the same minute.

The main pages as those see them who use them, on a phone and on a desk; `--all` adds English and the dark look.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

AT = datetime(2026, 11, 19, 16, 20, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Thursday afternoon
WEEKS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Device:
    width: int
    least: int  # height
    most: int
    options: tuple[tuple[str, object], ...] = ()


PHONE = Device(390, 844, 1500, (("is_mobile", True), ("has_touch", True), ("device_scale_factor", 2)))
DESK = Device(1440, 900, 1400)


@dataclass(frozen=True)
class Look:
    """One way to see the pages; `suffix` ends the names of its pictures."""

    language: str
    theme: str
    suffix: str = ""


USUAL = Look("zh-hans", "light")
MORE = (Look("en", "light", "-en"), Look("zh-hans", "dark", "-dark"), Look("en", "dark", "-en-dark"))


@dataclass(frozen=True)
class Shot:
    """One page: its name in the gallery, its title there, the cookie of who looks at it (or None), its address."""

    name: str
    title: str
    session: str | None
    address: str


def run(all: bool = False, out: Path = Path("docs/screens")) -> int:  # noqa: A002 - the option's name
    if find_spec("playwright") is None:
        return _refuse("screens needs the tools of the tests: run `make screens`, which installs them")
    browser = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM") or "chromium", *BROWSERS))), None)
    if browser is None:
        return _refuse("screens needs Chromium: set CHROMIUM to its path, or run: sudo apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="jingwei-screens-") as home:
        # A college of its own: set before Django is, and never the database of a running one.
        os.environ.update(JINGWEI_HOME=home, DJANGO_ALLOW_ASYNC_UNSAFE="true")
        os.environ.pop("DATABASE_URL", None)
        shots = _college()
        with _served() as url:
            _take(browser, url, shots, (USUAL, *MORE) if all else (USUAL,), out)
    _index(shots, out)
    return 0


def _refuse(sentence: str) -> int:
    print(f"jingwei: {sentence}", file=sys.stderr)  # noqa: T201
    return 2


def _college() -> list[Shot]:
    """Make it, and say what is worth a picture."""
    import django

    django.setup()
    from django.core.management import call_command
    from rich.console import Console

    from jingwei.core import clock
    from jingwei.site.demo import college, gallery

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with clock.travel(AT), Console(stderr=True).status("…") as status:
        preview = gallery.stage_rosters()
        college.make(WEEKS, say=status.update)
        return [
            Shot(name, title, gallery.session_of(person), url) for name, title, person, url in gallery.pages(preview)
        ]


@contextmanager
def _served() -> Iterator[str]:
    """The program on a free port, with its clock standing still."""
    from jingwei.core import clock
    from jingwei.site.wsgi import application

    def at_that_minute(environ, start_response):
        with clock.travel(AT):
            return application(environ, start_response)

    server = make_server("127.0.0.1", 0, at_that_minute, server_class=_Server, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingMixIn, WSGIServer):
    pass


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


def _take(browser: str, url: str, shots: list[Shot], looks: tuple[Look, ...], out: Path) -> None:
    from playwright.sync_api import sync_playwright
    from rich.progress import track

    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    jobs = [(look, device, shot) for look in looks for device in (PHONE, DESK) for shot in shots]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        for look, device, shot in track(jobs, "docs/screens"):
            (out / f"{shot.name}-{device.width}{look.suffix}.png").write_bytes(
                _picture(chromium, url, look, device, shot)
            )
        chromium.close()


def _picture(chromium, url: str, look: Look, device: Device, shot: Shot) -> bytes:
    from django.conf import settings

    size = {"width": device.width, "height": device.least}
    context = chromium.new_context(base_url=url, viewport=size, reduced_motion="reduce", **dict(device.options))
    cookies = {settings.LANGUAGE_COOKIE_NAME: look.language, "theme": look.theme}
    if shot.session:
        cookies[settings.SESSION_COOKIE_NAME] = shot.session
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = context.new_page()
    answer = page.goto(shot.address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{shot.address} answered {answer and answer.status}")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": max(device.least, min(height, device.most))})
    taken = page.screenshot()
    context.close()
    return _small(taken)


def _small(png: bytes) -> bytes:
    """The same picture with a palette: pages have few colours."""
    from PIL import Image

    smaller = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(smaller, "PNG", optimize=True)
    return smaller.getvalue()


def _index(shots: list[Shot], out: Path) -> None:
    lines = [
        "# What it looks like",
        "",
        "Made by `make screens`, of the demonstration college: 390 pixels wide as on a phone, 1440 as on a desk.",
    ]
    for shot in shots:
        pictures = sorted(out.glob(f"{shot.name}-[0-9]*.png"), key=lambda path: (len(path.name), path.name))
        lines += ["", f"## {shot.title}", "", *[f"![{path.stem}]({path.name})" for path in pictures]]
    (out / "README.md").write_text("\n".join(lines) + "\n", "utf-8")
