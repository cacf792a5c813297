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


class ClockNotRunning(Conflict):
    """{deadline} does not run on {reference}: it was met, or has not begun. Look at the dates of the case."""


class ClockHeld(Forbidden):
    """{deadline} cannot be {change}: its rule allows it to nobody. The date stays as it is."""


class ClockOfOthers(Forbidden):
    """{who} may not change {deadline}. These roles of the agency may: {roles}."""


class ClockStandsStill(Conflict):
    """{deadline} of {reference} stands still already. Let it run on before it is stopped again."""


class ClockRuns(Conflict):
    """{deadline} of {reference} runs. There is no pause to end."""


class ClockRunOut(Conflict):
    """The last day of {deadline} on {reference} was {due_on}. A date that has passed can be neither paused nor extended."""


class NoDaysLeft(Invalid):
    """{deadline} may be changed by {most} days in all, and {left} of them are left. Choose fewer days, or none."""


class NotShorter(Invalid):
    """{deadline} takes {days} days for everybody. An agency may only be quicker: choose 1 to {most} days."""


class DaysOfComplainant(Forbidden):
    """{deadline} is the time that the complainant has. An agency cannot take days of it away."""


class RecalculationRuns(Conflict):
    """Another recalculation runs: {which}. Wait until it is done, or stop it, before you begin the next."""


class RecalculationOver(Conflict):
    """The recalculation {which} is {state}. Only one that is running can be stopped, only one that was stopped can go on."""


class LawNotDeployed(Conflict):
    """A change of the law that was only tried out moves no date. Put a version of the family in force that says it, then
    recalculate by that version."""


class CalendarFileRefused(Invalid):
    """The calendar file {file} cannot be taken: {reason}. Give an iCalendar file (.ics) of days off."""
