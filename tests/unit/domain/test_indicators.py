"""The vectors of the indicators, with the dates written out; due days come from the legal clock itself."""

from datetime import date, datetime, timedelta

import pytest

from engine.definitions import Definition, read_family
from engine.domain.explanation import explain
from engine.domain.indicators import CountedCase, Rate, in_time_rate, renewed_rate, response_rate

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def due():
    """The due day of a complaint lodged at ten in the morning."""
    national = Definition.of(read_family("national"))
    return lambda day: explain(national.deadlines["reply"], datetime.fromisoformat(f"{day}T10:00:00+01:00"),
                               national.calendar).due_on


@pytest.fixture
def lodged(due):
    def case(day, replied_on_day=None, **more):
        """`replied_on_day` counts from the day of deposit, which is day 0."""
        on = date.fromisoformat(day)
        reply = on + timedelta(replied_on_day) if replied_on_day else None
        return CountedCase(on, due(day), reply, **more)
    return case


def test_three_deposits_answered_on_day_10_on_day_70_and_never(lodged):
    cases = [lodged("2026-09-01", 10), lodged("2026-09-02", 70), lodged("2026-09-03")]
    assert [case.due_on for case in cases] == [date(2026, 11, 2)] * 3
    assert response_rate(cases, *SEPTEMBER, read_on=date(2026, 12, 31)) == Rate(2, 3)
    assert in_time_rate(cases, *YEAR) == Rate(1, 3)


@pytest.mark.parametrize(("day", "replied_on", "in_time"), [
    (61, date(2026, 11, 2), 1),  # day 60 is Sunday 1 November: the date is Monday, day 61
    (62, date(2026, 11, 3), 0),
])
def test_a_reply_on_the_rolled_day_is_in_time_and_a_day_later_late(lodged, day, replied_on, in_time):
    case = lodged("2026-09-02", day)
    assert (case.due_on, case.replied_on) == (date(2026, 11, 2), replied_on)
    assert in_time_rate([case], *YEAR) == Rate(in_time, 1)


def test_a_transfer_on_day_59_gives_no_new_time(lodged):
    case = lodged("2026-09-02", 63)  # to another body on 31 October, answered there on 4 November
    assert (case.due_on, case.replied_on) == (date(2026, 11, 2), date(2026, 11, 4))
    assert in_time_rate([case], *YEAR) == Rate(0, 1)


def test_a_case_reopened_twice_is_one_renewed_case(lodged):
    twice = lodged("2026-09-01", 10, renewed_on=(date(2026, 9, 20), date(2026, 10, 1)))
    late = lodged("2026-09-01", 10, renewed_on=(date(2026, 10, 12),))  # 31 days after the reply of 11 September
    last = lodged("2026-09-01", 10, renewed_on=(date(2026, 10, 11),))
    assert renewed_rate([twice], *SEPTEMBER) == Rate(1, 1)
    assert renewed_rate([twice, late, last, lodged("2026-09-02")], *SEPTEMBER) == Rate(2, 3)


def test_the_portals_figures_of_2025_give_two_rates_by_what_they_are_divided_by():
    assert Rate(14_100, 163_694).percent == 8.61
    assert Rate(14_100, round(163_694 * 0.6614)).percent == 13.02


def test_both_ends_of_a_period_count_and_nothing_beyond(lodged):
    cases = [lodged(day, 1) for day in ("2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01")]
    assert response_rate(cases, *SEPTEMBER, read_on=date(2026, 12, 31)) == Rate(2, 2)
    assert response_rate(cases, *SEPTEMBER, read_on=date(2026, 9, 2)) == Rate(1, 2)
    assert in_time_rate(cases, date(2026, 11, 2), date(2026, 11, 2)) == Rate(1, 1)  # of 1 September; 31 August was due on Friday


def test_a_rate_of_nothing_is_no_rate():
    assert response_rate([], *SEPTEMBER, read_on=date(2026, 12, 31)).percent is None
