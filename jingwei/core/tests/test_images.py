import io
import struct
import time
import zlib

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from jingwei.core import sandbox
from jingwei.core.images import encoding as images
from jingwei.core.images import reader as images_reader
from jingwei.core.images import webp as images_webp
from jingwei.core.images.encoding import PhotoError, reencode


def encoded(image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(photo: images.Photo) -> Image.Image:
    image = Image.open(io.BytesIO(photo.jpeg))
    image.load()
    assert image.format == "JPEG"
    assert image.size == (photo.width, photo.height)
    return image


def png(width: int, height: int, data: bytes) -> bytes:
    """A PNG of one-bit pixels with any dimensions in its header."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    return png(side, side, zlib.compress(bytes((side // 8 + 1) * side), 9))


def lzw_gif(frames: int) -> bytes:
    first, *more = [Image.new("P", (8, 8), n % 250) for n in range(frames)]
    return encoded(first, "GIF", save_all=True, append_images=more, duration=10)


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """Red in the upper left quarter, blue elsewhere."""
    image = Image.new("RGB", (400, 200), "blue")
    image.paste("red", (0, 0, 200, 100))
    return image


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_usual_forms_become_jpeg(picture, form):
    image = opened(reencode(encoded(picture, form)))
    assert image.size == (400, 200)
    assert near(image.getpixel((20, 20)), RED)
    assert near(image.getpixel((380, 180)), BLUE)


def test_large_photos_shrink_and_keep_their_shape(picture):
    image = opened(reencode(encoded(picture.resize((6000, 3000)), "JPEG")))
    assert image.size == (1600, 800)


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [(1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom"),
     (5, "left top"), (6, "right top"), (7, "right bottom"), (8, "left bottom")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_applied(picture, orientation, red_corner, form):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    image = opened(reencode(encoded(picture, form, exif=exif)))
    assert image.size == ((200, 400) if orientation >= 5 else (400, 200))
    corners = {
        f"{side} {end}": image.getpixel((x, y))
        for side, x in (("left", 10), ("right", image.width - 11))
        for end, y in (("top", 10), ("bottom", image.height - 11))
    }
    assert [name for name, pixel in corners.items() if near(pixel, RED)] == [red_corner]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_no_tag_is_left(picture, form):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRET"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (30.0, 15.0, 0.0)
    options = {"exif": exif, "icc_profile": b"SECRET profile"}
    if form == "JPEG":
        options |= {"comment": b"SECRET comment", "xmp": b"<x:xmpmeta>SECRET</x:xmpmeta>"}
    elif form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "SECRET")
    sent = encoded(picture, form, **options)
    assert b"SECRET" in sent
    photo = reencode(sent)
    assert not opened(photo).getexif()
    assert set(opened(photo).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"SECRET", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE"):
        assert trace not in photo.jpeg


def test_what_stands_behind_the_picture_is_not_kept(picture):
    sent = encoded(picture, "JPEG") + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in reencode(sent).jpeg


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_unusual_modes(mode):
    source = (
        Image.new("L", (2000, 1000), 128).convert(mode) if mode != "I;16" else Image.new(mode, (2000, 1000), 128 << 8)
    )
    sent = encoded(source, "JPEG" if mode == "CMYK" else "PNG")
    image = opened(reencode(sent))
    assert image.size == (1600, 800)
    if mode != "1":
        assert near(image.getpixel((800, 400)), (128, 128, 128))


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_transparency_becomes_white(form):
    image = opened(reencode(encoded(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), form)))
    assert near(image.getpixel((25, 25)), WHITE)


def test_from_a_path(tmp_path, picture):
    path = tmp_path / "照片.jpg"
    picture.save(path)
    assert opened(reencode(path)).size == (400, 200)


def jpeg_with_a_false_size(picture) -> bytes:
    sent = bytearray(encoded(picture, "JPEG"))
    frame = sent.index(b"\xff\xc0")
    sent[frame + 5 : frame + 9] = struct.pack(">HH", 30_000, 30_000)
    return bytes(sent)


def webp(width: int, height: int, **options) -> bytes:
    return encoded(Image.new("RGB", (width, height)), "WEBP", quality=1, method=0, **options)


def webp_with_a_false_size(picture) -> bytes:
    sent = bytearray(encoded(picture, "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"))
    assert sent[12:16] == b"VP8X"
    sent[24:30] = (16_382).to_bytes(3, "little") * 2
    return bytes(sent)


HOSTILE = {
    "nothing": (lambda picture: b"", "unreadable"),
    "text": (lambda picture: b"hello " * 100, "unreadable"),
    "html as jpg": (lambda picture: b"<!doctype html><script>alert(1)</script>", "unreadable"),
    "html behind a jpeg's first bytes": (lambda picture: b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "unreadable"),
    "svg": (lambda picture: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unreadable"),
    "pdf": (lambda picture: b"%PDF-1.7\n" + bytes(500), "unreadable"),
    "tiff": (lambda picture: encoded(picture, "TIFF"), "unreadable"),
    "bmp": (lambda picture: encoded(picture, "BMP"), "unreadable"),
    "icon": (lambda picture: encoded(picture, "ICO"), "unreadable"),
    "postscript": (lambda picture: encoded(picture, "EPS"), "unreadable"),
    "heic": (lambda picture: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), "phone_format"),
    "truncated jpeg": (lambda picture: encoded(picture, "JPEG")[:900], "unreadable"),
    "truncated png": (lambda picture: encoded(picture, "PNG")[:150], "unreadable"),
    "truncated webp": (lambda picture: encoded(picture, "WEBP")[:100], "unreadable"),
    "jpeg with a false size": (jpeg_with_a_false_size, "too_large"),
    "png with a false size": (lambda picture: png(2**31 - 1, 2**31 - 1, b""), "too_large"),
    "png without a size": (lambda picture: png(0, 0, b""), "unreadable"),
    "900 megapixels": (lambda picture: bomb(30_000), "too_large"),
    "169 megapixels": (lambda picture: bomb(13_000), "too_large"),
    "webp of 65 megapixels": (lambda picture: webp(16_383, 4_000), "too_large"),
    "see-through webp of 10 megapixels": (
        lambda picture: encoded(Image.new("RGBA", (10_000, 1_000), (1, 2, 3, 4)), "WEBP", quality=1, method=0), "too_large"
    ),
    "lossless webp of 65 megapixels": (lambda picture: webp(16_383, 4_000, lossless=True), "too_large"),
    "webp with a false size": (webp_with_a_false_size, "too_large"),
    "progressive jpeg": (lambda picture: encoded(Image.new("RGB", (6_000, 4_000)), "JPEG", progressive=True), "too_large"),
    "colours beyond what memory should hold": (lambda picture: encoded(Image.new("RGB", (7_000, 7_000)), "PNG"), "too_large"),
    "30 MB": (lambda picture: encoded(picture, "JPEG") + bytes(30 << 20), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_quickly_and_in_little_memory(picture, name, child_peak):
    make, code = HOSTILE[name]
    sent = make(picture)
    begun = time.monotonic()
    with pytest.raises(PhotoError) as refused:
        reencode(sent)
    assert time.monotonic() - begun < 2
    assert refused.value.code == code
    assert "文字已保存" in str(refused.value)
    assert child_peak() < 150 << 20


@pytest.mark.parametrize(
    ("form", "size", "options"),
    [
        ("JPEG", (3_000, 16_000), {}),
        ("JPEG", (12_000, 4_000), {}),
        ("JPEG", (8_000, 6_000), {}),
        ("JPEG", (4_032, 3_024), {"progressive": True, "subsampling": 0}),
        ("PNG", (4_400, 4_500), {}),
        ("WEBP", (8_000, 6_000), {"quality": 1, "method": 0}),
        ("WEBP", (4_000, 3_000), {"quality": 80, "method": 0}),
        ("WEBP", (4_000, 3_000), {"lossless": True, "method": 0}),
        ("GIF", (7_000, 7_000), {}),
    ],
)
def test_the_largest_photos_are_read_in_little_memory(form, size, options, child_peak):
    photo = reencode(encoded(Image.new("RGB", size, "green"), form, **options))
    assert max(photo.width, photo.height) == 1600
    assert child_peak() < 150 << 20


def test_an_animation_of_ten_thousand_frames_is_its_first(child_peak):
    sent = lzw_gif(10_000)
    begun = time.monotonic()
    assert opened(reencode(sent)).size == (8, 8)
    assert time.monotonic() - begun < 2
    assert child_peak() < 150 << 20


def test_every_error_has_its_sentence():
    assert {str(PhotoError(code)) for code in images.ERRORS} == {str(text) for text in images.ERRORS.values()}


@pytest.mark.parametrize("size", [(401, 303), (1, 1), (3, 5_001)])
def test_a_webp_keeps_its_colours_to_the_edge(size):
    """Its colours are stored at half the size, rounded up."""
    image = opened(reencode(encoded(Image.new("RGB", size, (200, 40, 90)), "WEBP", quality=100)))
    assert all(near(image.getpixel(at), (200, 40, 90)) for at in ((0, 0), (image.width - 1, image.height - 1)))


def test_where_the_library_cannot_be_called_pillow_reads_small_ones(picture, monkeypatch):
    monkeypatch.setattr(images_webp, "can_decode", lambda: False)

    def read(sent: bytes) -> dict:
        (answer,) = images_reader.work({"side": 100, "quality": 80}, io.BytesIO(sent))
        return answer

    assert read(encoded(picture, "WEBP"))["width"] == 100
    assert read(webp(4_000, 3_000)) == {"error": "too_large"}


def test_a_crashed_child_is_an_unreadable_photo(monkeypatch, picture):
    def crash(*_arguments):
        raise sandbox.SandboxError("crash")
        yield

    monkeypatch.setattr(sandbox, "run", crash)
    with pytest.raises(PhotoError) as refused:
        reencode(encoded(picture, "JPEG"))
    assert refused.value.code == "unreadable"
