"""The administrators' pages: agencies, units, people."""

from webapp.admin import agencies, people, units
from webapp.admin.blueprint import blueprint

__all__ = ["agencies", "blueprint", "people", "units"]
