from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingwei.terms.worktime import (
    Clock,
    Day,
    DayKind,
    Event,
    Kind,
    Mark,
    OfficeCalendar,
    add,
    describe,
    due,
    measure,
    replay,
    segments,
    span,
    statutory,
)

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = OfficeCalendar()
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def told(found) -> list[tuple[str, str, str]]:
    return [(f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}", s.kind.value) for s in found]


# -- golden examples ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "clock", "expected"),
    [
        ("2026-11-16 08:00", 4, Clock.WORK_HOUR, "2026-11-16 12:00"),  # ends with the morning, not at 14:00
        ("2026-11-16 08:00", 1, Clock.WORK_DAY, "2026-11-16 18:00"),  # ends with the day, not next morning
        ("2026-11-16 16:00", 1, Clock.WORK_DAY, "2026-11-17 16:00"),
        ("2026-11-16 11:00", 4, Clock.WORK_HOUR, "2026-11-16 17:00"),  # over lunch
        ("2026-11-16 12:30", 1, Clock.WORK_HOUR, "2026-11-16 15:00"),  # from within lunch
        ("2026-11-16 21:00", 1, Clock.WORK_DAY, "2026-11-17 18:00"),  # from the evening
        ("2026-11-20 17:00", 4, Clock.WORK_HOUR, "2026-11-23 11:00"),  # Friday → Monday
        ("2026-11-21 09:00", 4, Clock.WORK_HOUR, "2026-11-23 12:00"),  # from a Saturday
        ("2026-11-20 17:00", 4, Clock.URGENT_HOUR, "2026-11-20 21:00"),
        ("2026-11-20 17:00", 2, Clock.NATURAL_DAY, "2026-11-22 17:00"),
        # National Day 2026: 1–7 October off, Sunday 20 September and Saturday 10 October are worked
        ("2026-09-19 10:00", 1, Clock.WORK_DAY, "2026-09-20 18:00"),
        ("2026-09-30 17:00", 4, Clock.WORK_HOUR, "2026-10-08 11:00"),
        ("2026-10-09 17:00", 4, Clock.WORK_HOUR, "2026-10-10 11:00"),
        ("2026-10-10 17:00", 1, Clock.WORK_DAY, "2026-10-12 17:00"),
        ("2026-09-30 17:00", 1, Clock.NATURAL_DAY, "2026-10-01 17:00"),
    ],
)
def test_deadlines(start, amount, clock, expected):
    deadline = add(at(start), amount, clock, CALENDAR)
    assert deadline.at == at(expected)
    assert not deadline.provisional


def test_national_day_line_by_line():
    events = [Event(at("2026-09-30 16:00"), Mark.START), Event(at("2026-10-08 10:00"), Mark.STOP)]
    assert told(segments(events, Clock.WORK_HOUR, CALENDAR)) == [
        ("09-30 16:00", "09-30 18:00", "counted"),
        ("09-30 18:00", "10-01 00:00", "night"),
        ("10-01 00:00", "10-08 00:00", "holiday"),
        ("10-08 00:00", "10-08 08:00", "night"),
        ("10-08 08:00", "10-08 10:00", "counted"),
    ]


def test_weekend_lunch_and_pause_line_by_line():
    events = [
        Event(at("2026-11-20 11:00"), Mark.START),
        Event(at("2026-11-20 15:00"), Mark.PAUSE),
        Event(at("2026-11-20 17:00"), Mark.RESUME),
        Event(at("2026-11-23 09:00"), Mark.STOP),
    ]
    account = replay(events, 4, Clock.WORK_HOUR, CALENDAR)
    assert told(line.segment for line in account.lines) == [
        ("11-20 11:00", "11-20 12:00", "counted"),
        ("11-20 12:00", "11-20 14:00", "lunch"),
        ("11-20 14:00", "11-20 15:00", "counted"),
        ("11-20 15:00", "11-20 17:00", "paused"),
        ("11-20 17:00", "11-20 18:00", "counted"),
        ("11-20 18:00", "11-21 00:00", "night"),
        ("11-21 00:00", "11-23 00:00", "weekend"),
        ("11-23 00:00", "11-23 08:00", "night"),
        ("11-23 08:00", "11-23 09:00", "counted"),
    ]
    assert (account.used, account.left, account.over) == (4 * HOUR, timedelta(), timedelta())
    assert account.deadline.at == at("2026-11-23 09:00")


def test_vacation_stops_work_clocks_only():
    calendar = OfficeCalendar(vacations=((date(2026, 7, 13), date(2026, 8, 30)),))
    start = at("2026-07-10 17:00")
    assert add(start, 2, Clock.WORK_HOUR, calendar).at == at("2026-08-31 09:00")
    assert add(start, 48, Clock.URGENT_HOUR, calendar).at == at("2026-07-12 17:00")
    events = [Event(at("2026-07-12 09:00"), Mark.START), Event(at("2026-08-31 09:00"), Mark.STOP)]
    assert [s.kind for s in segments(events, Clock.WORK_DAY, calendar)] == [
        Kind.WEEKEND,
        Kind.VACATION,
        Kind.NIGHT,
        Kind.COUNTED,
    ]


def test_a_year_without_announced_holidays_is_provisional():
    assert statutory(date(2040, 1, 2)) == Day(DayKind.WORKDAY, known=False)
    assert statutory(date(2040, 1, 1)) == Day(DayKind.WEEKEND, known=False)  # New Year, but nobody has said so yet
    assert add(at("2040-03-01 09:00"), 1, Clock.WORK_HOUR, CALENDAR).provisional
    assert not add(at("2040-03-01 09:00"), 1, Clock.URGENT_HOUR, CALENDAR).provisional
    events = [Event(at("2040-03-01 09:00"), Mark.START)]
    assert all(s.provisional for s in segments(events, Clock.WORK_DAY, CALENDAR, until=at("2040-03-05 09:00")))
    assert due(events, 1, Clock.WORK_DAY, CALENDAR).provisional


def test_office_hours_are_editable():
    calendar = OfficeCalendar(hours=((time(8, 30), time(11, 30)), (time(13), time(16)), (time(19), time(20))))
    assert calendar.day_length == 7 * HOUR
    assert add(at("2026-11-16 08:00"), 1, Clock.WORK_DAY, calendar).at == at("2026-11-16 20:00")
    assert [tile.kind.value for tile in calendar.tiles(date(2026, 11, 16))] == [
        "night", "counted", "lunch", "counted", "lunch", "counted", "night",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hours", [(), ((time(8), time(8)),), ((time(14), time(18)), (time(8), time(12))), ((time(8), time(12)),) * 2]
)
def test_impossible_office_hours_are_refused(hours):
    with pytest.raises(ValueError, match="office hours"):
        OfficeCalendar(hours=hours)


def test_a_zone_with_summer_time_counts_real_hours():
    berlin = OfficeCalendar(zone=ZoneInfo("Europe/Berlin"), day=lambda day: Day(DayKind.WORKDAY, known=True))
    start = datetime(2026, 3, 28, 12, tzinfo=berlin.zone)
    assert add(start, 1, Clock.NATURAL_DAY, berlin).at.astimezone(UTC) == start.astimezone(UTC) + timedelta(days=1)
    assert sum((tile.length for tile in berlin.tiles(date(2026, 3, 29))), timedelta()) == 23 * HOUR


def test_a_calendar_that_never_opens_is_said_so():
    closed = OfficeCalendar(day=lambda day: Day(DayKind.HOLIDAY, known=True))
    with pytest.raises(ValueError, match="too few office hours"):
        add(at("2026-11-16 08:00"), 1, Clock.WORK_HOUR, closed)


# -- events ------------------------------------------------------------------------------------------------------------


def test_an_open_pause_gives_the_earliest_deadline_and_says_so():
    running = [Event(at("2026-11-16 08:00"), Mark.START)]
    paused = [*running, Event(at("2026-11-16 10:00"), Mark.PAUSE)]
    resumed = [*paused, Event(at("2026-11-17 08:00"), Mark.RESUME)]
    assert due(running, 4, Clock.WORK_HOUR, CALENDAR).at == at("2026-11-16 12:00")
    standing = due(paused, 4, Clock.WORK_HOUR, CALENDAR)
    assert (standing.at, standing.paused) == (at("2026-11-16 12:00"), True)
    going = due(resumed, 4, Clock.WORK_HOUR, CALENDAR)
    assert (going.at, going.paused) == (at("2026-11-17 10:00"), False)


def test_a_pause_after_the_limit_does_not_help():
    events = [
        Event(at("2026-11-16 08:00"), Mark.START),
        Event(at("2026-11-16 15:00"), Mark.PAUSE),
        Event(at("2026-11-18 08:00"), Mark.RESUME),
        Event(at("2026-11-18 09:00"), Mark.STOP),
    ]
    account = replay(events, 4, Clock.WORK_HOUR, CALENDAR)
    assert account.deadline.at == at("2026-11-16 12:00")
    assert account.over == 2 * HOUR


@pytest.mark.parametrize("marks", ["", "stop", "start start", "start resume", "start pause pause", "start stop resume"])
def test_impossible_orders_of_events_are_refused(marks):
    events = [Event(at("2026-11-16 08:00"), Mark(mark)) for mark in marks.split()]
    with pytest.raises(ValueError, match=r"cannot follow|needs its start"):
        segments(events, Clock.WORK_HOUR, CALENDAR, until=at("2026-11-17 08:00"))


def test_an_open_clock_needs_its_until_and_moments_need_zones():
    with pytest.raises(ValueError, match="still runs"):
        segments([Event(at("2026-11-16 08:00"), Mark.START)], Clock.WORK_HOUR, CALENDAR)
    with pytest.raises(ValueError, match="time zone"):
        add(at("2026-11-16 08:00").replace(tzinfo=None), 1, Clock.WORK_HOUR, CALENDAR)
    with pytest.raises(ValueError, match="negative"):
        add(at("2026-11-16 08:00"), -1, Clock.WORK_HOUR, CALENDAR)


def test_every_kind_and_clock_has_its_words():
    events = [Event(at("2026-11-16 09:00"), Mark.START), Event(at("2026-11-16 10:00"), Mark.STOP)]
    assert str(describe(segments(events, Clock.WORK_HOUR, CALENDAR)[0])) == "计时"
    assert dict(Clock.choices()).keys() == {"urgent_hour", "natural_day", "work_hour", "work_day"}


# -- properties --------------------------------------------------------------------------------------------------------

clocks = st.sampled_from(Clock)
moments = st.integers(0, 425 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes))
amounts = st.integers(0, 60).map(lambda quarter: quarter / 4)
first_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.builds(
    lambda hours, breaks: OfficeCalendar(
        hours=hours, vacations=tuple((first, first + timedelta(days=length)) for first, length in breaks)
    ),
    st.sampled_from(
        [
            ((time(8), time(12)), (time(14), time(18))),
            ((time(0), time(9, 15)),),
            ((time(7), time(11)), (time(12, 30), time(13)), (time(20), time(23, 59))),
        ]
    ),
    st.lists(st.tuples(first_days, st.integers(0, 50)), max_size=2),
)


@st.composite
def histories(draw):
    """A start, any number of pauses, perhaps a stop, and a moment to look at it. Clocks of machines may step back."""
    marks = [Mark.START]
    for _ in range(draw(st.integers(0, 4))):
        marks += [Mark.PAUSE, Mark.RESUME]
    marks += draw(st.sampled_from([[], [Mark.STOP], [Mark.PAUSE], [Mark.PAUSE, Mark.STOP]]))
    moment, events = draw(moments), []
    for mark in marks:
        events.append(Event(moment, mark))
        moment += timedelta(minutes=draw(st.integers(-5, 6000)))
    return events, max(event.at for event in events) + timedelta(minutes=draw(st.integers(0, 6000)))


@given(moments, amounts, clocks, calendars)
def test_measure_undoes_add(start, amount, clock, calendar):
    deadline = add(start, amount, clock, calendar)
    assert deadline.at >= start
    assert measure(start, deadline.at, clock, calendar) == span(amount, clock, calendar)


@given(moments, moments, clocks, calendars)
def test_add_undoes_measure_up_to_time_that_does_not_count(start, end, clock, calendar):
    counted = measure(start, end, clock, calendar)
    assert timedelta() <= counted <= max(end - start, timedelta())
    if start <= end:
        unit = span(1, clock, calendar)
        reached = add(start, counted / unit, clock, calendar).at
        assert reached <= end + timedelta(microseconds=1)
        assert measure(reached, end, clock, calendar) <= timedelta(microseconds=1)


@given(moments, moments, moments, clocks, calendars)
def test_nothing_is_counted_twice_or_lost(one, two, three, clock, calendar):
    start, middle, end = sorted([one, two, three])
    whole = measure(start, end, clock, calendar)
    assert whole == measure(start, middle, clock, calendar) + measure(middle, end, clock, calendar)


@given(moments, moments, amounts, amounts, clocks, calendars)
def test_later_starts_and_longer_limits_never_end_earlier(one, two, small, large, clock, calendar):
    (one, two), (small, large) = sorted([one, two]), sorted([small, large])
    assert add(one, large, clock, calendar).at <= add(two, large, clock, calendar).at
    assert add(one, small, clock, calendar).at <= add(one, large, clock, calendar).at


@given(histories(), clocks, calendars)
def test_segments_tile_the_span(history, clock, calendar):
    events, until = history
    found = segments(events, clock, calendar, until=until)
    assert all(segment.start < segment.end for segment in found)
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(
        before.kind != after.kind or before.provisional != after.provisional for before, after in pairwise(found)
    )
    first, latest = events[0].at, max(event.at for event in events)
    end = latest if events[-1].mark is Mark.STOP else until
    if end == first:
        assert found == []
    else:
        assert (found[0].start, found[-1].end) == (first, end)


@given(histories(), clocks, calendars)
def test_the_account_agrees_with_measure(history, clock, calendar):
    events, until = history
    account = replay(events, 1, clock, calendar, until=until)
    assert account == replay(events, 1, clock, calendar, until=until)
    counted, running, clean = timedelta(), None, []
    for moment, mark in events:  # the plain way: sum what lies between a start or resume and the next pause or stop
        moment = max([moment, *clean])
        clean.append(moment)
        if mark in (Mark.START, Mark.RESUME):
            running = moment
        elif running is not None:
            counted, running = counted + measure(running, moment, clock, calendar), None
    if running is not None:
        counted += measure(running, until, clock, calendar)
    assert account.used == counted
    assert account.used - account.over + account.left == account.limit


@given(histories(), amounts, clocks, calendars)
def test_due_is_where_the_limit_is_used_up(history, limit, clock, calendar):
    events, until = history
    deadline = due(events, limit, clock, calendar)
    open_events = [event for event in events if event.mark is not Mark.STOP]
    if open_events[-1].mark is Mark.PAUSE:  # let it resume where it was left: the earliest deadline that it can become
        open_events.append(Event(max(event.at for event in events), Mark.RESUME))
    account = replay(open_events, limit, clock, calendar, until=max(deadline.at, until))
    ended = [s for line in account.lines if (s := line.segment).start < deadline.at]
    used = sum((min(s.end, deadline.at) - s.start for s in ended if s.kind is Kind.COUNTED), timedelta())
    assert used == account.limit


@given(moments, st.integers(0, 3000), st.integers(0, 9000), amounts, clocks, calendars)
def test_a_pause_moves_the_deadline_by_what_it_held_up(start, wait, length, limit, clock, calendar):
    pause, resume = start + timedelta(minutes=wait), start + timedelta(minutes=wait + length)
    before = add(start, limit, clock, calendar).at
    after = due(
        [Event(start, Mark.START), Event(pause, Mark.PAUSE), Event(resume, Mark.RESUME)], limit, clock, calendar
    ).at
    assert after >= before
    if before <= pause:
        assert after == before
    else:
        assert measure(before, after, clock, calendar) == measure(pause, resume, clock, calendar)
