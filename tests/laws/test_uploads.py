"""Whatever is sent where a photo or a workbook is asked for: refused, or safe; small, short, and never kept as it came."""

import io
import re
import time
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm, FileField
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image, JpegImagePlugin

from jingwei.cases.tests.conftest import equip
from jingwei.core.images import encoding as images
from jingwei.site.demo.college import WORKBOOKS
from tests.support.hostile import CANARY, HOSTILE_NAMES, encoded, hostile_files, picture, segment

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("uploads")]
MOST_MEMORY = 150 << 20
TRACES = (
    CANARY,
    b"<script",
    b"<?php",
    b"Exif\0\0",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"PK\x03\x04",
    b"GIF8",
    b"Photoshop",
)


def add_photo(world):
    return "韩冬", reverse("cases:add-photo", args=[world.reported.pk]), "photo", {}


def report(world):
    where = f"room:{world.cast.rooms['5-412'].pk}"
    sent = {"category": "light", "where": where, "text": "灯不亮", "submission_key": "upload"}
    return "韩冬", reverse("cases:report-details", args=["repair"]), "photo", sent


def outcome(world):
    return "王师傅", reverse("cases:step", args=[world.handling.pk, "claim"]), "photo", {"outcome": "换了灯管"}


def workbook(_world):
    return "何书记", reverse("exchange:new"), "files", {}


# the form with the field → what is sent where, and by whom
DOORS = {"PhotoForm": add_photo, "ReportForm": report, "Outcome": outcome, "ImportForm": workbook}


def forms_with_files(kind=BaseForm) -> set[str]:
    found = set()
    for form in kind.__subclasses__():
        found |= forms_with_files(form)
        if form.__module__.startswith("jingwei.") and any(isinstance(f, FileField) for f in form.base_fields.values()):
            found.add(form.__name__)
    return found


def test_every_door_where_a_file_can_be_sent_is_known():
    for config in apps.get_app_configs():
        if config.name.startswith("jingwei.") and (Path(config.path) / "urls.py").exists():
            import_module(f"{config.name}.urls")
    assert forms_with_files() - {"SampleForm"} == set(DOORS)  # of the style guide, sent nowhere


@pytest.fixture
def world(cast):
    made = equip(cast)
    made.reported, made.handling = made.bring_to("reported"), made.bring_to("handling")
    return made


def stored() -> set[Path]:
    return {path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()}


def send(world, door, upload) -> tuple[int, list[bytes]]:
    """The answer's status, and what was stored; all of it is taken back."""
    name, address, field, sent = door(world)
    client = Client(raise_request_exception=False)
    client.force_login(world[name], backend="django.contrib.auth.backends.ModelBackend")
    before = stored()
    try:
        with transaction.atomic():
            status = client.post(address, {**sent, field: upload}).status_code
            transaction.set_rollback(True)
        return status, [path.read_bytes() for path in stored() - before]
    finally:
        for path in stored() - before:
            path.unlink()


def unsafe(content: bytes, sent: bytes) -> list[str]:
    """What is wrong with a stored photo."""
    found = [f"holds {trace!r}" for trace in TRACES if trace in content]
    if content == sent:
        found.append("is what was sent")
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        image.load()
        if max(image.size) > images.MAX_SIDE or image.getexif() or set(image.info) - JFIF:
            found.append(f"has {image.size} {image.info.keys()}")
        if [marker for marker, _body in image.applist if marker != "APP0"]:
            found.append(f"has {[marker for marker, _body in image.applist]}")
    return found


JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def judged(world, door, name: str, content: bytes, counts: Counter, figure_of: dict) -> list[str]:
    begun = time.monotonic()
    status, kept = send(world, door, SimpleUploadedFile("IMG_0412.jpg", content, "image/jpeg"))
    took = time.monotonic() - begun
    figure_of["slowest"] = max(figure_of.get("slowest", (0, "")), (took, name))
    counts["kept clean" if kept else "refused"] += 1
    where = f"{door.__name__}, {name}"
    problems = [f"{where}: {problem}" for photo in kept for problem in unsafe(photo, content)]
    if status >= 500 or (not kept and status not in (302, 400, 422)):
        problems.append(f"{where}: answered {status}")
    return problems


@pytest.mark.parametrize(
    "share", [len(DOORS), pytest.param(1, marks=pytest.mark.long)], ids=["each somewhere", "each everywhere"]
)
def test_hostile_files_are_refused_or_made_anew(world, share, figure, child_peak):
    """In the short run each file goes through one of the doors in turn, in the long run each through all of them."""
    files, counts, measured, problems = hostile_files(), Counter(), {}, []
    for number, (name, content) in enumerate(files.items()):
        for place, door in enumerate(DOORS.values()):
            if number % share == place % share:
                problems += judged(world, door, name, content, counts, measured)
    peak = child_peak()
    took, slowest = measured["slowest"]
    figure(
        "B4",
        f"{len(files)} hostile files, {sum(counts.values())} uploads at {len(DOORS)} doors: {dict(counts)}, at most "
        f"{peak >> 20} MB and {took:.1f} s ({slowest}), {len(problems)} unsafe",
    )
    assert len(files) >= 120
    assert counts["kept clean"] > 10
    assert not problems, "\n".join(problems[:20])
    assert peak < MOST_MEMORY


def test_the_sandbox_stops_a_photo_after_two_seconds_of_work():
    assert images.LIMITS.cpu <= 2


def test_hostile_names_go_nowhere(world, figure):
    rosters = (WORKBOOKS / "党支部一览.xlsx").read_bytes()
    photo, problems = encoded(picture(), "JPEG"), []
    outside = stored()
    for name in HOSTILE_NAMES:
        for door in (add_photo, report, outcome):
            before = stored()
            status, kept = send(
                world, door, SimpleUploadedFile("x.jpg", photo, "image/jpeg") if not name else _named(name, photo)
            )
            if status >= 500 or stored() != before or any(unsafe(content, photo) for content in kept):
                problems.append(f"{door.__name__}, {name[:20]!r}: {status}")
        client = Client(raise_request_exception=False)
        client.force_login(world["何书记"], backend="django.contrib.auth.backends.ModelBackend")
        answer = client.post(reverse("exchange:new"), {"files": _named(name, rosters)}, follow=True)
        if answer.status_code >= 500:
            problems.append(f"import, {name[:20]!r}: {answer.status_code}")
    figure("B4", f"{len(HOSTILE_NAMES)} hostile names at {len(DOORS)} doors, {len(problems)} unsafe")
    assert not problems, "\n".join(problems)
    assert all(re.fullmatch(r"[\w.-]+", path.name) for path in stored() - outside)


def _named(name: str, content: bytes) -> io.BytesIO:
    """Django's own upload would already refuse some of these names; a browser sends what it likes."""
    file = io.BytesIO(content)
    file.name = name or "x"
    return file


# --- B5: where, when and with what a photo was taken -------------------------------------------------------------


def photographed(number: int) -> bytes:
    """A photo as a phone takes it: place, time, camera, thumbnail, the maker's own notes, an editor's words."""
    form = ("JPEG", "WEBP", "PNG")[number % 3]
    word = CANARY + str(number).encode()
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = exif[ExifTags.Base.Model] = exif[ExifTags.Base.Artist] = word.decode()
    exif[ExifTags.Base.DateTime] = f"2026:11:{number % 28 + 1:02} 08:00:00"
    exif[ExifTags.Base.Orientation] = number % 8 + 1
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef] = (30.0 + number % 9, 15.0, 0.0), "N"
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.MakerNote], camera[ExifTags.Base.UserComment] = word * 20, word
    options = {"exif": exif, "icc_profile": word * 100}
    if form == "PNG":
        return encoded(picture(200 + number % 50, 150), form, **options)
    sent = encoded(picture(200 + number % 50, 150), form, xmp=b"<x:xmpmeta>" + word + b"</x:xmpmeta>", **options)
    if form == "JPEG":
        thumbnail = encoded(picture(32, 24), "JPEG", comment=word)
        notes = (
            segment(0xED, b"Photoshop 3.0\x008BIM" + word) + segment(0xFE, word) + segment(0xE2, b"MPF\0" + thumbnail)
        )
        sent = sent[:2] + notes + sent[2:]
    return sent


@pytest.mark.parametrize("count", [20, pytest.param(1_000, marks=pytest.mark.long)])
def test_no_photo_tells_where_it_was_taken(count, figure):
    left = []
    for number in range(count):
        sent = photographed(number)
        assert CANARY in sent
        left += [f"{number}: {problem}" for problem in unsafe(images.reencode(sent).jpeg, sent)]
    figure("B5", f"{count:,} photos with place, time, maker's notes and thumbnails made anew, {len(left)} tags left")
    assert not left, "\n".join(left)


def test_a_tag_would_be_seen():
    """So that the law above cannot hold because nobody looked."""
    assert unsafe(photographed(0), b"")
    assert isinstance(Image.open(io.BytesIO(photographed(0))), JpegImagePlugin.JpegImageFile)
