"""Days and numbers are written as the tables of the world's languages (CLDR) have them."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from engine.domain.day_words import day_words, number_words

# The library's French of Morocco shortens June to "jui." beside "juil." for July; that of France does not.
FOR_DAYS = {"ar": "ar_MA", "fr": "fr", "en": "en_GB"}
FOR_NUMBERS = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
STYLES = ("short", "medium", "long", "full", "EEEE d MMMM y", "EEEE d MMMM", "EEEE", "EEEEE", "LLLL")


@pytest.mark.parametrize("language", FOR_DAYS)
def test_every_day_of_a_leap_year_is_written_as_in_the_tables(language):
    for day in (date(2028, 1, 1) + timedelta(number) for number in range(366)):
        for style in STYLES:
            assert day_words(day, style, language) == format_date(day, style, locale=FOR_DAYS[language]), (day, style)


@pytest.mark.parametrize("language", FOR_NUMBERS)
def test_numbers_are_grouped_and_rounded_as_in_the_tables(language):
    chance = random.Random(3)
    numbers = [0, 1, -5, 999, 1000, 1_234_567, 0.25, 2.0, 0.0005, 0.0015, -1234.5678, Decimal("1500.50"),
               *(chance.randrange(-10 ** 6, 10 ** 9) for _ in range(200)),
               *(chance.uniform(-10 ** 5, 10 ** 5) for _ in range(200))]
    for number in numbers:
        expected = format_decimal(number, locale=FOR_NUMBERS[language]).replace("\u00a0", "\u202f")
        assert number_words(number, language) == expected, number
