"""The pages of grids: who gets them, what they answer, and that what changes is asked by POST alone."""

import pytest
from django.urls import reverse

from jingwei.grids.models import Exemption, Plan
from jingwei.terms.models import Term

pytestmark = pytest.mark.django_db

EVERYBODY = {"何书记", "孔科长", "罗宁", "陈雅琴", "赵敏", "周晓雨", "韩冬", "王师傅", "严谨", "石工"}
OPEN_TO = {
    "grids:mine": EVERYBODY - {"严谨", "石工", "孔科长"},  # 孔科长 holds no desk in the small campus
    "grids:plans": {"何书记"},
    "grids:findings": {"何书记", "陈雅琴"},
    "grids:exempt": {"何书记", "陈雅琴"},
}


@pytest.fixture
def as_(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_each_role_gets_its_pages_and_no_other(as_, name):
    browser = as_(name)
    got = {url: browser.get(reverse(url)).status_code for url in OPEN_TO}
    assert got == {url: 200 if name in people else 403 for url, people in OPEN_TO.items()}


@pytest.mark.parametrize("name", sorted(EVERYBODY - {"何书记"}))
def test_a_plan_is_the_committees_alone(as_, plan, cast, name):
    browser = as_(name)
    for url in ("grids:plan", "grids:plan-replan", "grids:publish", "grids:discard"):
        method = browser.get if url == "grids:plan" else browser.post
        assert method(reverse(url, args=[plan.pk])).status_code == 403
    room = [plan.pk, cast.rooms["5-413"].pk]
    for url in ("grids:plan-room", "grids:plan-pin", "grids:plan-unpin", "grids:plan-cap"):
        assert browser.post(reverse(url, args=room)).status_code == 403
    assert browser.get(reverse("grids:plan-swap", args=room)).status_code == 403
    assert browser.post(reverse("grids:plan-swap-with", args=[*room, cast.rooms["5-501"].pk])).status_code == 403
    assert browser.get(reverse("grids:calculation", args=[1])).status_code == 403
    assert browser.post(reverse("grids:calculation-stop", args=[1])).status_code == 403
    assert browser.post(reverse("grids:plan-new")).status_code == 403
    assert Plan.objects.get().state == Plan.State.DRAFT


def test_what_changes_something_is_not_done_by_a_link(as_, plan, cast):
    browser = as_("何书记")
    room = [plan.pk, cast.rooms["5-413"].pk]
    addresses = [
        reverse("grids:plan-new"),
        *(reverse(url, args=[plan.pk]) for url in ("grids:plan-replan", "grids:publish", "grids:discard")),
        *(reverse(url, args=room) for url in ("grids:plan-pin", "grids:plan-unpin", "grids:plan-cap")),
        reverse("grids:calculation-stop", args=[1]),
        reverse("grids:exempt-end", args=[1]),
    ]
    assert {browser.get(address).status_code for address in addresses} == {405}
    assert {browser.post(reverse(url)).status_code for url in ("grids:mine", "grids:plans", "grids:findings")} == {405}


def test_drafting_leads_to_the_plan_and_publishing_says_so(as_, cast, django_capture_on_commit_callbacks):
    browser = as_("何书记")
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(reverse("grids:plan-new"))
    plan = Plan.objects.get()
    answer = browser.get(answer["Location"])
    assert answer["Location"] == reverse("grids:plan", args=[plan.pk])
    page = text_of(browser.get(answer["Location"]))
    assert "4 / 4" in page
    assert "检查通过" in page
    published = text_of(browser.post(reverse("grids:publish", args=[plan.pk]), follow=True))
    assert "方案已发布" in published
    assert reverse("grids:publish", args=[plan.pk]) not in published
    assert "已不是草稿" in text_of(browser.post(reverse("grids:publish", args=[plan.pk]), follow=True))


def test_a_draft_that_cannot_be_made_says_why(as_, cast):
    Term.objects.update(starts_on="2199-01-01", ends_on="2199-06-01")
    assert "没有正在进行的学期" in text_of(as_("何书记").post(reverse("grids:plan-new"), follow=True))
    assert not Plan.objects.exists()


def test_a_discarded_plan_stays_to_be_read(as_, plan):
    browser = as_("何书记")
    browser.post(reverse("grids:discard", args=[plan.pk]))
    assert "已放弃" in text_of(browser.get(reverse("grids:plan", args=[plan.pk])))


def test_a_room_is_given_to_somebody_by_form(as_, plan, cast):
    browser, room = as_("何书记"), cast.rooms["5-413"]
    address = reverse("grids:plan-room", args=[plan.pk, room.pk])
    assert "陈雅琴" in text_of(browser.get(address))
    assert browser.post(address, {"person": cast["陈雅琴"].pk}).status_code == 302
    row = plan.rooms.get(room=room)
    assert (row.keeper, row.keeper_pinned) == (cast["陈雅琴"], True)
    assert "固定的房间" in text_of(browser.get(reverse("grids:plan", args=[plan.pk])))


@pytest.mark.parametrize("person", ["李强", "韩冬", None])
def test_who_may_not_have_the_room_is_refused_on_the_form(as_, plan, cast, person):
    address = reverse("grids:plan-room", args=[plan.pk, cast.rooms["5-413"].pk])
    sent = {"person": cast[person].pk if person else ""}
    answer = as_("何书记").post(address, sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["person"][0] in text_of(answer)
    assert not plan.rooms.filter(keeper_pinned=True).exists()


def test_the_form_says_why_a_published_plan_stays(as_, plan, cast):
    browser = as_("何书记")
    browser.post(reverse("grids:publish", args=[plan.pk]))
    answer = browser.post(
        reverse("grids:plan-room", args=[plan.pk, cast.rooms["5-413"].pk]), {"person": cast["陈雅琴"].pk}
    )
    assert answer.status_code == 422
    assert "已不是草稿" in str(answer.context["form"].errors)


@pytest.mark.parametrize("role", ["keeper", "lead"])
def test_a_room_is_held_and_let_go(as_, plan, cast, role):
    browser, room = as_("何书记"), [plan.pk, cast.rooms["5-413"].pk]
    hold, let_go, sheet = (
        f"{reverse(url, args=room)}?role={role}" for url in ("grids:plan-pin", "grids:plan-unpin", "grids:plan-room")
    )
    assert hold in text_of(browser.get(sheet))
    browser.post(hold)
    row = plan.rooms.get(room=room[1])
    assert (row.keeper_pinned, row.lead_pinned) == (role == "keeper", role == "lead")
    assert let_go in text_of(browser.get(sheet))
    browser.post(let_go)
    row.refresh_from_db()
    assert (row.keeper_pinned, row.lead_pinned) == (False, False)


def test_a_room_or_plan_that_is_not_there(as_, plan, cast):
    browser = as_("何书记")
    addresses = [
        reverse("grids:plan", args=[plan.pk + 1]),
        reverse("grids:plan-room", args=[plan.pk, cast.rooms["3-102"].pk]),
        reverse("grids:plan-room", args=[plan.pk + 1, cast.rooms["5-413"].pk]),
    ]
    answers = [browser.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert browser.post(reverse("grids:publish", args=[plan.pk + 1])).status_code == 404


def test_my_grid_shows_who_looks_after_me_and_who_lives_here(as_):
    page = text_of(as_("韩冬").get(reverse("grids:mine")))
    assert all(name in page for name in ("赵敏", "周晓雨", "陈雅琴"))
    assert not [name for name in ("孙悦", "沈青", "郑好", "王磊") if name in page]


def test_a_keepers_grid_has_each_room(as_):
    page = text_of(as_("赵敏").get(reverse("grids:mine")))
    assert "5号楼 412" in page
    assert "5号楼 501" in page
    assert "5号楼 413" not in page
    assert "钱乐" not in page  # moved out


def test_a_secretary_frees_a_member_of_the_own_branch_only(as_, cast):
    browser = as_("冯远")
    answer = browser.post(reverse("grids:exempt"), {"person": cast["丁前"].pk, "reason": "graduating"})
    assert answer.status_code == 422
    assert not Exemption.objects.exists()
    browser.post(reverse("grids:exempt"), {"person": cast["吴霜"].pk, "reason": "internship"})
    exemption = Exemption.objects.get()
    assert exemption.person == cast["吴霜"]
    page = text_of(browser.get(reverse("grids:findings")))
    assert "外出实习" in page
    assert as_("陈雅琴").post(reverse("grids:exempt-end", args=[exemption.pk])).status_code == 404
    assert "外出实习" not in text_of(browser.get(reverse("grids:findings")))


def test_the_same_member_is_freed_once(as_, cast):
    browser, sent = as_("陈雅琴"), {"person": cast["丁前"].pk, "reason": "graduating"}
    assert browser.post(reverse("grids:exempt"), sent).status_code == 302
    again = browser.post(reverse("grids:exempt"), sent)
    assert again.status_code == 422
    assert "已经免任" in text_of(again)


def test_the_pages_speak_english(as_, plan, cast):
    browser = as_("何书记")
    pages = [
        reverse("grids:plans"),
        reverse("grids:plan", args=[plan.pk]),
        reverse("grids:plan-room", args=[plan.pk, cast.rooms["5-413"].pk]),
        reverse("grids:findings"),
    ]
    said = [text_of(browser.get(page, HTTP_ACCEPT_LANGUAGE="en")) for page in pages]
    assert "网格方案" not in "".join(said)
