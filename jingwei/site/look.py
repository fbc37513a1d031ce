"""Context processor: the frame a page is put in, and how the person wants it to look (cookies of `preferences`)."""

from jingwei.core import cookies

SHEET = "sheet-body"  # id of the panel's element in base.html


def look(request) -> dict:
    theme = cookies.read(request, "theme")
    large = cookies.read(request, "size") == "large"
    htmx = getattr(request, "htmx", None)
    return {
        "look": {
            "frame": "base_sheet.html" if htmx and htmx.target == SHEET else "base.html",
            "theme": theme,
            "light": theme == "light",
            "dark": theme == "dark",
            "auto": theme not in ("light", "dark"),
            "size": "large" if large else "normal",
            "large": large,
        }
    }
