"""Another site tries to put Jingwei into a frame, and to send a form in the name of whoever visits it."""

from playwright.sync_api import expect

from tests.support.browser import sign_in

EVIL = "http://evil.example/"
FRAME = '<!doctype html><iframe name="inner" src="{address}"></iframe>'
FORM = """<!doctype html><form method="post" action="{address}preferences/"><input name="theme" value="dark">
<button>win</button></form>"""


def visiting(browser, live_server, person, trap: str):
    """A page of another site, in the browser of somebody who is signed in here."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.server_url = live_server.url
    sign_in(page, person)
    page.route(
        f"{EVIL}**",
        lambda route: route.fulfill(body=trap.format(address=f"{live_server.url}/"), content_type="text/html"),
    )
    page.goto(EVIL)
    return page


def test_no_frame_shows_a_page(browser, live_server, campus):
    page = visiting(browser, live_server, campus["韩冬"], FRAME)
    inner = page.frame("inner")
    inner.wait_for_load_state()
    assert inner.url.startswith("chrome-error:")
    assert "经纬" not in inner.content()
    page.context.close()


def test_a_form_of_another_site_is_refused(browser, live_server, campus):
    page = visiting(browser, live_server, campus["韩冬"], FORM)
    page.get_by_role("button", name="win").click()
    expect(page.get_by_role("heading", name="这一页放得太久了")).to_be_visible()
    assert "theme" not in {cookie["name"] for cookie in page.context.cookies()}
    page.context.close()
