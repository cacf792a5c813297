"""A task of the diagram that tells the complainant of a delay: its answers are an interim reply."""

from collections.abc import Mapping
from datetime import date

from engine.acts.step import Step
from engine.definitions.clocks import REPLY
from engine.domain.ledger import LedgerEntry
from engine.errors import ClockNotRunning, InvalidAnswers
from engine.queries.typed import typed
from engine.vocabulary import EntryKind

#: Property of a user task: the deadline that it tells a delay of. Its form asks `reason` and `until_on`.
TELLS = "tells"
LONGEST_REASON = 500
STILL_TO_COME = {"en": "Choose a day that is still to come", "fr": "Choisissez un jour à venir", "ar": "اختاروا يوما مقبلا"}


def tell_of_delay(step: Step, element_id: str, answers: Mapping) -> None:
    """Enters the interim reply into the ledger of the clock and writes the letter, as RecordInterimReply does from the page
    of a clock; no date moves. Does nothing at any other task.

    Raises ClockNotRunning, and InvalidAnswers for a day that has passed.
    """
    code = step.file.property_of(element_id, TELLS)
    if not code:
        return
    if step.effects.ledger.clock(code) is None or not step.effects.ledger.is_running(code):
        raise ClockNotRunning(deadline=code, reference=step.name)
    until_on, now = _day(answers.get("until_on")), step.work.now
    if until_on is None or until_on < step.file.calendar().local_day(now):
        raise InvalidAnswers({"until_on": STILL_TO_COME.get(step.work.by.language, STILL_TO_COME["fr"])})
    entry = LedgerEntry(EntryKind.INTERIM_REPLY, now, typed(str(answers.get("reason", "")), LONGEST_REASON), 0, until_on)
    step.enter(code, entry)
    if code == REPLY:
        step.effects.tell(entry)


def _day(text) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
