"""The words beside a clock: what it measures, how far it has run, and its rungs, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.definitions.drawing.spans import Span
from engine.definitions.outline_words import days
from engine.definitions.rung_words import rung_phrase
from engine.domain.clock_face import ClockFace
from engine.domain.deadline import DeadlineRule

GRADE = {
    "statutory": {"en": "legal date", "fr": "délai légal", "ar": "أجل قانوني"},
    "internal": {"en": "internal date", "fr": "délai interne", "ar": "أجل داخلي"},
}
CALENDAR = {"en": "calendar", "fr": "calendaires", "ar": ""}
SPAN = {
    "en": "from “{start}” to “{stop}”", "fr": "de « {start} » à « {stop} »", "ar": "من «{start}» إلى «{stop}»"}
STEP = {"en": "for “{start}”", "fr": "pour « {start} »", "ar": "لإنجاز «{start}»"}
DAY = {"en": "day {gone} of {total}", "fr": "jour {gone} sur {total}", "ar": "اليوم {gone} من {total}"}
LEFT = {"en": "{days} left", "fr": "il reste {days}", "ar": "بقي {days}"}
LAST = {"en": "last day", "fr": "dernier jour", "ar": "آخر يوم"}
LATE = {"en": "late by {days}", "fr": "en retard de {days}", "ar": "متأخر بـ {days}"}
KEPT = {
    "en": "kept, on day {gone} of {total}", "fr": "tenu, au jour {gone} sur {total}", "ar": "احترم في اليوم {gone} من {total}"}
PAUSED = {"en": "paused for {days}", "fr": "suspendu {days}", "ar": "توقف {days}"}
REACHED = {"en": "reached", "fr": "atteint", "ar": "تم"}
LONGEST_BASIS = 40


@dataclass(frozen=True)
class ClockLine:
    """A clock as text. `standing` is empty outside of a case; `rungs` are (words, was it reached)."""

    code: str
    name: str
    text: str
    standing: str
    late: bool
    rungs: tuple[tuple[str, bool], ...]


def clock_line(span: Span, face: ClockFace | None, passed: frozenset[str], language: str) -> ClockLine:
    """The equivalent in words of what the picture shows of a clock."""
    ends = (STEP if span.is_one_step else SPAN)[language].format(
        start=span.start.label(language), stop=span.stop.label(language))
    comma = "، " if language == "ar" else ", "
    text = comma.join([length(span.rule, language), ends, *_known_by(span.rule, language)])
    rungs = tuple((rung_text(rung, language), rung.element.id in passed) for rung in span.rungs)
    return ClockLine(span.rule.code, name_of(span.rule, language), text, standing(face, language) if face else "",
                     bool(face and face.late), rungs)


def rung_text(rung, language: str) -> str:
    colon = " : " if language == "fr" else ": "
    act = f"{colon}{rung.act.label(language)}" if rung.act is not None else ""
    return rung_phrase(rung.days_before, language) + act


def name_of(rule: DeadlineRule, language: str) -> str:
    return rule.names.get(language) or rule.names.get("en") or rule.code


def length(rule: DeadlineRule, language: str) -> str:
    counted = days(rule.days, language, rule.unit)
    return f"{counted} {CALENDAR[language]}".strip() if rule.unit == "calendar" and language == "fr" else counted


def short_basis(basis: Mapping[str, str], language: str) -> str:
    """The name of the text before the colon of a basis; empty where it has no such head."""
    head = (basis.get(language) or "").partition(":")[0].strip()
    return head if head and len(head) <= LONGEST_BASIS else ""


def caption(rule: DeadlineRule, face: ClockFace | None, language: str) -> str:
    """One line above a bar."""
    parts = [name_of(rule, language), length(rule, language), *_known_by(rule, language)]
    return " · ".join([*parts, standing(face, language)] if face else parts)


def standing(face: ClockFace, language: str) -> str:
    """How far it has run, in words."""
    comma = "، " if language == "ar" else ", "
    count = {"gone": face.gone, "total": face.total}
    if face.late:
        parts = [LATE[language].format(days=days(face.late, language))]
    elif face.stopped:
        parts = [KEPT[language].format(**count)]
    else:
        left = LEFT[language].format(days=days(face.left, language)) if face.left else LAST[language]
        parts = [DAY[language].format(**count), left]
    stood = sum(end - start for start, end in face.paused)
    return comma.join([*parts, PAUSED[language].format(days=days(stood, language))] if stood else parts)


def _known_by(rule: DeadlineRule, language: str) -> list[str]:
    grade = GRADE.get(rule.grade, {}).get(language, "")
    return [part for part in (short_basis(rule.basis, language), grade) if part]
