"""Publishing: rows and posts change hands in one instant, and what has not changed is left alone."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.gate import trail
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.posts import roles_of
from jingwei.gate.roles import Role
from jingwei.grids.actions import assign_room, draft_plan, publish_plan
from jingwei.grids.models import MicroGrid, Plan, SmallGrid
from jingwei.grids.queries import charge_of, coverage, published_plan
from jingwei.housing.models import Stay
from jingwei.terms.models import Term

pytestmark = pytest.mark.django_db


def sees(person, room) -> bool:
    return visible(person, "stays.read", Stay).filter(room=room).exists()


def give_413_to(cast, committee, plan, name):
    assign_room(committee, plan.pk, room=cast.rooms["5-413"].pk, keeper=cast[name].pk)


def test_rights_follow_at_once_and_end_at_once(cast, plan, committee):
    room = cast.rooms["5-413"]
    heir = next(name for name in ("丁前", "陈雅琴") if not sees(cast[name], room))
    give_413_to(cast, committee, plan, heir)
    assert sees(cast["吴霜"], room)  # she lives there
    cast["吴霜"].stays.update(room=cast.rooms["5-501"])
    cast["吴霜"].refresh_from_db()
    assert sees(cast["吴霜"], room)  # and keeps it still
    publish_plan(committee, plan.pk)
    assert not sees(cast["吴霜"], room)
    assert sees(cast[heir], room)
    assert Role.KEEPER in roles_of(cast[heir])
    assert charge_of(room).keeper == cast[heir]


def test_posts_are_as_the_plan_says(cast, plan, committee):
    publish_plan(committee, plan.pk)
    live = Appointment.objects.live()
    leads = {(post.unit_id, post.person_id) for post in live.filter(role=Role.LEAD)}
    assert leads == set(plan.rooms.values_list("room", "lead"))
    keepers = {(post.unit_id, post.person_id) for post in live.filter(role=Role.KEEPER)}
    assert keepers == set(SmallGrid.objects.live().values_list("pk", "keeper"))
    kept = MicroGrid.objects.live().values_list("room", "small_grid__keeper", "lead")
    assert set(kept) == set(plan.rooms.values_list("room", "keeper", "lead"))


def test_old_ends_in_the_instant_that_new_begins(cast, plan, committee):
    give_413_to(cast, committee, plan, "陈雅琴")
    at = publish_plan(committee, plan.pk).published_at
    old, new = MicroGrid.objects.filter(room=cast.rooms["5-413"]).order_by("start")
    assert old.end == new.start == at
    assert Appointment.objects.get(person=cast["陈雅琴"], role=Role.KEEPER, end=None).start == at


def test_what_did_not_change_keeps_its_rows(cast, committee):
    publish_plan(committee, draft_plan(committee).pk)
    rows = set(MicroGrid.objects.live().values_list("pk", flat=True))
    posts = set(Appointment.objects.live().values_list("pk", flat=True))
    told = OutboxMessage.objects.count()
    again = draft_plan(committee)
    publish_plan(committee, again.pk)
    assert set(MicroGrid.objects.live().values_list("pk", flat=True)) == rows
    assert set(Appointment.objects.live().values_list("pk", flat=True)) == posts
    assert OutboxMessage.objects.count() == told
    assert published_plan(cast.term) == again
    assert list(Plan.objects.values_list("state", flat=True).order_by("pk")) == ["replaced", "published"]


def test_a_replaced_plan_says_by_which(cast, plan, committee):
    publish_plan(committee, plan.pk)
    again = publish_plan(committee, draft_plan(committee).pk)
    entry = trail.of(plan).last()
    assert (entry.verb, entry.data["by"]) == ("grids.replace", again.pk)
    assert trail.describe(entry, "何书记") == "何书记 发布了新方案，这一份到此为止"


def test_codes_name_places_in_the_organisation_and_nobody(cast, plan, committee):
    give_413_to(cast, committee, plan, "陈雅琴")
    publish_plan(committee, plan.pk)
    codes = list(MicroGrid.objects.filter(start__gte=plan.created_at).values_list("code", flat=True))
    assert codes
    assert all(re.fullmatch(r"2026-1-\d{4}-\d{3}-\d{2}", code) for code in codes)


def test_who_gets_a_post_and_who_hands_it_over_are_told(cast, plan, committee):
    give_413_to(cast, committee, plan, "丁前")
    publish_plan(committee, plan.pk)
    told = {row.kind: set(row.recipients) for row in OutboxMessage.objects.all()}
    assert cast["丁前"].pk in told["grids.keeper_named"]
    assert cast["吴霜"].pk in told["grids.ended"]
    assert told["grids.ended"].isdisjoint(told["grids.keeper_named"])


def test_a_partial_plan_puts_in_force_what_it_has(cast, many_men, committee):
    publish_plan(committee, draft_plan(committee).pk)
    found = coverage()
    assert found.occupied == 16
    assert found.with_keeper == 11
    assert found.gaps == found.occupied - found.covered > 0
    without = [room for room in many_men if charge_of(room).keeper is None]
    assert len(without) == 5


def test_whoever_moves_in_after_the_draft_stops_it(cast, plan, committee):
    cast["高飞"].stays.update(room=cast.rooms["3-102"])
    with pytest.raises(ValidationError, match="搬进或搬出"):
        publish_plan(committee, plan.pk)
    assert Plan.objects.get().state == Plan.State.DRAFT


def test_a_forbidden_pair_of_posts_stops_it_whole(cast, plan, committee):
    give_413_to(cast, committee, plan, "丁前")
    Appointment.objects.create(person=cast["丁前"], role=Role.AUDITOR, unit_kind="college", unit_id=0)
    before = set(MicroGrid.objects.live().values_list("pk", flat=True))
    with pytest.raises(ValidationError, match="丁前"):
        publish_plan(committee, plan.pk)
    assert set(MicroGrid.objects.live().values_list("pk", flat=True)) == before
    assert Plan.objects.get().state == Plan.State.DRAFT


def test_a_keeper_who_changed_branch_gets_a_grid_there(cast, committee):
    cast["吴霜"].affiliations.update(branch=cast.branches["一"])
    publish_plan(committee, draft_plan(committee).pk)
    grid = SmallGrid.objects.live().filter(keeper=cast["吴霜"]).first()
    assert grid is None or grid.branch == cast.branches["一"]
    assert cast.grids["吴霜"].pk not in SmallGrid.objects.live().values_list("pk", flat=True)


def test_the_statements_do_not_grow_with_the_rooms(cast, request, committee, django_assert_max_num_queries):
    small = draft_plan(committee)
    with django_assert_max_num_queries(60) as few:
        publish_plan(committee, small.pk)
    request.getfixturevalue("many_men")
    large = draft_plan(committee)
    with django_assert_max_num_queries(len(few) + 10):
        publish_plan(committee, large.pk)


def test_the_trail_tells_it_in_both_languages(cast, plan, committee):
    from django.utils import translation

    publish_plan(committee, plan.pk)
    entry = trail.of(plan).last()
    assert trail.describe(entry, "何书记") == "何书记 发布了方案"
    with translation.override("en"):
        assert trail.describe(entry, "He") == "He published the plan"


def test_a_plan_of_another_term_is_not_published(cast, plan, committee):
    today = clock.today()
    Term.objects.create(code="2099-1", name="下一学期", starts_on=today, ends_on=today + timedelta(days=90))
    with pytest.raises(ValidationError, match="别的学期"):
        publish_plan(committee, plan.pk)
    plan.refresh_from_db()
    assert plan.state == Plan.State.DRAFT
