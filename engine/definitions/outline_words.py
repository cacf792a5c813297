"""The words of the text list, in three languages."""

import re
from collections.abc import Mapping

from engine.definitions.element import EventPart
from engine.domain.deadline import DeadlineRule

WORDS = {
    "days_pass": {"en": "if {days} pass", "fr": "si {days} s’écoulent", "ar": "إذا مضت {days}"},
    "deadline_passes": {
        "en": "if the deadline “{name}” ({days}) passes",
        "fr": "si le délai « {name} » ({days}) est dépassé",
        "ar": "إذا انقضى أجل «{name}» ({days})",
    },
    "before_deadline": {
        "en": "{days} before the end of the deadline “{name}”",
        "fr": "{days} avant la fin du délai « {name} »",
        "ar": "قبل نهاية أجل «{name}» بـ {days}",
    },
    "after_deadline": {
        "en": "{days} after the end of the deadline “{name}”",
        "fr": "{days} après la fin du délai « {name} »",
        "ar": "بعد نهاية أجل «{name}» بـ {days}",
    },
    "on_date": {"en": "at {when}", "fr": "le {when}", "ar": "في {when}"},
    "in_time": {
        "en": "when the time set is over",
        "fr": "quand le temps fixé est écoulé",
        "ar": "عند انتهاء المدة المحددة",
    },
    "message": {"en": "if this message arrives", "fr": "si ce message arrive", "ar": "إذا وصلت هذه الرسالة"},
    "error": {"en": "if this problem occurs", "fr": "si ce problème survient", "ar": "إذا وقع هذا المشكل"},
    "other": {"en": "if this happens", "fr": "si cela se produit", "ar": "إذا حدث ذلك"},
    "stops": {"en": "the step then stops", "fr": "l’étape s’arrête alors", "ar": "ثم تتوقف هذه المرحلة"},
    "goes_on": {"en": "the step goes on", "fr": "l’étape continue", "ar": "وتستمر هذه المرحلة"},
    "goes_to": {"en": "goes on at “{name}”", "fr": "continue à « {name} »", "ar": "ينتقل إلى «{name}»"},
    "returns_to": {"en": "returns to “{name}”", "fr": "revient à « {name} »", "ar": "يعود إلى «{name}»"},
    "branch": {"en": "{answer}: {name}", "fr": "{answer} : {name}", "ar": "{answer}: {name}"},
    "otherwise": {"en": "otherwise", "fr": "sinon", "ar": "وإلا"},
    "within": {"en": "within {days}", "fr": "dans un délai de {days}", "ar": "داخل أجل {days}"},
    "parallel": {"en": "At the same time", "fr": "En même temps", "ar": "في الوقت نفسه"},
    "first_of": {"en": "Whichever comes first", "fr": "Selon ce qui arrive en premier", "ar": "أيهما يقع أولا"},
    "decision": {"en": "Decision", "fr": "Décision", "ar": "قرار"},
    "startEvent": {"en": "Start", "fr": "Début", "ar": "البداية"},
    "endEvent": {"en": "End", "fr": "Fin", "ar": "النهاية"},
}
DAY = {"en": ("{n} day", "{n} days"), "fr": ("{n} jour", "{n} jours")}
WORKING_DAY = {"en": ("{n} working day", "{n} working days"), "fr": ("{n} jour ouvrable", "{n} jours ouvrables")}
DEADLINE = re.compile(r"deadline\(\s*['\"](\w+)['\"]\s*\)")
FROM_DEADLINE = re.compile(r"(before|after)_deadline\(\s*['\"](\w+)['\"]\s*,\s*(\d{1,4})\s*\)")
FROM_NOW = re.compile(r"(working_)?days_from_now\(\s*(\d{1,4})\s*\)")
ISO_DAYS = re.compile(r"['\"]?P(\d{1,4})([DW])['\"]?")
ISO_DATE = re.compile(r"['\"]?(\d{4}-\d{2}-\d{2})(?:T([0-9:]{5})\S*)?['\"]?")


def word(key: str, language: str, **fields: str) -> str:
    """A phrase with its fields filled in."""
    entry = WORDS[key]
    return entry.get(language, entry["en"]).format(**fields)


def days(count: int, language: str, unit: str = "calendar") -> str:
    """A number of days in words; Arabic has a singular, a dual, a plural and a singular again."""
    if language == "ar":
        noun = (
            "يوم واحد"
            if count == 1
            else "يومان" if count == 2 else f"{count} أيام" if 3 <= count % 100 <= 10 else f"{count} يوما"
        )
        return noun + (" من أيام العمل" if unit == "working" else "")
    forms = (WORKING_DAY if unit == "working" else DAY).get(language, DAY["en"])
    return forms[count != 1].format(n=count)


def timer_phrase(part: EventPart, language: str, deadlines: Mapping[str, DeadlineRule]) -> str:
    """When a timer fires, as a person would say it."""
    text = part.text.strip()
    if (found := DEADLINE.fullmatch(text)) and found[1] in deadlines:
        rule = deadlines[found[1]]
        return word("deadline_passes", language, name=_named(rule, language), days=days(rule.days, language, rule.unit))
    if (found := FROM_DEADLINE.fullmatch(text)) and found[2] in deadlines:
        side, code, count = found.groups()
        return word(f"{side}_deadline", language, name=_named(deadlines[code], language), days=days(int(count), language))
    if found := FROM_NOW.fullmatch(text):
        unit = "working" if found[1] else "calendar"
        return word("days_pass", language, days=days(int(found[2]), language, unit))
    if found := ISO_DAYS.fullmatch(text):
        return word("days_pass", language, days=days(int(found[1]) * (7 if found[2] == "W" else 1), language))
    if found := ISO_DATE.fullmatch(text):
        return word("on_date", language, when=" ".join(part for part in found.groups() if part))
    return word("in_time", language)


def event_phrase(parts: tuple[EventPart, ...], language: str, deadlines: Mapping[str, DeadlineRule]) -> str:
    """Under which condition an event happens."""
    kind = parts[0].kind if len(parts) == 1 else "other"
    if kind == "timer":
        return timer_phrase(parts[0], language, deadlines)
    return word(kind if kind in ("message", "error") else "other", language)


def _named(rule: DeadlineRule, language: str) -> str:
    return rule.names.get(language) or rule.names.get("en") or rule.code
