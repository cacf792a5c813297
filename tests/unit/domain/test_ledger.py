"""A clock that is paused, runs on, begins afresh or is given more days, with every date written out."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.deadline import DeadlineRule
from engine.domain.explanation import explain
from engine.domain.ledger import Extending, LedgerEntry, Pausing
from engine.vocabulary import EntryKind

ZONE = ZoneInfo("Africa/Casablanca")
CALENDAR = BusinessCalendar(ZONE, frozenset({5, 6}), ((11, 6, 1, {"en": "Green March"}),),
                            (Holiday(date(2026, 9, 14), {"en": "A feast"}, True),))
#: Tuesday 1 September 2026
LODGED = datetime(2026, 9, 1, 10, tzinfo=ZONE)
TEN = DeadlineRule("investigate", "opened", 10, "calendar", False, "internal",
                   suspend=Pausing("continue", ("system",), 15), extend=Extending(("supervisor",), 10))
TEN_WORKING = replace(TEN, unit="working")


def entry(kind, day, days=0, month=9):
    return LedgerEntry(kind, datetime(2026, month, day, 9, tzinfo=ZONE), "waits for papers", days)


def paused(from_day, to_day=None):
    found = [entry(EntryKind.SUSPENDED, from_day)]
    return found + [entry(EntryKind.RESUMED, to_day)] if to_day else found


def due(rule, entries=(), **options):
    return explain(rule, LODGED, CALENDAR, entries, **options).due_on


@pytest.mark.parametrize(("rule", "entries", "expected"), [
    (TEN, (), date(2026, 9, 11)),
    (TEN, paused(4, 9), date(2026, 9, 16)),                       # five days stood still
    (TEN, paused(4, 9) + paused(10, 12), date(2026, 9, 18)),      # and two more
    (TEN, paused(4, 4), date(2026, 9, 11)),                       # stopped and started on one day: nothing
    (TEN, paused(4), date(2026, 9, 26)),                          # nobody starts it again: fifteen days, no more
    (TEN, [*paused(4), entry(EntryKind.RESUMED, 30)], date(2026, 9, 26)),
    (TEN, paused(2, 12) + paused(13, 30), date(2026, 9, 26)),     # fifteen days in all, however many pauses
    (TEN, paused(11, 20), date(2026, 9, 11)),                     # on the last day it had run out
    (TEN_WORKING, (), date(2026, 9, 16)),                         # 5, 6, 12, 13 September and the feast on the 14th
    (TEN_WORKING, paused(3, 9), date(2026, 9, 22)),               # paused 4 to 9: four working days stood still
    (replace(TEN, suspend=Pausing("reset", ("system",), 15)), paused(4, 9), date(2026, 9, 19)),
    (replace(TEN, suspend=Pausing()), paused(4, 9), date(2026, 9, 11)),   # a law that knows no pause
    (TEN, [entry(EntryKind.EXTENDED, 5, 7)], date(2026, 9, 18)),
    (TEN, [entry(EntryKind.INTERIM_REPLY, 5)], date(2026, 9, 11)),        # it tells, it does not move
    (TEN, [*paused(4, 9), entry(EntryKind.EXTENDED, 10, 7)], date(2026, 9, 23)),
])
def test_the_ledger_makes_the_date(rule, entries, expected):
    assert due(rule, entries) == expected


def test_an_agencys_own_number_of_days_takes_the_place_of_the_rules():
    assert due(TEN, days=4) == date(2026, 9, 5)


def test_the_explanation_names_what_was_not_counted():
    found = explain(TEN_WORKING, LODGED, CALENDAR, paused(3, 9))
    assert [(pause.from_on, pause.to_on, pause.days) for pause in found.pauses] == [(date(2026, 9, 3), date(2026, 9, 9), 6)]
    assert [day.on.day for day in found.skipped] == [12, 13, 14, 19, 20]
    assert [day.holiday and day.holiday.names["en"] for day in found.skipped] == [None, None, "A feast", None, None]
    assert [day.on for day in found.provisional] == [date(2026, 9, 14)]


def test_a_day_that_was_rolled_over_is_named():
    found = explain(replace(TEN, days=66, roll=True), LODGED, CALENDAR)
    assert found.unrolled_on == date(2026, 11, 6)
    assert [(day.on.day, day.holiday is not None) for day in found.rolled_over] == [(6, True), (7, False), (8, False)]
    assert found.due_on == date(2026, 11, 9)


def test_a_clock_that_begins_afresh_counts_from_the_day_after_the_pause():
    found = explain(replace(TEN, suspend=Pausing("reset", ("system",), 15)), LODGED, CALENDAR, paused(4, 9))
    assert (found.started_on, found.first_on) == (date(2026, 9, 1), date(2026, 9, 10))


def test_a_calendar_without_a_working_day_is_an_error_in_working_days_too():
    with pytest.raises(ValueError, match="working days"):
        explain(TEN_WORKING, LODGED, BusinessCalendar(ZONE, frozenset(range(7))))
