"""What happened to a case as its complainant reads it: who did it (they themselves, or the body) and a plain sentence.

Which step of the diagram an officer is at says nothing to the one who wrote. Told is what they did, what was written to
them, and each standing when it begins. A diagram may tell more: an element with `told_fr`, `told_ar` and `told_en` is
told in these words when it begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.definitions.letter import AGENCY_MESSAGE
from engine.queries.date_words import day_texts
from engine.queries.event_words import filled
from engine.queries.events import Told, events_of
from engine.queries.names import LANGUAGES, Names, names_for
from engine.queries.public_words import AGREED, BEGINS, ITS, OWN_DATE_PASSED, YOURS
from engine.queries.recalculation_words import MOVED, moved_title, reasons_of, shown_moves
from engine.queries.task_rows import labels
from engine.queries.words import KINDS, LETTERS, Texts, texts_of
from engine.store.tables import LetterRow
from engine.vocabulary import COMPLAINANT, Kind, Status

YOU, BODY = "you", "body"
#: What is asked is still open, so it comes last of all that happened at one instant.
ASK = "task_opened"


@dataclass(frozen=True)
class PublicEvent:
    """`actor` is "you" or "body", never a person. `code` says what kind of event it is, or the standing that began;
    `letter_id` leads to the letter that was sent; `agency_names` is the body that had the case then, None for today's."""

    at: datetime
    code: str
    actor: str
    title: Mapping[str, str] = field(hash=False)
    letter_id: str | None = None
    agency_names: Mapping[str, str] | None = field(hash=False, default=None)


def public_timeline(session: Session, definition: Definition, instance_id: str) -> tuple[PublicEvent, ...]:
    """The events of a case that its complainant may see, newest first."""
    told = events_of(session, instance_id)
    teller = _Teller(definition, told, reasons_of(session, told))
    shown = [((event.at, item.code == ASK, event.seq), item) for event in told for item in teller.items(event)]
    letters = session.scalars(select(LetterRow).where(
        LetterRow.instance_id == instance_id, LetterRow.addressee == COMPLAINANT, LetterRow.code != AGENCY_MESSAGE)
        .order_by(LetterRow.created_at, LetterRow.id))
    # Sending a letter by e-mail is no event: when it left stands in the outbox. A message has been told as such.
    shown += [((row.sent_at, False, len(told) + number), _letter(row, row.sent_at, "letter_sent"))
              for number, row in enumerate(letters, 1) if row.sent_at]
    moves = [(event.at, event.body["from_agency"]) for event in told if event.kind == "case_transferred"]
    names = names_for(session, {former for _, former in moves}) if moves else None
    return tuple(_at_the_time(item, moves, names) for _, item in sorted(shown, key=lambda line: line[0], reverse=True))


def _at_the_time(item: PublicEvent, moves: list[tuple[datetime, str]], names: Names | None) -> PublicEvent:
    """With the body that handed the case on later, where it was that body's doing."""
    former = next((former for moved_at, former in moves
                   if item.at < moved_at or item.at == moved_at and item.code == Status.TRANSFERRED), None)
    return replace(item, agency_names=names.agency(former).names) if former else item


class _Teller:
    """Puts one history into the complainant's words."""

    def __init__(self, definition: Definition, told: list[Told], reasons: Mapping[str, Texts]):
        self.definition, self.reasons = definition, reasons
        self.element_of = {event.body.get("task_id"): event.element_id for event in told if event.kind == "task_opened"}
        lodged = next((event.body.get("kind") for event in told if event.kind in ("case_lodged", "case_imported")), None)
        self.by_decree = lodged in (None, Kind.COMPLAINT) or any(event.kind == "kind_raised" for event in told)
        self.finished = {event.body.get("task_id") for event in told
                         if event.kind in ("task_completed", "task_cancelled")}
        self.letters = {event.body.get("letter_id"): event.body for event in told if event.kind == "letter_written"}

    def items(self, event: Told) -> list[PublicEvent]:
        """None or one."""
        if event.kind == MOVED:
            moves = shown_moves(event, self.definition, public=True)
            reason = self.reasons.get(str(event.body["recalculation_id"]), {})
            return [PublicEvent(event.at, MOVED, BODY, moved_title(moves, self.definition, reason))] if moves else []
        code, told = self._told(event)
        if told is None:
            return []
        kind = texts_of(KINDS, str(event.body.get("kind", "")))
        words = {"kind": _in_a_sentence(kind), "until": day_texts(event.body.get("until_on")),
                 "step": labels(self.definition, self._element_id(event)), "letter": self._letter_names(event)}
        if event.body.get("notice"):
            version = _notice_texts(str(event.body["notice"]))
            told = {one: told[one] + AGREED[one].replace("{notice}", version[one]) for one in LANGUAGES}
        actor = YOU if code in YOURS else BODY
        letter_id = event.body.get("letter_id") if event.kind == "letter_posted" else None
        return [PublicEvent(event.at, code, actor, {one: filled(told[one], words, one) for one in LANGUAGES}, letter_id)]

    def _told(self, event: Told) -> tuple[str, Texts | None]:
        """The code of an event and its sentence with places for words, or None where a complainant is told nothing."""
        body = event.body
        code = str(body.get("fact", "")) if event.kind == "fact_recorded" else event.kind
        if code == "status_changed":
            status = str(body.get("status", ""))
            return status, BEGINS.get(status)
        if code == ASK:
            own = self._own_words(event)
            if own:
                return code, own
            is_asked = self._is_complainants(event) and body.get("task_id") not in self.finished
            return code, ITS[code] if is_asked else None
        if code == "task_completed":
            return code, YOURS[code] if self._is_complainants(event) else None
        if code == "letter_posted":
            return code, ITS[code] if self._letter_of(event).get("addressee") == COMPLAINANT else None
        if code == "deadline_breached" and not self.by_decree:
            return code, ITS[OWN_DATE_PASSED]
        return code, YOURS.get(code) or ITS.get(code)

    def _element_id(self, event: Told) -> str | None:
        return event.element_id or self.element_of.get(event.body.get("task_id"))

    def _is_complainants(self, event: Told) -> bool:
        element = self.definition.elements.get(self._element_id(event) or "")
        return element is not None and element.lane == COMPLAINANT

    def _own_words(self, event: Told) -> Texts | None:
        element = self.definition.elements.get(self._element_id(event) or "")
        said = {one: element.properties.get(f"told_{one}", "") for one in LANGUAGES} if element else {}
        return said if said and all(said.values()) else None

    def _letter_of(self, event: Told) -> Mapping:
        return {**self.letters.get(event.body.get("letter_id"), {}), **event.body}

    def _letter_names(self, event: Told) -> Texts:
        return texts_of(LETTERS, str(self._letter_of(event).get("letter", "")))


def _letter(row: LetterRow, at: datetime, code: str) -> PublicEvent:
    words = {"letter": texts_of(LETTERS, row.code)}
    return PublicEvent(at, code, BODY, {one: filled(ITS[code][one], words, one) for one in LANGUAGES}, row.id)


def _in_a_sentence(word: Texts) -> Texts:
    return {language: text[:1].lower() + text[1:] for language, text in word.items()}


def _notice_texts(version: str) -> Texts:
    """The version of a privacy notice, in words where it is a day."""
    try:
        return day_texts(version)
    except ValueError:
        return {one: version for one in LANGUAGES}
