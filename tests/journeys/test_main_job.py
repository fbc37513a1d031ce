"""An office brings five workbooks; an hour later every room has its keeper and its lead, and a report can go its way."""

from playwright.sync_api import Page, expect

from jingwei.cases.actions import ensure_catalogue
from jingwei.cases.models import Case
from jingwei.core import clock
from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid, Plan, PlanRoom
from jingwei.housing.models import Stay
from jingwei.people.actions import ensure_staff
from jingwei.people.models import Person
from jingwei.sign_in import factors
from jingwei.site.demo.college import WORKBOOKS
from jingwei.terms.actions import ensure_term
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

from .turns import report, step

PASSWORD = "amber-birch-cedar-delta"
LONG = 120_000  # a plan of 284 rooms may take its time on a slow machine
SYSTEM = System("tests")


def office() -> Person:
    """What is there before the first workbook: a term, a catalogue and somebody of the committee."""
    ensure_term(SYSTEM)
    ensure_catalogue(SYSTEM)
    committee = ensure_staff(SYSTEM, number="D001", name="何静", gender="female")
    appoint(SYSTEM, committee, Role.COMMITTEE)
    committee.set_password(PASSWORD)
    committee.save()
    return committee


def enter(page: Page) -> None:
    page.goto("/")
    page.get_by_label("学号或工号").fill("D001")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("号码或密码不对")).to_be_visible()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="用验证器应用").click()
    page.get_by_label("应用里的六位数字").fill(factors.code_now(page.locator(".secret").inner_text())[0])
    page.get_by_role("button", name="设好了").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(f"{page.server_url}/")


def bring_workbooks(page: Page) -> None:
    page.get_by_role("navigation", name="全部页面").get_by_role("link", name="导入名册").click()
    page.get_by_role("link", name="导入新的名单").click()
    page.locator("input[type=file]").set_input_files(sorted(WORKBOOKS.glob("*.xlsx")))
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_text("待确认")).to_be_visible(timeout=LONG)
    assert not Stay.objects.exists(), "a preview writes nothing"
    page.locator("a[href*='tab=left-out']").click()
    for column in ("身份证号", "民族"):
        expect(page.get_by_role("main").get_by_text(column).first).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入", exact=True).first).to_be_visible(timeout=LONG)
    assert Stay.objects.live().count() == 1136


def draft_look_pin_publish(page: Page) -> PlanRoom:
    """Returns the room whose keeper was changed by hand."""
    page.get_by_role("navigation", name="全部页面").get_by_role("link", name="网格方案").click()
    page.get_by_role("button", name="起草一份").first.click()
    expect(page.get_by_text("检查通过")).to_be_visible(timeout=LONG)
    page.locator("a.window").first.click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("button", name="换人并固定")).to_be_visible()
    choice = panel.get_by_role("combobox")
    before = choice.input_value()
    other = choice.locator("option").evaluate_all(
        "(options, before) => options.map((option) => option.value).find((value) => value && value !== before)", before
    )
    choice.select_option(other)
    panel.get_by_role("button", name="换人并固定").click()
    expect(panel).to_be_hidden(timeout=LONG)
    pinned = PlanRoom.objects.get(keeper_pinned=True)
    assert str(pinned.keeper_id) == other
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("岗位从现在起生效")).to_be_visible(timeout=LONG)
    return pinned


def test_from_five_workbooks_to_a_report_that_reaches_its_keeper(open_page):
    office()
    desk = open_page(DESKTOP)
    enter(desk)
    bring_workbooks(desk)
    pinned = draft_look_pin_publish(desk)
    assert Plan.objects.get().state == Plan.State.PUBLISHED
    grids = MicroGrid.objects.live()
    assert grids.filter(small_grid__isnull=False, lead__isnull=False).count() == 284
    assert grids.get(room=pinned.room).small_grid.keeper == pinned.keeper, "what was pinned stays"
    desk.get_by_role("navigation", name="全部页面").get_by_role("link", name="覆盖检查").click()
    expect(desk.get_by_text("284 / 284")).to_have_count(3)  # with a keeper, with a lead, with both
    axe(desk)

    stay = Stay.objects.live().filter(person__appointments=None).select_related("person", "room").first()
    resident = open_page(PHONE)
    sign_in(resident, stay.person)
    resident.goto("/")
    keeper = grids.get(room=stay.room).small_grid.keeper
    expect(resident.get_by_text(keeper.name)).to_be_visible()
    case = report(resident, "水龙头关不紧，一直滴", place_code=stay.room.place_code, photo=True)
    assert (case.room, case.photos.count()) == (stay.room, 1)
    assert case.promised_at > clock.now()

    phone = open_page(PHONE)
    sign_in(phone, keeper)
    phone.goto("/cases/")
    expect(phone.get_by_role("link", name=case.category.name)).to_be_visible()
    step(phone, case, "立案")
    assert Case.objects.get().filed_at
