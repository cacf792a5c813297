"""Calendars and deadlines."""

from engine.errors.base import Conflict, Forbidden, Invalid, NotFound


class DeadlineUnknown(NotFound):
    """{where} has no deadline {which}. It has: {known}."""


class InstantUnreadable(Invalid):
    """{text} cannot be read as an instant: {reason}. Write day, hour and distance to UTC, such as
    2026-09-01T10:00:00+01:00."""


class CalendarUnknown(NotFound):
    """There is no calendar {calendar}. The processes in force follow: {known}."""


class CalendarFixed(Conflict):
    """The days of {family} stand in its calendar.toml alone: that file gives no code to record changes for. Write one
    such as code = "national" there and deploy it."""


class HolidayKnown(Conflict):
    """{day} is a day off already: {name}. Confirm or cancel that one instead of adding another."""


class HolidayUnknown(NotFound):
    """{day} is no holiday that could be changed here. Look at the year for the days that are."""


class HolidayDecreed(Conflict):
    """{day} ({name}) is no forecast any more: {source}. If it has moved after all, cancel it and add the new day."""


class HolidayOfAll(Forbidden):
    """{day} ({name}) is off for every agency: one agency can neither move nor cancel it. Ask the national desk."""
