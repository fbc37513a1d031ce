"""No mouse, no touch: signing in and reporting by keys alone, with the focus always to be seen."""

from playwright.sync_api import Page, expect

from jingwei.cases.models import Case
from tests.support.browser import DESKTOP

PASSWORD = "willow-lantern-42"
VISIBLE = """() => {
  const style = getComputedStyle(document.activeElement);
  const label = document.activeElement.closest("label") ?? document.activeElement;
  const around = getComputedStyle(label);
  const ring = (one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none";
  const next = document.activeElement.nextElementSibling;
  return ring(style) || ring(around) || (next !== null && ring(getComputedStyle(next)));
}"""


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus stands on such an element; on the way it can be seen wherever it is."""
    for _press in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(VISIBLE), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by Tab at {page.url}")


def test_signing_in_and_reporting_without_a_mouse(open_page, campus):
    person = campus["韩冬"]
    person.set_password(PASSWORD)
    person.save()
    page = open_page(DESKTOP)
    page.goto("/sign-in/")
    if not page.evaluate("document.activeElement.matches('[name=username]')"):
        tab_to(page, "[name=username]")
    page.keyboard.type(person.number)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.server_url}/")

    tab_to(page, "a[href='/cases/report/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="遇到了什么？")).to_be_visible()
    tab_to(page, "a[href^='/cases/report/repair/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="设施报修")).to_be_visible()
    tab_to(page, "[name=category]")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("漏得多不多")).to_be_visible()
    tab_to(page, "[name=text]")
    page.keyboard.type("水龙头关不紧，一直滴")
    tab_to(page, "#send button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert Case.objects.get().category.code == "water-leak"
