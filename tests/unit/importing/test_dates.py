"""Dates as registers write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.importing.dates import RegisterDates
from cli.importing.record import RowRefused

DATES = RegisterDates(ZoneInfo("America/Los_Angeles"), ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y", "iso"))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize("text, expected", [
    ("12/31/2017 11:59:58 PM", utc(2018, 1, 1, 7, 59, 58)),
    ("  07/01/2017   12:00:00 AM ", utc(2017, 7, 1, 7)),
    ("07/01/2017", utc(2017, 7, 1, 7)),
    ("2017-07-01T10:00:00Z", utc(2017, 7, 1, 10)),
    ("2011-10-11 13:42:22.688000+02:00", utc(2011, 10, 11, 11, 42, 22, 688000)),
    ("٠٧/٠١/٢٠١٧", utc(2017, 7, 1, 7)),
    ("", None),
])
def test_a_date_is_read_in_the_first_format_that_fits(text, expected):
    said = []
    assert DATES.instant(text, said.append) == expected
    assert not said


@pytest.mark.parametrize("text", ["soon", "31/12/2017", "02/30/2017", "12/31/1017", "0001-01-01", "9999-12-31T23:59:59"])
def test_what_is_no_date_is_refused_with_its_words(text):
    with pytest.raises(RowRefused, match=text.split("T")[0]):
        DATES.instant(text, print)


def test_an_hour_that_happened_twice_is_the_first_and_the_report_says_so():
    said = []
    assert DATES.instant("11/05/2017 01:30:00 AM", said.append) == utc(2017, 11, 5, 8, 30)
    assert "happened twice" in said[0] and "first" in said[0]


def test_an_hour_that_happened_twice_is_the_second_where_only_that_lies_after_the_deposit():
    said = []
    assert DATES.instant("11/05/2017 01:30:00 AM", said.append, utc(2017, 11, 5, 8, 45)) == utc(2017, 11, 5, 9, 30)
    assert "second" in said[0]


def test_an_hour_that_the_clocks_skipped_is_an_hour_later():
    said = []
    assert DATES.instant("03/12/2017 02:30:00 AM", said.append) == utc(2017, 3, 12, 10, 30)
    assert "skipped" in said[0]
