"""The legal and internal dates of one case, with the reasons for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions.clock_of_kind import CONSIDER, rule_for
from engine.definitions.drawing.clock_bar import small_clock
from engine.domain.clock_face import ClockFace, clock_face
from engine.domain.deadline import REPLY, STATUTORY
from engine.domain.explanation import CountedThere, Explanation, explain
from engine.domain.ledger import LedgerEntry
from engine.queries.ledger import Ledgers, ledger_of
from engine.queries.moves import Moves, agency_that_counted, moves_of
from engine.queries.names import names_for
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline
from engine.vocabulary import Kind


@dataclass(frozen=True)
class DeadlineRow:
    """`why` holds all that the date was made of (its words: deadline_words.py). `days_left` is None once the deadline was
    met; `late` compares the due day with today or with the day it was met. `face` is how far it has run; `breached_on` the
    day that passed without it, which stays whatever happens later."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    started_on: date
    days: int
    unit: str
    grade: str
    due_on: date
    days_left: int | None
    met_on: date | None
    late: bool
    why: Explanation
    face: ClockFace
    breached_on: date | None = None

    def bar(self, language: str) -> str:
        """The clock as a small picture (SVG)."""
        return small_clock(self.face, language, self.grade == STATUTORY)


def deadline_rows(session: Session, shelf: DefinitionShelf, instance_id: str, agency_id: str, now: datetime,
                  is_over: bool = False) -> list[DeadlineRow]:
    """The ledger of a case, earliest first. `is_over`: the case has ended, so nothing is left to count down."""
    found = session.scalars(
        select(Deadline).where(Deadline.instance_id == instance_id).order_by(Deadline.due_on, Deadline.code)).all()
    if _kind(session, instance_id) not in (None, Kind.COMPLAINT) and any(row.code == REPLY for row in found):
        found = [row for row in found if row.code != CONSIDER]  # one date under two names, see `rule_for`
    ledgers = ledger_of(session, [instance_id])
    moves = moves_of(session, instance_id) if found else ()
    return [_row(row, _why(session, shelf, row, agency_id, ledgers, moves), now, is_over) for row in found]


def most_pressing_first(rows: Iterable[DeadlineRow]) -> tuple[DeadlineRow, ...]:
    """Those that run before those that were met, the statutory ones first, then by date."""
    return tuple(sorted(rows, key=lambda row: (row.met_on is not None, row.grade != STATUTORY, row.due_on)))


def why_of(session: Session, shelf: DefinitionShelf, instance_id: str, agency_id: str, code: str,
           also: LedgerEntry | None = None) -> Explanation | None:
    """Why one deadline of a case is due when it is; None where it has no such deadline. `also` is an entry that is about
    to be written."""
    row = session.get(Deadline, (instance_id, code))
    if row is None:
        return None
    ledgers = ledger_of(session, [instance_id])
    if also is not None:
        ledgers = {**ledgers, (instance_id, code): (*ledgers.get((instance_id, code), ()), also)}
    return _why(session, shelf, row, agency_id, ledgers, moves_of(session, instance_id))


def why_due(deadlines: Iterable[DeadlineRow], due_on: date | None) -> Explanation | None:
    """Why a task of the case is due on that day: it has the date of one of its deadlines."""
    return next((row.why for row in deadlines if row.due_on == due_on), None)


def _why(session: Session, shelf: DefinitionShelf, row: Deadline, agency_id: str, ledgers: Ledgers,
         moves: Moves) -> Explanation:
    """By the rule, the calendar and the ledger that the stored date was counted with."""
    definition, entries = shelf.definition(row.definition_hash, session), ledgers.get((row.instance_id, row.code), ())
    rule = rule_for(definition, row.code, _kind(session, row.instance_id))
    had_it = agency_that_counted(row.started_at, entries, moves, agency_id)

    def counted(agency: str, version: int | None = None) -> Explanation:
        calendar = shelf.calendars.of(definition, agency, version)
        return explain(rule, row.started_at, calendar, entries, row.days)

    why = counted(had_it, row.calendar_version)
    if had_it == agency_id or counted(had_it).due_on == (here := counted(agency_id)).due_on:
        return why
    names = names_for(session, {had_it, agency_id})
    return replace(why, counted_there=CountedThere(names.agency(had_it).names, names.agency(agency_id).names, here.due_on))


def _kind(session: Session, instance_id: str) -> str | None:
    case = session.get(ComplaintCase, instance_id)
    return case.kind if case else None


def _row(row: Deadline, why: Explanation, now: datetime, is_over: bool) -> DeadlineRow:
    rule, today = why.rule, now.astimezone(why.zone).date()
    met_on = row.met_at.astimezone(why.zone).date() if row.met_at else None
    left = (row.due_on - today).days if row.met_at is None and not is_over else None
    return DeadlineRow(
        code=row.code, names=rule.names, started_on=row.started_on, days=row.days, unit=rule.unit, grade=rule.grade,
        due_on=row.due_on, days_left=left, met_on=met_on,
        late=met_on > row.due_on if met_on else left is not None and left < 0,
        why=why, face=clock_face(why, today, met_on),
        breached_on=row.breached_at.astimezone(why.zone).date() if row.breached_at else None)
