"""The forms, buttons and links of a page, as a browser would send them."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

METHODS = {f"hx-{method}": method.upper() for method in ("get", "post", "put", "patch", "delete")}
UNSENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """Where it goes and what it carries: of a choice, every value on offer."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def add(self, name: str | None, value: str | None, kind: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value or "")
            self.kinds.setdefault(name, kind)


class Forms(HTMLParser):
    @classmethod
    def of(cls, page: str) -> list[Form]:
        parser = cls()
        parser.feed(page)
        return parser.found

    def __init__(self):
        super().__init__()
        self.found: list[Form] = []
        self.open: Form | None = None
        self.choice: str | None = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.open = self.form(attrs.get("method", "get").upper(), attrs.get("action") or "")
        elif tag == "a" and "?" in (attrs.get("href") or ""):
            self.form("GET", attrs["href"])
        for name, method in METHODS.items():
            if name in attrs:
                carrier = self.form(method, attrs[name] or "")
                for key, value in json.loads(attrs.get("hx-vals") or "{}").items():
                    carrier.add(key, str(value), "hx-vals")
        if self.open and tag in ("input", "textarea", "button", "select"):
            kind = attrs.get("type", tag) if tag == "input" else tag
            if tag == "select":
                self.choice = attrs.get("name")
            elif kind not in UNSENT or attrs.get("name"):
                self.open.add(attrs.get("name"), attrs.get("value"), kind)
        elif self.open and tag == "option" and self.choice:
            self.open.add(self.choice, attrs.get("value"), "select")

    def form(self, method: str, address: str) -> Form:
        parts = urlsplit(address)
        found = Form(method, parts.path)
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            found.add(name, value, "query")
        self.found.append(found)
        return found

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.choice = None
