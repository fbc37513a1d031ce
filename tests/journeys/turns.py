"""What the people of the stories do over and over: report, take a step of a case, look where it stands."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from jingwei.cases.models import Case
from tests.support.browser import sign_in


def picture() -> dict:
    """A photo as a phone hands it over."""
    content = BytesIO()
    Image.new("RGB", (1200, 900), "#7a8f99").save(content, "JPEG")
    return {"name": "IMG_0412.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def report(
    page: Page, text: str, *, place_code: str = "", family="设施报修", kind="漏水、停水、下水堵", photo=False
) -> Case:
    """Three taps and a sentence, from the code at a room's door or from the middle of the bar."""
    page.goto(f"/cases/report/?room={place_code}" if place_code else "/cases/report/")
    page.get_by_role("link", name=family).click()
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("说一句").fill(text)
    if photo:
        page.locator("input[type=file]").set_input_files(picture())
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    return Case.objects.latest("pk")


def step(page: Page, case: Case, label: str, *, choose: dict | None = None, **sentences: str) -> None:
    """Press the button of the case's page; where a panel opens, fill it in and send it."""
    page.goto(f"/cases/{case.pk}/")
    main = page.get_by_role("main")
    tap = main.get_by_role("button", name=label, exact=True).or_(main.get_by_role("link", name=label, exact=True))
    opens_panel = tap.get_attribute("href") is not None
    tap.click()
    if opens_panel:
        panel = page.get_by_role("dialog")
        for field, option in (choose or {}).items():
            panel.get_by_label(field).select_option(label=option)
        for field, sentence in sentences.items():
            panel.get_by_label(field).fill(sentence)
        panel.get_by_role("button", name=label, exact=True).click()
        expect(panel).to_be_hidden()
    expect(page.locator(".toast").first).to_be_visible()


def stands(page: Page, case: Case, state: str) -> None:
    """The case's page says so, and so does its row."""
    page.goto(f"/cases/{case.pk}/")
    expect(page.get_by_role("main").locator(".pill").first).to_have_text(state)
    case.refresh_from_db()
    assert case.get_state_display() == state


class Browsers:
    """A browser for each person, opened when they first appear: on the phone, or at a desk."""

    def __init__(self, open_page, people):
        self.open_page, self.people, self.pages = open_page, people, {}

    def __call__(self, name: str, device: dict) -> Page:
        if name not in self.pages:
            self.pages[name] = self.open_page(device)
            sign_in(self.pages[name], self.people[name])
        return self.pages[name]
