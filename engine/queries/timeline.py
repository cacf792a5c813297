"""What happened to a case: its append-only history, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.queries.date_words import day_texts
from engine.queries.event_words import MESSAGES, title
from engine.queries.events import Told, events_of
from engine.queries.names import Names, names_for
from engine.queries.recalculation_words import MOVED, moved_title, reasons_of, shown_moves
from engine.queries.supervision_notes import Noted, notes_of
from engine.queries.task_rows import labels, role_labels
from engine.queries.words import KINDS, LETTERS, STATUSES, Texts, texts_of
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import LetterRow, ProcessInstance
from engine.vocabulary import COMPLAINANT

#: Which elements were passed is read by the diagram, and how the history was packed by the audit, not by people.
NOT_SHOWN = frozenset({"step_taken", "history_packed"})
#: What a complainant is told whatever the diagram says.
ALWAYS_PUBLIC = frozenset({"case_lodged", "case_imported", "case_withdrawn", "renewal_asked", "case_ended", "registered",
                           "agency_wrote", "complainant_wrote", "deadline_breached", "interim_reply_recorded",
                           "reply_communicated", "case_transferred"})
ONLY_STAFF = frozenset({"task_claimed", "task_released", "task_reassigned", "task_cancelled", "status_changed", "timer_fired",
                        "timer_passed", "escalated", "letter_written", "letter_failed", "letter_not_sent", "letter_not_written",
                        "message_received", "message_sent", "message_not_sent", "event_not_caught",
                        "incident_retried", "incident_cancelled", "case_sent_back", "deadline_suspended", "deadline_resumed",
                        "deadline_extended", "messages_settled", "note_written", "case_offered", "offer_ended",
                        "transfer_not_made", "case_restricted", "restriction_lifted", "people_named", "standing_told",
                        "similar_found", "improvement_listed"})


@dataclass(frozen=True)
class TimelineItem:
    """`code` is the kind of event, or the fact it records; `at` its legal time. `detail` holds ids and decision scalars.
    `actor_name` is an officer's and never shown to the public, nor is `reason`, what a supervisor wrote; `role` is the lane of
    the step."""

    at: datetime
    code: str
    title: Mapping[str, str] = field(hash=False)
    element_id: str | None
    actor_name: str | None
    role: str | None
    role_names: Mapping[str, str] = field(hash=False)
    detail: Mapping[str, object] = field(hash=False)
    imported: bool
    public: bool
    reason: str = ""


@dataclass(frozen=True)
class History:
    """`passed` are the elements the run has completed, in order and each once."""

    items: tuple[TimelineItem, ...]
    passed: tuple[str, ...]
    imported: bool


def timeline_of(session: Session, shelf: DefinitionShelf, instance_id: str, public: bool = False) -> list[TimelineItem]:
    """The events of an instance, newest first; `public` gives those that the complainant may see."""
    content_hash = session.scalar(select(ProcessInstance.definition_hash).where(ProcessInstance.id == instance_id))
    if content_hash is None:
        return []
    return list(history_of(session, shelf.definition(content_hash, session), instance_id, public).items)


def history_of(session: Session, definition: Definition, instance_id: str, public: bool = False,
               until: tuple[int, datetime] | None = None) -> History:
    """The timeline with what the diagram needs, from one reading of the history and of the letters' sending. `until` is the
    last link and the instant up to which somebody may read."""
    last_link, last = until or (None, None)
    letters = session.execute(
        select(LetterRow.id, LetterRow.code, LetterRow.addressee, LetterRow.sent_at)
        .where(LetterRow.instance_id == instance_id).order_by(LetterRow.created_at, LetterRow.id)).all()
    told = events_of(session, instance_id, last_link)
    # Sending a letter is no event: when it left stands in the outbox.
    sent = [Told(row.sent_at, len(told) + number, "letter_sent", None, None, {"letter_id": row.id})
            for number, row in enumerate(letters, 1) if row.sent_at and (last is None or row.sent_at <= last)]
    noted = notes_of(session, instance_id) if any("note_id" in event.body for event in told) else {}
    names = names_for(session, {event.body.get(key) for event in told for key in ("to_agency", "from_agency")},
                      people={event.actor_id for event in told} | {note.to_account for note in noted.values()})
    teller = _Teller(definition, {row.id: (row.code, row.addressee) for row in letters}, told,
                     reasons_of(session, told), public, Noted(noted, names.people), names)
    shown = sorted((event for event in told + sent if event.kind not in NOT_SHOWN),
                   key=lambda event: (event.at, event.seq), reverse=True)
    items = (teller.item(event, names.people.get(event.actor_id or "")) for event in shown)
    if public:
        items = (replace(item, actor_name=None, reason="", detail={}) for item in items if item.public)
    return History(tuple(items), teller.passed(), teller.imported)


class _Teller:
    """Puts one history into words."""

    def __init__(self, definition: Definition, letters: Mapping[str, tuple[str, str]], told: list[Told],
                 reasons: Mapping[str, Texts], public: bool, noted: Noted, names: Names):
        self.definition, self.letters, self.told = definition, letters, told
        self.reasons, self.public, self.noted, self.names = reasons, public, noted, names
        self.element_of = {event.body.get("task_id"): event.element_id for event in told if event.kind == "task_opened"}
        self.finished = {event.body.get("task_id") for event in told
                         if event.kind in ("task_completed", "task_cancelled")}
        self.imported = any(event.kind == "case_imported" for event in told)

    def passed(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for event in self.told:
            if event.kind == "step_taken":
                found.update(dict.fromkeys(element for element in event.body.get("elements", ()) if element))
            elif event.kind in ("task_completed", "timer_fired") and event.element_id:
                found[event.element_id] = None
        return tuple(found)

    def item(self, event: Told, actor_name: str | None) -> TimelineItem:
        body = event.body
        if event.kind == MOVED:
            return self._moved(event, actor_name)
        fact = str(body.get("fact", "")) if event.kind == "fact_recorded" else None
        element_id = event.element_id or self.element_of.get(body.get("task_id"))
        letter, addressee = self.letters.get(body.get("letter_id"), (body.get("letter"), body.get("addressee")))
        element = self.definition.elements.get(element_id or "")
        role = element.lane if element else None
        words = {
            "step": labels(self.definition, element_id) if element_id else {}, "letter": texts_of(LETTERS, letter),
            "status": texts_of(STATUSES, body.get("status")), "kind": texts_of(KINDS, body.get("kind")),
            "message": texts_of(MESSAGES, body.get("message")), "deadline": self._deadline(body.get("code")),
            "until": day_texts(body.get("until_on")), "person": self.noted.given_to(body),
            "agency": self.names.agency(body.get("to_agency")).names,
            "former": self.names.agency(body.get("from_agency")).names,
        }
        return TimelineItem(
            at=event.at, code=fact or event.kind, title=title(event.kind, fact, words), element_id=element_id,
            actor_name=actor_name, role=role, role_names=role_labels(self.definition, role), detail=body,
            imported=bool(body.get("imported")) or event.kind == "case_imported",
            public=self._is_public(event.kind, fact, body, element, addressee), reason=self.noted.reason(body))

    def _deadline(self, code: object) -> Mapping[str, str]:
        rule = self.definition.deadlines.get(str(code))
        return rule.names if rule else {}

    def _moved(self, event: Told, actor_name: str | None) -> TimelineItem:
        moves = shown_moves(event, self.definition, self.public)
        reason = self.reasons.get(str(event.body["recalculation_id"]), {})
        return TimelineItem(
            at=event.at, code=event.kind, title=moved_title(moves, self.definition, reason), element_id=None,
            actor_name=actor_name, role=None, role_names={}, detail=event.body, imported=False, public=bool(moves))

    def _is_public(self, kind: str, fact: str | None, body: Mapping, element, addressee) -> bool:
        if (fact or kind) in ALWAYS_PUBLIC:
            return True
        if kind in ONLY_STAFF:
            return False
        if kind in ("letter_sent", "letter_posted"):
            return addressee == COMPLAINANT
        if element is None or not (element.properties.get("public") == "yes" or element.lane == COMPLAINANT):
            return False
        return kind != "task_opened" or body.get("task_id") not in self.finished
