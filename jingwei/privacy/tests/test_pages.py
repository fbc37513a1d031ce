"""The pages open for those whose they are, say what they should, and are closed to everyone else."""

import pytest
from django.urls import reverse

from jingwei.gate.models import TrailEntry
from jingwei.privacy.actions import exports, looking, requests

from .conftest import REASON

pytestmark = pytest.mark.django_db
EVERYONE = ("privacy:home", "privacy:readings", "privacy:my-data", "privacy:requests", "privacy:desk")
ASKING = ("privacy:correction-new", "privacy:objection-new")


@pytest.mark.parametrize("name", EVERYONE + ASKING)
@pytest.mark.parametrize("who", ["韩冬", "赵敏", "孔科长", "严谨", "石工"])
def test_everyone_has_their_own_pages(campus, name, who):
    assert campus.client(who).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("privacy:oversight", {"严谨"}),
        ("privacy:inquiry-new", {"严谨"}),
        ("privacy:delay-new", {"严谨"}),
        ("privacy:export-new", {"孔科长"}),
        ("privacy:exports", {"孔科长"}),
        ("privacy:export-desk", {"严谨", "何书记"}),
    ],
)
def test_the_pages_of_a_post_open_for_that_post_alone(campus, name, may):
    for who in ("韩冬", "赵敏", "陈雅琴", "王师傅", "孔科长", "何书记", "罗宁", "严谨", "石工"):
        expected = 200 if who in may else 403
        assert campus.client(who).get(reverse(name)).status_code == expected, who


def test_the_glass_log_says_who_read_in_what_post_and_for_what(campus):
    person = campus["韩冬"]
    for _twice in range(2):
        assert campus.client("赵敏").get(reverse("people:show", args=[person.pk])).status_code == 200
    body = campus.client("韩冬").get(reverse("privacy:readings")).content.decode()
    assert "赵敏 · 照看你寝室的网格党员" in body
    assert "名册里的你 · 照看寝室与联系同学" in body
    assert "2 次" in body


def test_nobody_read_and_it_says_so(campus):
    assert "没有人看过你的资料" in campus.client("韩冬").get(reverse("privacy:readings")).content.decode()


def test_the_glass_log_is_filtered_by_class_and_paged_by_key(campus, monkeypatch):
    monkeypatch.setattr("jingwei.privacy.readings.PAGE", 2)
    person, keeper = campus["韩冬"], campus.client("赵敏")
    for _three in range(3):
        keeper.get(reverse("people:show", args=[person.pk]))
    page = campus.client("韩冬").get(reverse("privacy:readings"), {"class": "D02"})
    more = page.context["more"]
    assert "before=" in more
    assert "class=D02" in more
    rest = campus.client("韩冬").get(reverse("privacy:readings") + more)
    assert [len(line.times) for day in rest.context["days"] for line in day.lines] == [1]
    campus.client("孔科长").post(reverse("people:contacts", args=[person.pk]))
    other = campus.client("韩冬").get(reverse("privacy:readings"), {"class": "D03"})
    assert [line.reading.who for day in other.context["days"] for line in day.lines] == ["孔科长"]
    assert len(other.context["filters"]) == 3


def test_a_correction_goes_from_the_page_to_the_roster(campus):
    asked = campus.client("韩冬").post(
        reverse("privacy:correction-new"), {"field": "class_name", "right": "国服 2503", "why": "转专业以后没有改"}
    )
    page = asked["Location"]
    assert campus.client("陈雅琴").get(page).status_code == 404  # her room-mate, and secretary of the branch
    committee = campus.client("何书记")
    assert "韩冬" in committee.get(reverse("privacy:desk")).content.decode()
    assert committee.post(f"{page}decide/", {"verdict": "accept", "answer": ""}).status_code == 422
    committee.post(f"{page}decide/", {"verdict": "accept", "answer": "已按学院通知改好"})
    assert campus["韩冬"].class_name == "国服 2503"
    assert "已按学院通知改好" in campus.client("韩冬").get(page).content.decode()


def test_an_objection_is_the_auditors_and_named_to_nobody(campus):
    asked = campus.client("韩冬").post(
        reverse("privacy:objection-new"), {"wish": "reading", "data_class": "D02", "why": "昨晚十点有人看了我的资料"}
    )
    page = asked["Location"]
    body = campus.client("严谨").get(page).content.decode()
    assert "昨晚十点" in body
    assert "韩冬" not in body
    for who in ("何书记", "孔科长", "赵敏"):
        assert campus.client(who).get(page).status_code == 404, who
    campus.client("严谨").post(f"{page}decide/", {"verdict": "refuse", "answer": "那是学院核对名册"})
    assert "那是学院核对名册" in campus.client("韩冬").get(page).content.decode()


def test_what_was_asked_can_be_taken_back_once(campus):
    row = requests.ask_objection(campus["韩冬"], wish="erase", data_class="D05", why="不想留着")
    page = reverse("privacy:objection-withdraw", args=[row.pk])
    assert campus.client("沈青").post(page).status_code == 404
    campus.client("韩冬").post(page)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert campus.client("韩冬").post(page).status_code == 302  # again: it says that it is answered


def test_contacts_are_shown_on_a_click_and_the_click_is_one_line(campus):
    lead, keeper = campus["周晓雨"], campus.client("赵敏")
    page = keeper.get(reverse("people:show", args=[lead.pk])).content.decode()
    assert "看电话" in page
    assert lead.phone not in page
    answer = keeper.post(reverse("people:contacts", args=[lead.pk]))
    assert lead.phone in answer.content.decode()
    line = campus.readings(data__class="D03").get()
    assert (line.actor, line.data["ids"], line.data["purpose"]) == (campus["赵敏"], [lead.pk], "care")


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("赵敏", "周晓雨", True),  # the lead of her room
        ("赵敏", "韩冬", False),  # lives in her room, leads none
        ("陈雅琴", "周晓雨", True),  # an activist of her branch
        ("冯远", "周晓雨", False),
        ("孔科长", "韩冬", True),
        ("何书记", "韩冬", False),
        ("罗宁", "韩冬", False),
        ("王师傅", "韩冬", False),
        ("周晓雨", "韩冬", False),
        ("严谨", "韩冬", False),
        ("石工", "韩冬", False),
    ],
)
def test_who_may_see_whose_telephone(campus, who, whose, may):
    answer = campus.client(who).post(reverse("people:contacts", args=[campus[whose].pk]))
    assert answer.status_code == 200 if may else answer.status_code in (403, 404)


def test_the_auditor_sees_figures_and_no_contents(campus):
    campus.client("赵敏").get(reverse("people:show", args=[campus["韩冬"].pk]))
    body = campus.client("严谨").get(reverse("privacy:oversight")).content.decode()
    assert "赵敏" in body  # who read
    assert "名册：姓名、房间、床位" in body
    assert "韩冬" not in body  # whom


def test_the_auditors_looks_are_counted_and_end(campus, monkeypatch):
    monkeypatch.setattr(looking, "QUERIES_A_DAY", 3)
    pages = [campus.client("严谨").get(reverse("privacy:oversight")).status_code for _look in range(4)]
    assert pages == [200, 200, 200, 429]


def test_contents_open_inside_an_inquiry_and_nowhere_else(campus):
    person = campus["韩冬"]
    auditor = campus.client("严谨")
    assert auditor.get(reverse("people:show", args=[person.pk])).status_code == 403
    asked = auditor.post(reverse("privacy:inquiry-new"), {"number": person.number, "case": "", "reason": REASON})
    page = asked["Location"]
    assert "韩冬" in auditor.get(f"{page}D02/").content.decode()
    assert auditor.get(f"{page}D17/").status_code == 404
    assert auditor.get(f"{page}D08/").status_code == 404
    assert campus.client("何书记").get(f"{page}D02/").status_code == 403
    body = campus.client("韩冬").get(reverse("privacy:readings")).content.decode()
    assert "严谨" in body
    assert "核查阅知与操作记录" in body
    auditor.post(f"{page}close/")
    assert auditor.get(f"{page}D02/").status_code == 404


def test_an_inquiry_on_a_case_opens_that_case_alone(campus):
    case, other = campus.loop.bring_to("handling"), campus.loop.report(text="另一件不相干的事情")
    auditor = campus.client("严谨")
    asked = auditor.post(reverse("privacy:inquiry-new"), {"number": "", "case": case.number, "reason": REASON})
    body = auditor.get(f"{asked['Location']}D05/").content.decode()
    assert case.number in body
    assert other.text not in body
    assert auditor.get(f"{asked['Location']}D02/").status_code == 404


def test_sixty_person_pages_in_ten_minutes_are_enough(campus, monkeypatch):
    monkeypatch.setattr("jingwei.gate.pace.MOST", 5)
    keeper, person = campus.client("赵敏"), reverse("people:show", args=[campus["韩冬"].pk])
    assert [keeper.get(person).status_code for _page in range(7)] == [200] * 5 + [429] * 2
    assert TrailEntry.objects.filter(verb="privacy.pace").count() == 1
    assert keeper.get(reverse("people:list")).status_code == 200  # a list is not a person's page


def test_an_export_is_approved_by_another_and_fetched_in_the_same_session(campus, client):
    form = {"sheet": "stays", "division": "", "columns": ["name", "room"], "purpose": "report", "why": "报保卫处核对"}
    page = campus.client("孔科长").post(reverse("privacy:export-new"), form)["Location"]
    assert campus.client("孔科长").post(f"{page}decide/", {"approve": "1"}).status_code == 403
    campus.client("何书记").post(f"{page}decide/", {"approve": "1"})
    row = exports.ExportRequest.objects.get()
    exports.make_export(row.pk)
    shown = campus.client("孔科长").get(page)
    link = {"link": shown.context["link"]}
    answer = campus.client("孔科长").get(f"{page}file/", link)
    assert answer.status_code == 200
    assert campus["孔科长"].number in answer["Content-Disposition"]
    client.force_login(campus["孔科长"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{page}file/", link).status_code == 404  # the same account, another session
    assert campus.client("何书记").get(f"{page}file/", link).status_code in (403, 404)
