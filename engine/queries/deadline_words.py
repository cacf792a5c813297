"""Why a date is what it is, in three lines a complainant can check: how it was counted, what moved it, what it rests on.

Sentences in engine/queries/deadline_sentences.py; whoever counts by hand from these lines comes to the same day.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from engine.definitions.spoken_day import full_day
from engine.domain.explanation import DayOff, Explanation
from engine.domain.ledger import FOR_TASK, LedgerEntry, Pause
from engine.queries.date_words import clock_time, counted_days, listed
from engine.queries.deadline_sentences import DAY_MARKS, EVIDENCE, SENTENCES
from engine.queries.typography import french, isolated
from engine.vocabulary import DayOffKind

Lines = tuple[str, str, str]
LANGUAGES = ("ar", "fr", "en")
#: Days of the weekend are named up to this number, and counted beyond it.
_MOST_NAMED = 6
_DAY = timedelta(days=1)


def head_line(why: Explanation, language: str) -> str:
    """The name of the deadline and its date."""
    line = SENTENCES[language]["head"].format(name=text_in(why.rule.names, language) or why.rule.code,
                                              day=full_day(why.due_on, language))
    return french(line) if language == "fr" else line


def deadline_lines(why: Explanation, language: str) -> Lines:
    """Start and counting; what was skipped, added or moved, by name; legal basis and how well it is known."""
    lines = [" ".join(part) for part in (_counting(why, language), _moving(why, language), _basis(why, language))]
    return tuple(map(french, lines)) if language == "fr" else tuple(lines)


def strict_line(why: Explanation, language: str) -> str:
    """The stricter date for those who do not want to hang on the roll-over; empty where there is none."""
    if not why.rolled_over:
        return ""
    line = SENTENCES[language]["strict"].format(day=full_day(why.unrolled_on, language))
    return french(line) if language == "fr" else line


def as_list(lines: Iterable[str]) -> str:
    """The lines for a letter, one below the other."""
    return "\n".join(f"- {line}" for line in lines)


def _counting(why: Explanation, language: str) -> Iterable[str]:
    said = SENTENCES[language]
    start = said.get(f"start_{why.rule.starts}") or said["start"]
    yield start.format(day=full_day(why.started_on, language), time=clock_time(why.started_at, why.zone, language))
    yield said["length"].format(days=counted_days(why.days, language, why.rule.unit), day=full_day(why.first_on, language))
    if why.days != why.rule.days:
        yield said["set_own"].format(days=counted_days(why.rule.days, language, why.rule.unit, governed=True))
    else:
        yield said["set_statutory" if why.rule.is_statutory else "set_internal"]


def _moving(why: Explanation, language: str) -> Iterable[str]:
    """The last sentence names the due day; the ones before it say what lies between that and plain counting."""
    said = SENTENCES[language]
    found = [
        *(_pause(pause, language) for pause in why.pauses),
        *([said["afresh"]] if why.pauses and why.rule.suspend.mode == "reset" else []),
        *(_extension(entry, why, language) for entry in why.extensions),
        *([said["skipped"].format(days=_days_off(why.skipped, language))] if why.skipped else []),
        *([_rolled(why, language)] if why.rolled_over else []),
    ]
    yield from found or [said["nothing"]]
    for entry in why.interim:
        yield _interim(entry, why, language)
    for entry in why.recalculated:
        yield _recalculated(entry, why, language)
    yield said["due"].format(day=full_day(why.due_on, language))
    if why.counted_there:
        there = why.counted_there
        yield said["counted_there"].format(former=text_in(there.former, language), here=text_in(there.here, language),
                                           day=full_day(there.here_on, language))
    if why.provisional:
        yield said["provisional"]


def _basis(why: Explanation, language: str) -> Iterable[str]:
    said, basis = SENTENCES[language], text_in(why.rule.basis, language)
    if basis:
        yield said["basis" if why.rule.is_statutory else "basis_internal"].format(
            basis=basis if basis.endswith((".", "!", "?")) else f"{basis}.")
    else:
        yield said["no_basis"]
    yield EVIDENCE[language].get(why.rule.evidence) or EVIDENCE[language][""]


def _pause(pause: Pause, language: str) -> str:
    said = SENTENCES[language]
    first, last = full_day(pause.from_on + _DAY, language), full_day(pause.to_on, language)
    form = "pause_open" if pause.unfinished else "pause_day" if pause.days == 1 else "pause"
    return _with_reason(said[form].format(first=first, last=last, days=counted_days(pause.days, language)), pause.reason,
                        language)


def _extension(entry: LedgerEntry, why: Explanation, language: str) -> str:
    text = SENTENCES[language]["extension"].format(
        days=counted_days(entry.days, language, why.rule.unit), day=_day_of(entry, why, language))
    return _with_reason(text, entry.reason, language)


def _interim(entry: LedgerEntry, why: Explanation, language: str) -> str:
    form = "interim_until" if entry.until_on else "interim"
    until = full_day(entry.until_on, language) if entry.until_on else ""
    return SENTENCES[language][form].format(day=_day_of(entry, why, language), until=until)


def _recalculated(entry: LedgerEntry, why: Explanation, language: str) -> str:
    said, day = SENTENCES[language], _day_of(entry, why, language)
    reason = text_in(entry.reasons, language) if entry.reasons else entry.reason
    if entry.before_on is None or entry.until_on is None:
        return _with_reason(said["recounted"].format(day=day), reason, language)
    text = said["recalculated"].format(day=day, before=full_day(entry.before_on, language),
                                       after=full_day(entry.until_on, language))
    return _with_reason(text, reason, language)


def _rolled(why: Explanation, language: str) -> str:
    said, (last, *others) = SENTENCES[language], why.rolled_over
    if not others:
        return said["rolled"].format(day=_day_off(last, language))
    joined = said["rolled_join"].join(_day_off(day, language) for day in others)
    return said["rolled_on"].format(day=_day_off(last, language), days=joined)


def _days_off(days: tuple[DayOff, ...], language: str) -> str:
    """Feasts always by name, days of the weekend too where they are few."""
    plain = [day for day in days if day.holiday is None]
    if len(plain) <= _MOST_NAMED:
        return listed([_day_off(day, language) for day in days], language)
    feasts = [_day_off(day, language) for day in days if day.holiday]
    many = DAY_MARKS[language]["weekend_days"].format(days=counted_days(len(plain), language))
    return listed([many, *feasts], language)


def _day_off(day: DayOff, language: str) -> str:
    marks = DAY_MARKS[language]
    if day.holiday is None:
        return f"{full_day(day.on, language)} ({marks['weekend']})"
    name, source = text_in(day.holiday.names, language) or marks["feast"], isolated(day.holiday.source, language)
    if day.holiday.provisional:
        name = marks["forecast"].format(name=name)
    elif source and day.holiday.kind == DayOffKind.MOVING:
        name = marks["decreed"].format(name=name, source=source)
    return f"{full_day(day.on, language)} ({name})"


def _day_of(entry: LedgerEntry, why: Explanation, language: str) -> str:
    return full_day(entry.at.astimezone(why.zone).date(), language)


def _with_reason(text: str, reason: str, language: str) -> str:
    words = SENTENCES[language]["for_task"] if reason.startswith(FOR_TASK) else isolated(reason, language)
    return f"{text}." if not words else SENTENCES[language]["reason"].format(text=text, reason=words)


def text_in(texts: Mapping[str, str], language: str) -> str:
    """A text in that language, else in one it has, set apart where it runs the other way."""
    choices = (texts.get(choice) for choice in (language, "fr", "ar", "en"))
    return isolated(next((text for text in choices if text), ""), language)
