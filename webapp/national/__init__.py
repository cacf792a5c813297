"""Pages of what holds for all agencies: the calendar that legal dates are counted with, and dates counted again."""

from webapp.national import recalculations
from webapp.national.blueprint import blueprint

__all__ = ["blueprint", "recalculations"]
