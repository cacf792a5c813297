"""The administrators' pages: agencies, units, people."""

from webapp.admin import agencies, own_days, people, units
from webapp.admin.blueprint import blueprint

__all__ = ["agencies", "blueprint", "own_days", "people", "units"]
