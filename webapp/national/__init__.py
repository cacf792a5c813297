"""Pages of what holds for all agencies: the calendar that legal dates are counted with, and dates counted again."""

from webapp.national import calendar, calendar_import, recalculations
from webapp.national.blueprint import blueprint

__all__ = ["blueprint", "calendar", "calendar_import", "recalculations"]
