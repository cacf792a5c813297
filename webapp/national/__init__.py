"""Pages of what holds for all agencies: the calendar that legal dates are counted with."""

from webapp.national.blueprint import blueprint

__all__ = ["blueprint"]
