"""What Babel is relieved of is nothing that a page says."""

import os
import subprocess
import sys

from engine.settings import ROOT

SAID = """
from datetime import UTC, date, datetime
from babel import dates, localedata, numbers
from webapp.i18n.spared import NEVER_SAID, spare

LOCALES = ("ar_MA", "fr_MA", "en_GB")

def said():
    for locale in (*LOCALES, "fr"):
        for style in ("short", "medium", "long", "full", "EEEE d MMMM y", "EEEEE", "LLLL"):
            yield [dates.format_date(date(2026, month, 9 + month), style, locale=locale) for month in range(1, 13)]
        yield dates.format_time(datetime(2026, 3, 1, 23, 5, tzinfo=UTC), "short", locale=locale)
        yield [numbers.format_decimal(number, locale=locale) for number in (0, -5, 1234567, 0.25, 1500.5)]

spare(LOCALES)
spared = list(said())
left = {name for known in localedata._cache.values() for name in known} & set(NEVER_SAID)
localedata._cache.clear()
print(left, len(spared), spared == list(said()), bool(localedata._cache["fr"]["territories"]))
"""


def test_days_times_and_numbers_are_said_as_by_the_whole_library():
    process = subprocess.run([sys.executable, "-c", SAID], cwd=ROOT, text=True, capture_output=True, timeout=60,
                             env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert process.stdout.strip() == "set() 36 True True", process.stderr
