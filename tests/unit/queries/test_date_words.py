"""Days and numbers of days as each language writes them; the Arabic noun follows its number."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.definitions.spoken_day import full_day, long_day
from engine.queries.date_words import CALENDAR, PLAIN, WORKING, clock_time, counted_days, listed
from engine.queries.typography import french_first, isolated

CASABLANCA = ZoneInfo("Africa/Casablanca")


@pytest.mark.parametrize(("number", "plain", "calendar", "working"), [
    (0, "0 يوم", "0 يوم تقويمي", "0 يوم عمل"),
    (1, "يوم واحد", "يوم تقويمي واحد", "يوم عمل واحد"),
    (2, "يومان", "يومان تقويميان", "يوما عمل"),
    (3, "3 أيام", "3 أيام تقويمية", "3 أيام عمل"),
    (10, "10 أيام", "10 أيام تقويمية", "10 أيام عمل"),
    (11, "11 يوما", "11 يوما تقويميا", "11 يوم عمل"),
    (60, "60 يوما", "60 يوما تقويميا", "60 يوم عمل"),
    (99, "99 يوما", "99 يوما تقويميا", "99 يوم عمل"),
    (100, "100 يوم", "100 يوم تقويمي", "100 يوم عمل"),
    (101, "101 يوم", "101 يوم تقويمي", "101 يوم عمل"),
    (102, "102 يوم", "102 يوم تقويمي", "102 يوم عمل"),
    (103, "103 أيام", "103 أيام تقويمية", "103 أيام عمل"),
    (111, "111 يوما", "111 يوما تقويميا", "111 يوم عمل"),
    (200, "200 يوم", "200 يوم تقويمي", "200 يوم عمل"),
])
def test_the_arabic_noun_follows_its_number(number, plain, calendar, working):
    assert [counted_days(number, "ar", unit) for unit in (PLAIN, CALENDAR, WORKING)] == [plain, calendar, working]


def test_two_days_bend_after_an_arabic_preposition():
    assert [counted_days(2, "ar", unit, governed=True) for unit in (PLAIN, CALENDAR, WORKING)] == [
        "يومين", "يومين تقويميين", "يومي عمل"]


@pytest.mark.parametrize(("number", "french", "english"), [
    (0, "0 jour ouvrable", "0 working days"), (1, "1 jour ouvrable", "1 working day"),
    (2, "2 jours ouvrables", "2 working days"), (60, "60 jours ouvrables", "60 working days")])
def test_french_counts_nothing_in_the_singular_and_english_in_the_plural(number, french, english):
    assert (counted_days(number, "fr", WORKING), counted_days(number, "en", WORKING)) == (french, english)


@pytest.mark.parametrize(("day", "arabic", "french", "english"), [
    (date(2026, 11, 1), "الأحد 1 نونبر 2026", "dimanche 1er novembre 2026", "Sunday 1 November 2026"),
    (date(2026, 8, 11), "الثلاثاء 11 غشت 2026", "mardi 11 août 2026", "Tuesday 11 August 2026"),
    (date(2028, 2, 29), "الثلاثاء 29 فبراير 2028", "mardi 29 février 2028", "Tuesday 29 February 2028"),
])
def test_each_language_writes_a_day_in_its_own_way(day, arabic, french, english):
    assert [full_day(day, language) for language in ("ar", "fr", "en")] == [arabic, french, english]
    assert [long_day(day, language) for language in ("ar", "fr", "en")] == [
        text.split(" ", 1)[1] for text in (arabic, french, english)]


def test_the_hour_is_that_of_the_agencys_zone():
    instant = datetime(2026, 9, 1, 9, 5, tzinfo=UTC)
    assert [clock_time(instant, CASABLANCA, language) for language in ("ar", "fr", "en")] == [
        "10:05", "10\u00a0h\u00a005", "10:05"]


def test_a_list_ends_with_and():
    assert listed(["a"], "en") == "a" and listed([], "fr") == ""
    assert [listed(["1", "2", "3"], language) for language in ("ar", "fr", "en")] == ["1، 2 و3", "1, 2 et 3", "1, 2 and 3"]


def test_words_of_the_other_direction_are_set_apart_and_kept_on_one_line():
    assert isolated("Pièces\n manquantes", "ar") == "\u2068Pièces manquantes\u2069"
    assert isolated("وثائق ناقصة", "fr") == "\u2068وثائق ناقصة\u2069"
    assert isolated("Pièces manquantes", "fr") == "Pièces manquantes" and isolated("وثائق", "ar") == "وثائق"


def test_the_first_of_a_month_is_an_ordinal_in_french_and_the_eleventh_is_not():
    assert [french_first(day) for day in ("1 novembre 2026", "dimanche 1 nov. 2026", "11 novembre 2026", "21 mai 2026")] == [
        "1er novembre 2026", "dimanche 1er nov. 2026", "11 novembre 2026", "21 mai 2026"]
