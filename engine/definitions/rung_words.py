"""What a rung of escalation is called: how far from the date of its deadline it lies."""

from engine.definitions.outline_words import days

BEFORE = {"en": "{days} before the date", "fr": "{days} avant l’échéance", "ar": "{days} قبل حلول الأجل"}
PASSED = {"en": "the date has passed", "fr": "échéance dépassée", "ar": "انقضاء الأجل"}
AFTER = {"en": "{days} after the date", "fr": "{days} après l’échéance", "ar": "{days} بعد انقضاء الأجل"}
MARKS = {"en": ("D−{n}", "D", "D+{n}"), "fr": ("J−{n}", "J", "J+{n}"), "ar": ("قبل {n}", "الأجل", "بعد {n}")}


def rung_phrase(days_before: int, language: str) -> str:
    """In words; `days_before` is negative for a rung after the date."""
    words = BEFORE if days_before > 0 else AFTER if days_before else PASSED
    return words.get(language, words["en"]).format(days=days(abs(days_before), language))


def rung_mark(days_before: int, language: str) -> str:
    """As short as a picture needs it: D−15, D, D+15."""
    before, on, after = MARKS.get(language, MARKS["en"])
    return (before if days_before > 0 else after if days_before else on).format(n=abs(days_before))
