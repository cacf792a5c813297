"""The sentence that a moved date leaves in the history of its case: which, from when to when, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.definitions.spoken_day import LOCALES, long_day
from engine.queries.events import Told
from engine.queries.words import Texts
from engine.store.tables import Recalculation

MOVED = "deadline_recalculated"
_SENTENCES = {
    "ar": "{name}: التاريخ الجديد {after} بدل {before}.",
    "fr": "{name} : nouvelle date le {after}, au lieu du {before}.",
    "en": "{name}: new date {after} instead of {before}.",
}


def reasons_of(session: Session, told: Iterable[Told]) -> dict[str, Texts]:
    """Why dates were moved, by recalculation; asks nothing where none was."""
    wanted = sorted({str(event.body.get("recalculation_id")) for event in told if event.kind == MOVED})
    if not wanted:
        return {}
    rows = session.scalars(select(Recalculation).where(Recalculation.id.in_(wanted)))
    return {row.id: {language: row.reason(language) for language in LOCALES} for row in rows}


def shown_moves(event: Told, definition: Definition, public: bool) -> list[tuple[str, date, date]]:
    """The deadlines of an event with the day before and after; the public is told of statutory ones."""
    moves = [(code, date.fromisoformat(before), date.fromisoformat(after)) for code, before, after in event.body["moves"]]
    rules = definition.deadlines
    return [move for move in moves if not public or move[0] in rules and rules[move[0]].is_statutory]


def moved_title(moves: Sequence[tuple[str, date, date]], definition: Definition, reason: Texts) -> Mapping[str, str]:
    """A sentence for each deadline, then the reason."""
    return {language: " ".join([
        *(_sentence(move, definition, language) for move in moves), reason.get(language, "")]).strip() for language in LOCALES}


def _sentence(move: tuple[str, date, date], definition: Definition, language: str) -> str:
    code, before, after = move
    rule = definition.deadlines.get(code)
    name = (rule.names.get(language) if rule else None) or code
    return _SENTENCES[language].format(name=name, before=long_day(before, language), after=long_day(after, language))
