"""Whatever the calendar and whatever happened to the clock: who counts the days of an explanation one by one comes to its
date, a plain count from the ledger comes there too, and the words for it never fail."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.deadline import DeadlineRule
from engine.domain.explanation import explain
from engine.domain.ledger import Extending, LedgerEntry, Pausing
from engine.definitions.spoken_day import full_day
from engine.queries.deadline_words import LANGUAGES, deadline_lines, head_line, strict_line
from engine.vocabulary import EntryKind

DAY = timedelta(days=1)
START = datetime(2026, 1, 15, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("Africa/Casablanca", "UTC", "Asia/Tokyo", "America/New_York")]
TEXTS = some.text(max_size=12)
NAMES = some.dictionaries(some.sampled_from(LANGUAGES), TEXTS)
KINDS = [EntryKind.SUSPENDED, EntryKind.RESUMED, EntryKind.SUSPENDED, EntryKind.RESUMED, *EntryKind]
DAYS_OF_THE_YEAR = some.dates(date(2026, 1, 10), date(2026, 4, 30))

calendars = some.builds(
    BusinessCalendar, some.sampled_from(ZONES), some.frozensets(some.integers(0, 6), max_size=5),
    some.lists(some.tuples(some.integers(1, 12), some.integers(1, 28), some.integers(2025, 2027), NAMES), max_size=6).map(tuple),
    some.lists(some.builds(Holiday, DAYS_OF_THE_YEAR, NAMES, some.booleans(), TEXTS), max_size=12).map(tuple))
rules = some.builds(
    DeadlineRule, some.just("reply"), some.sampled_from(["lodged", "opened", "answered"]), some.integers(1, 20),
    some.sampled_from(["calendar", "working"]), some.booleans(), some.sampled_from(["statutory", "internal"]), NAMES, NAMES,
    evidence=some.sampled_from(["text", "official", "press", "policy", "", "rumour"]),
    suspend=some.builds(Pausing, some.sampled_from(["continue", "reset", "none"]), some.just(("officer",)), some.integers(0, 20)),
    extend=some.just(Extending(("supervisor",), 30)))
#: Close together and close to the end of the clock, where it matters.
moments = some.integers(0, 60 * 2).map(lambda halves: START + timedelta(hours=12 * halves))
ledgers = some.lists(
    some.builds(LedgerEntry, some.sampled_from(KINDS), moments, TEXTS, some.integers(0, 5),
                some.none() | DAYS_OF_THE_YEAR, some.none() | DAYS_OF_THE_YEAR),
    max_size=8).map(lambda entries: sorted(entries, key=lambda entry: entry.at))


def counted_by_hand(why) -> date:
    """The due day from what the explanation says alone, a day at a time."""
    stood = {pause.from_on + DAY * number for pause in why.pauses for number in range(1, pause.days + 1)}
    skipped, day, left = {off.on for off in why.skipped}, why.first_on - DAY, why.days + why.added
    while left:
        day += DAY
        left -= day not in stood and day not in skipped
    assert day == why.unrolled_on
    while day in {off.on for off in why.rolled_over}:
        day += DAY
    return day


def counted_from_the_ledger(rule, started_at, calendar, entries) -> date:
    """The due day from rule, calendar and ledger, by living through every day."""
    day, counted, allowed = calendar.local_day(started_at), 0, rule.suspend.days if rule.suspend.mode != "none" else 0
    total = rule.days + sum(entry.days for entry in entries if entry.kind == EntryKind.EXTENDED)
    was_standing = False
    while counted < total:
        stopped = False  # at the end of this day
        for entry in entries:
            if calendar.local_day(entry.at) <= day and entry.kind in (EntryKind.SUSPENDED, EntryKind.RESUMED):
                stopped = entry.kind == EntryKind.SUSPENDED
        day += DAY
        if stopped and allowed > 0:
            allowed, was_standing = allowed - 1, True
            continue
        if was_standing and rule.suspend.mode == "reset":
            counted = 0
        was_standing = False
        counted += rule.unit == "calendar" or calendar.is_working(day)
    while rule.roll and not calendar.is_working(day):
        day += DAY
    return day


@settings(max_examples=400)
@given(rules, calendars, ledgers)
def test_the_explanation_adds_up_to_the_date(rule, calendar, entries):
    why = explain(rule, START, calendar, entries)
    assert counted_by_hand(why) == why.due_on == counted_from_the_ledger(rule, START, calendar, entries)
    assert all(not calendar.is_working(off.on) for off in (*why.skipped, *why.rolled_over))
    assert calendar.is_working(why.due_on) or not rule.roll
    assert calendar.local_day(why.due_at) == why.due_on and calendar.local_day(why.due_at + timedelta(seconds=1)) > why.due_on


@settings(max_examples=50)
@given(rules, calendars, ledgers, some.none() | some.integers(1, 90))
def test_there_are_words_for_every_explanation_in_three_languages(rule, calendar, entries, own):
    why = explain(rule, START, calendar, entries, own)
    for language in LANGUAGES:
        lines = deadline_lines(why, language)
        assert len(lines) == 3 and all(line.strip() and "\n" not in line for line in lines)
        assert full_day(why.due_on, language) in lines[1] and full_day(why.first_on, language) in lines[0]
        assert all(full_day(off.on, language) in lines[1] for off in why.skipped if off.holiday)
        assert bool(strict_line(why, language)) == bool(why.rolled_over) and head_line(why, language)
