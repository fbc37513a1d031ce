"""Files that somebody might send instead of a photo, or as one: made here, so that none of them lies in the repository.

`hostile_files()` gives name → bytes, always the same ones. CANARY stands in whatever of them could carry words.
"""

import gzip
import io
import random
import struct
import zipfile
import zlib
from functools import cache

from PIL import ExifTags, Image, PngImagePlugin

CANARY = b"CANARY-7c1e"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
FORMS = ("JPEG", "PNG", "WEBP", "GIF")


def encoded(image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def picture(width: int = 400, height: int = 300) -> Image.Image:
    """Colours that change all over, so that no part of the file says nothing."""
    return Image.merge(
        "RGB", [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.new("L", (256, 256), 90)]
    ).resize((width, height))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, data: bytes, *more: bytes, depth: int = 1, colour: int = 0) -> bytes:
    """A PNG with any dimensions in its header."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", head), *more, chunk(b"IDAT", data), chunk(b"IEND", b"")])


def png_bomb(side: int) -> bytes:
    return png(side, side, zlib.compress(bytes((side // 8 + 1) * side), 9))


def into_png(*chunks: bytes) -> bytes:
    """A good PNG with more in it, before its pixels."""
    plain = encoded(picture(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def into_jpeg(*segments: bytes) -> bytes:
    plain = encoded(picture(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def with_size(form: str, width: int, height: int) -> bytes:
    """A good picture whose header tells another size."""
    sent = bytearray(encoded(picture(), form, **({"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"} if form == "WEBP" else {})))
    if form == "JPEG":
        frame = sent.index(b"\xff\xc0")
        sent[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    elif form == "GIF":
        sent[6:10] = struct.pack("<HH", width, height)
    else:
        sent[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(sent)


def frames(form: str, count: int) -> bytes:
    first, *more = [Image.new("P" if form == "GIF" else "RGB", (8, 8), n % 250) for n in range(count)]
    return encoded(first, form, save_all=True, append_images=more, duration=10)


def tagged(form: str, **options) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CANARY.decode()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (30.0, 15.0, 0.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = CANARY * 40
    return encoded(picture(), form, exif=exif, **options)


def texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CANARY.decode()}</x:xmpmeta>")
    return info


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("index.html", SCRIPT)
        zipped.writestr("../../up.sh", CANARY)
    return out.getvalue()


def _bombs():
    yield "png of 900 megapixels", png_bomb(30_000)
    yield "png of 169 megapixels", png_bomb(13_000)
    yield "png of 51 megapixels", png_bomb(7_150)
    yield "png that says 2^31", png(2**31 - 1, 2**31 - 1, b"")
    yield "png of no size", png(0, 0, b"")
    yield "png of 1 by 50 million", png(1, 50_000_000, zlib.compress(bytes(100_000_000), 9))
    yield "png whose pixels go on", png(10, 10, zlib.compress(bytes(200_000_000), 9))
    yield (
        "png with a compressed text of 100 MB",
        into_png(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))),
    )
    yield "png with an inflated text", into_png(chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(100_000_000), 9)))
    yield "png with an inflated profile", into_png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 9)))
    yield "jpeg that says 65535 squared", with_size("JPEG", 65_500, 65_500)
    yield "jpeg that says 30000 squared", with_size("JPEG", 30_000, 30_000)
    yield "gif that says 65535 squared", with_size("GIF", 65_535, 65_535)
    yield "webp that says 16383 squared", with_size("WEBP", 16_383, 16_383)
    yield "webp that says 7000 squared", with_size("WEBP", 7_000, 7_000)
    yield "gif of ten thousand frames", frames("GIF", 10_000)
    yield "png of a thousand frames", frames("PNG", 1_000)
    yield "webp of a thousand frames", frames("WEBP", 1_000)
    yield "webp of 60 megapixels", encoded(Image.new("RGB", (10_000, 6_000)), "WEBP", quality=1, method=0)
    yield (
        "webp of 16 megapixels and see-through",
        encoded(Image.new("RGBA", (4_000, 4_000), (1, 2, 3, 4)), "WEBP", quality=1, method=0),
    )
    yield "large progressive jpeg", encoded(Image.new("RGB", (6_000, 4_000)), "JPEG", progressive=True)
    yield "gzip of 50 MB", gzip.compress(bytes(50_000_000))
    yield "21 MB behind a picture", encoded(picture(), "JPEG") + bytes(21 << 20)


def _not_photos():
    yield "nothing", b""
    yield "one byte", b"\xff"
    yield "zeros", bytes(100_000)
    yield "noise", random.Random(1).randbytes(50_000)  # noqa: S311 - the same each time
    yield "text", CANARY * 100
    yield "html", b"<!doctype html>" + SCRIPT
    yield "html behind a jpeg's first bytes", b"\xff\xd8\xff\xe0" + SCRIPT * 50
    yield "html behind a png's first bytes", b"\x89PNG\r\n\x1a\n" + SCRIPT * 50
    yield "script that begins as a gif", b"GIF89a/*" + bytes(200) + b"*/=1;alert('" + CANARY + b"')"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    yield "zipped svg", gzip.compress(b"<svg>" + SCRIPT + b"</svg>")
    yield "entities", b'<!DOCTYPE a [<!ENTITY a "' + b"b" * 1000 + b'"><!ENTITY c "' + b"&a;" * 1000 + b'">]><a>&c;</a>'
    yield "php", b"<?php system($_GET['a']); ?>"
    yield "windows program", b"MZ" + bytes(500)
    yield "linux program", b"\x7fELF" + bytes(500)
    yield "pdf", b"%PDF-1.7\n/JavaScript " + CANARY + bytes(500)
    yield "zip", archive()
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
    yield "heic sequence", b"\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc" + bytes(500)
    yield "avif", encoded(picture(), "AVIF") if "AVIF" in Image.SAVE else b"\0\0\0\x18ftypavif" + bytes(500)
    yield "mp4", b"\0\0\0\x18ftypisom" + bytes(500)
    yield "wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(500)
    yield "webp without a body", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(10)
    yield "webp of an unknown kind", b"RIFF\xff\0\0\0WEBPXXXX" + bytes(300)
    for form in ("TIFF", "BMP", "ICO", "EPS", "PPM", "TGA", "PCX", "DDS", "JPEG2000", "ICNS", "SGI", "PDF"):
        yield f"{form.lower()} picture", encoded(picture(64, 64), form)
    yield (
        "bmp that says 2^31",
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24, *[0] * 6),
    )
    yield "ppm that says 99999 squared", b"P6 99999 99999 255\n" + bytes(100)


def _cut_short():
    for form in FORMS:
        whole = encoded(picture(), form)
        for share in (1, 5, 20, 40, 60, 80, 95, 99):
            yield f"{form.lower()}, the first {share} %", whole[: len(whole) * share // 100]


def _damaged():
    dice = random.Random(2)  # noqa: S311 - the same each time
    for form in FORMS:
        for number in range(5):
            sent = bytearray(encoded(picture(), form))
            for _flip in range(1 + 3 * number):
                sent[dice.randrange(12, len(sent))] ^= 1 << dice.randrange(8)
            yield f"{form.lower()}, damaged {number}", bytes(sent)


def _two_in_one():
    for form in FORMS:
        whole = encoded(picture(), form)
        yield f"{form.lower()} and a page", whole + SCRIPT
        yield f"{form.lower()} and an archive", whole + archive()
    yield "gif with a page in its comment", encoded(picture(), "GIF", comment=SCRIPT)
    yield "jpeg with php in its comment", encoded(picture(), "JPEG", comment=b"<?php " + CANARY + b" ?>")
    yield "png with a page in its texts", encoded(picture(), "PNG", pnginfo=texts())
    yield "webp with a page in its xmp", encoded(picture(), "WEBP", xmp=SCRIPT)
    yield "page before a jpeg", SCRIPT + encoded(picture(), "JPEG")
    yield "two jpegs", encoded(picture(), "JPEG") * 2


def _stuffed():
    yield "jpeg with a profile of 10 MB", encoded(picture(), "JPEG", icc_profile=CANARY * 900_000)
    yield "png with a profile of 10 MB", encoded(picture(), "PNG", icc_profile=CANARY * 900_000)
    yield "webp with a profile of 10 MB", encoded(picture(), "WEBP", icc_profile=CANARY * 900_000)
    yield "jpeg with comments of 10 MB", into_jpeg(*[segment(0xFE, CANARY * 5_000)] * 180)
    yield "jpeg with 150 tag blocks", into_jpeg(*[segment(0xE1, b"Exif\0\0" + CANARY * 5_000)] * 150)
    yield (
        "jpeg with long xmp",
        into_jpeg(*[segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + CANARY * 5_000)] * 150),
    )
    yield "png with 50,000 texts", into_png(*[chunk(b"tEXt", b"a\0" + CANARY)] * 50_000)
    yield (
        "gif with 50,000 comments",
        ((plain := encoded(picture(), "GIF"))[:781] + (b"!\xfe\x0b" + CANARY + b"\0") * 50_000 + plain[781:]),
    )
    yield (
        "tags that lead to themselves",
        into_jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1\x87\x69\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08")),
    )
    yield "tags of no sense", into_jpeg(segment(0xE1, b"Exif\0\0MM\0*" + b"\xff" * 200))
    yield (
        "upside of no sense",
        into_jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x63\0\0\0\0\0\0")),
    )
    for form in ("JPEG", "PNG", "WEBP"):
        yield (
            f"{form.lower()} with every tag",
            tagged(form, **({"pnginfo": texts()} if form == "PNG" else {"xmp": CANARY})),
        )


def _odd():
    yield "cmyk", encoded(picture().convert("CMYK"), "JPEG")
    yield "grey jpeg", encoded(picture().convert("L"), "JPEG")
    yield "progressive", encoded(picture(), "JPEG", progressive=True)
    yield "16 bits of grey", encoded(Image.new("I;16", (300, 200), 40_000), "PNG")
    yield "16 bits of colour", png(20, 20, zlib.compress((b"\0" + bytes(120)) * 20), depth=16, colour=2)
    yield "palette without colours", png(20, 20, zlib.compress((b"\0" + bytes(20)) * 20), depth=8, colour=3)
    yield "palette and see-through", encoded(picture().convert("P"), "PNG", transparency=3)
    for mode in ("1", "L", "LA", "P", "RGBA"):
        yield f"png of mode {mode}", encoded(picture().convert(mode), "PNG")
    yield "see-through webp", encoded(picture().convert("RGBA"), "WEBP")
    yield "lossless webp", encoded(picture(), "WEBP", lossless=True)
    for width, height in ((1, 1), (1, 30_000), (30_000, 1), (16_383, 2)):
        for form in ("JPEG", "PNG", "WEBP"):
            if max(width, height) < 16_384 or form != "WEBP":
                yield f"{form.lower()} of {width} by {height}", encoded(Image.new("RGB", (width, height)), form)


@cache
def hostile_files() -> dict[str, bytes]:
    kinds = (_bombs, _not_photos, _cut_short, _damaged, _two_in_one, _stuffed, _odd)
    return dict(pair for kind in kinds for pair in kind())


HOSTILE_NAMES = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\x.jpg", "a\0.jpg", "a\r\nSet-Cookie: b=c.jpg",
    "\u202egpj.exe", "照片.jpg.php", ".htaccess", "x" * 5_000 + ".jpg", "CON.jpg", "<script>alert(1)</script>.jpg",
    "a;rm -rf ~.jpg", "%2e%2e%2f%2e%2e%2fx.jpg", "🙂" * 300, "'; DROP TABLE cases_photo;--.jpg", "", " ", ".", "..",
)  # fmt: skip
