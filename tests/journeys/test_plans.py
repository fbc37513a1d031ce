"""A committee chooses what a plan looks at first, sees it beside what is in force, and mends a gap with one tap."""

from playwright.sync_api import Page, expect

from jingwei.grids.actions import draft_plan, publish_plan
from jingwei.grids.actions.calculating import take_up_due
from jingwei.grids.models import MicroGrid, Plan
from jingwei.grids.queries import charge_of
from jingwei.people.models import Person
from tests.support.browser import DESKTOP, PHONE, axe, sign_in


def committee(page: Page, campus) -> Page:
    sign_in(page, campus["何书记"])
    return page


def test_wishes_are_seen_before_they_are_chosen(open_page, campus):
    page = committee(open_page(PHONE), campus)
    page.goto("/grids/plans/")
    page.get_by_role("link", name="选侧重再算").click()
    expect(page.get_by_role("heading", name="算一份新方案")).to_be_visible()
    expect(page.get_by_text("现行方案").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="先看远近").click()
    expect(page.get_by_role("slider", name="远近")).to_have_value("4")
    page.get_by_role("slider", name="成片").fill("4")
    expect(page.get_by_role("button", name="计算这一份（自己定的）")).to_be_visible()
    page.get_by_role("button", name="计算这一份（自己定的）").click()
    page.wait_for_url("**/grids/**")
    take_up_due()
    plan = Plan.objects.get()
    assert (plan.wishes["near"], plan.wishes["together"], plan.wishes["balance"]) == (4, 4, 2)


def test_a_draft_is_seen_beside_what_is_in_force(open_page, campus):
    room = campus.cast.rooms["5-413"]
    MicroGrid.objects.filter(room=room).update(small_grid=None)
    plan = draft_plan(campus["何书记"])
    page = committee(open_page(DESKTOP), campus)
    page.goto(f"/grids/plans/{plan.pk}/")
    page.get_by_role("link", name="与现行方案比较").click()
    expect(page.get_by_role("heading", name="两份比较")).to_be_visible()
    expect(page.get_by_role("row", name="没有网格党员的房间 1 0 少 1")).to_be_visible()
    expect(page.get_by_role("group", name="5号楼立面")).to_have_count(0)  # 3号楼 stands first
    page.get_by_role("link", name="5号楼").first.click()
    expect(page.get_by_role("group", name="5号楼立面")).to_have_count(2)
    keeper = plan.rooms.get(room=room).keeper.name
    expect(page.get_by_role("row", name=f"5号楼 413 – → {keeper}")).to_be_visible()
    axe(page)


def test_a_gap_is_mended_with_one_tap(open_page, campus):
    publish_plan(campus["何书记"], draft_plan(campus["何书记"]).pk)
    room = campus.cast.rooms["5-413"]
    Person.objects.filter(pk=charge_of(room).keeper.pk).update(is_active=False)
    page = committee(open_page(PHONE), campus)
    page.goto("/grids/findings/")
    page.get_by_role("button", name="按现在的情况算一次").click()
    expect(page.get_by_text("接手后共").first).to_be_visible()
    axe(page)
    taps = page.get_by_role("button", name="就这样换")
    for left in range(taps.count(), 0, -1):
        expect(taps).to_have_count(left)
        taps.first.click()
    expect(taps).to_have_count(0)
    expect(page.get_by_text("岗位从现在起生效")).to_be_visible()
    assert charge_of(room).keeper.is_active
    assert Plan.objects.get(state=Plan.State.PUBLISHED).pk != Plan.objects.earliest("pk").pk
