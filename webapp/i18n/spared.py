"""Babel holds all that CLDR knows of a language once one word of it is asked for: territories, currencies, units, zones. Pages
say days, times of day and numbers. The rest is let go of when the application starts: 5 MB of a process that speaks three
languages."""

from collections.abc import Iterable

from babel.core import get_global
from babel.localedata import load

NEVER_SAID = (
    "territories", "languages", "scripts", "variants", "time_zones", "meta_zones", "zone_formats", "unit_patterns",
    "unit_display_names", "compound_unit_patterns", "currency_names", "currency_names_plural", "currency_symbols",
    "currency_formats", "compact_currency_formats", "compact_decimal_formats", "currency_unit_patterns", "datetime_skeletons",
    "interval_formats", "date_fields", "list_patterns")
#: For finding a locale by half of its name, and a zone by that of another system. We name each in full.
NEVER_ASKED = ("likely_subtags", "territory_languages", "territory_currencies", "territory_zones", "zone_territories",
               "meta_zones", "windows_zone_mapping", "all_currencies", "currency_fractions")


def spare(locales: Iterable[str]) -> None:
    """For locales such as `ar_MA`."""
    for locale in {part for name in locales for part in _with_parents(name)}:
        known = load(locale)
        for name in NEVER_SAID:
            known.pop(name, None)
    for name in NEVER_ASKED:
        get_global(name).clear()


def _with_parents(locale: str) -> tuple[str, ...]:
    """What a locale inherits from is loaded with it and stays loaded."""
    parent = get_global("parent_exceptions").get(locale) or locale.rpartition("_")[0]
    return locale, *(_with_parents(parent) if parent else ("root",))
