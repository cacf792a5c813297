"""Days off as other programs write them: how long an event lasts, and what cannot be taken over."""

from datetime import date

import pytest

from engine.definitions.icalendar_file import days_in
from engine.errors import CalendarFileRefused


def file_with(*lines: str) -> bytes:
    event = ("BEGIN:VEVENT", "UID:1@example.org", "SUMMARY:Aïd al-Fitr", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", "")).encode()


@pytest.mark.parametrize("lasts", [("DTEND;VALUE=DATE:20270313",), ("DURATION:P3D",)])
def test_an_event_of_three_days_is_three_days_however_its_length_is_said(lasts):
    found = days_in(file_with("DTSTART;VALUE=DATE:20270310", *lasts))
    assert [day.on for day in found] == [date(2027, 3, 10), date(2027, 3, 11), date(2027, 3, 12)]


def test_an_event_without_an_end_is_one_day():
    assert [day.on for day in days_in(file_with("DTSTART;VALUE=DATE:20270310"))] == [date(2027, 3, 10)]


@pytest.mark.parametrize("again", ["RRULE:FREQ=YEARLY", "RDATE;VALUE=DATE:20280310"])
def test_an_event_that_repeats_itself_is_refused_by_its_day(again):
    with pytest.raises(CalendarFileRefused, match="2027-03-10 repeats itself"):
        days_in(file_with("DTSTART;VALUE=DATE:20270310", again))
