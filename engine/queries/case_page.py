"""One case with its whole file, for the staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition, Form
from engine.domain.access import Person, erases_texts, separates_cases
from engine.domain.clock_face import ClockFace
from engine.domain.deadline import REPLY
from engine.queries.answers_given import AnswerBlock, answers_given, lodged
from engine.queries.attachments import AttachmentRow, attachment_rows
from engine.queries.deadline_rows import DeadlineRow, deadline_rows, most_pressing_first
from engine.queries.entry import ENTRY, Entry, entry_of
from engine.queries.escalations import EscalationRow, case_escalations
from engine.queries.linked_cases import LinkedCase, linked_cases
from engine.queries.letters import LetterRow, letter_rows
from engine.queries.names import names_for
from engine.queries.seen import case_by_reference
from engine.queries.task_rows import TaskRow, task_lines, task_rows
from engine.queries.timeline import TimelineItem, history_of
from engine.queries.unanswered import unanswered_by_case
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, HumanTask, Incident, ProcessInstance
from engine.vocabulary import IncidentState, InstanceState, Status, TaskState

WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class CasePage:
    """`current` and `passed` are element ids for the diagram. `due_on` and `days_left` are those of the reply,
    `unanswered` the complainant's messages that wait for an answer."""

    instance_id: str
    reference: str
    old_reference: str | None
    kind: str
    channel: str
    language: str
    status: str
    outcome: str | None
    state: InstanceState
    family: str
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    unit_names: Mapping[str, str] | None = field(hash=False)
    subject: str
    complainant_name: str
    lodged_at: datetime
    lodged_on: date
    answered_on: date | None
    closed_on: date | None
    imported: bool
    due_on: date | None
    days_left: int | None
    lodged_form: Form | None = field(hash=False)
    lodged_values: Mapping[str, object] = field(hash=False)
    answers: tuple[AnswerBlock, ...]
    deadlines: tuple[DeadlineRow, ...]
    timeline: tuple[TimelineItem, ...]
    attachments: tuple[AttachmentRow, ...]
    letters: tuple[LetterRow, ...]
    tasks: tuple[TaskRow, ...]
    definition: Definition = field(hash=False)
    version: int
    current: tuple[str, ...]
    passed: tuple[str, ...]
    incident: str | None
    may_withdraw: bool
    escalations: tuple[EscalationRow, ...] = ()
    erased_on: date | None = None
    linked: tuple[LinkedCase, ...] = ()
    unanswered: int = 0
    entry: Entry | None = None
    confidential: bool = False
    may_erase: bool = False
    may_separate: bool = False

    @property
    def faces(self) -> dict[str, ClockFace]:
        """How far each clock of the case has run, by code, for the diagram."""
        return {row.code: row.face for row in self.deadlines}


@dataclass(frozen=True)
class Run:
    """What the pages need of a process_instance; the snapshot stays where it is."""

    definition_hash: str
    state: InstanceState
    version: int
    waiting_for: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        return self.state in (InstanceState.ENDED, InstanceState.CANCELLED)


def case_page(session: Session, shelf: DefinitionShelf, reference: str, person: Person, now: datetime) -> CasePage:
    """The file of a case. Raises NotFound for an unknown reference and for one of another agency."""
    return page_of_case(session, shelf, case_by_reference(session, reference, person), now, person)


def page_of_case(session: Session, shelf: DefinitionShelf, case: ComplaintCase, now: datetime,
                 person: Person) -> CasePage:
    run = run_of(session, case.instance_id)
    definition = shelf.definition(run.definition_hash, session)
    contact = session.get(Contact, case.instance_id)
    agency = names_for(session, {case.agency_id}, {case.unit_id})
    blocks = answers_given(session, definition, case.instance_id)
    said = lodged(blocks)
    history = history_of(session, definition, case.instance_id)
    tasks = open_tasks(session, shelf, case.instance_id, now)
    deadlines = deadline_rows(session, shelf, case.instance_id, case.agency_id, now, run.is_over)
    reply = next((row for row in deadlines if row.code == REPLY), None)
    linked = linked_cases(session, definition, case.instance_id, person)
    current = tuple(dict.fromkeys(task.element_id for task in tasks))
    day = definition.calendar.local_day
    return CasePage(
        instance_id=case.instance_id, reference=case.reference, old_reference=case.old_reference, kind=case.kind,
        channel=case.channel, language=case.language, status=case.status, outcome=case.outcome, state=run.state,
        family=definition.family, agency_code=agency.agency(case.agency_id).code,
        agency_names=agency.agency(case.agency_id).names, unit_names=agency.units.get(case.unit_id or ""),
        subject=contact.subject if contact else "", complainant_name=contact.name if contact else "",
        lodged_at=case.lodged_at, lodged_on=day(case.lodged_at),
        answered_on=day(case.answered_at) if case.answered_at else None,
        closed_on=day(case.closed_at) if case.closed_at else None,
        imported=history.imported or case.old_reference is not None,
        due_on=reply.due_on if reply else None, days_left=reply.days_left if reply else None,
        lodged_form=said.form if said else None, lodged_values=said.values if said else {},
        answers=tuple(block for block in blocks if block is not said and block.element_id != ENTRY),
        deadlines=most_pressing_first(deadlines),
        timeline=history.items, attachments=tuple(attachment_rows(session, case.instance_id)),
        letters=tuple(letter_rows(session, case.instance_id, case.reference)), tasks=tuple(tasks),
        definition=definition, version=run.version, current=current,
        passed=tuple(element for element in history.passed if element not in current),
        incident=incident_of(session, case.instance_id, run), may_withdraw=WITHDRAWAL in run.waiting_for,
        escalations=tuple(case_escalations(session, shelf, case.instance_id, now)),
        linked=tuple(linked),
        unanswered=unanswered_by_case(session, {case.instance_id}).get(case.instance_id, 0),
        erased_on=day(contact.erased_at) if contact and contact.erased_at else None,
        entry=entry_of(said, blocks, history.items), confidential=case.restricted_to is not None,
        may_erase=erases_texts(person, case.agency_id, case.restricted_to),
        may_separate=case.status == Status.JOINED and not (contact and contact.erased_at)
        and separates_cases(person, case.agency_id) and any(
            one.kind == "duplicate" and one.is_parent and one.undone_at is None for one in linked))


def run_of(session: Session, instance_id: str) -> Run:
    row = session.execute(
        select(ProcessInstance.definition_hash, ProcessInstance.state, ProcessInstance.version,
               ProcessInstance.waiting_for).where(ProcessInstance.id == instance_id)).one()
    return Run(row.definition_hash, InstanceState(row.state), row.version, tuple(row.waiting_for.split("\n")))


def open_tasks(session: Session, shelf: DefinitionShelf, instance_id: str, now: datetime) -> list[TaskRow]:
    lines = task_lines(session, [HumanTask.instance_id == instance_id, HumanTask.state == TaskState.OPEN],
                       [HumanTask.created_at, HumanTask.id])
    return task_rows(session, shelf, lines, now)


def incident_of(session: Session, instance_id: str, run: Run) -> str | None:
    """The code of the failure that a stopped case waits on."""
    if run.state != InstanceState.INCIDENT:
        return None
    return session.scalar(
        select(Incident.code).where(Incident.instance_id == instance_id, Incident.state == IncidentState.OPEN)
        .order_by(Incident.at.desc()).limit(1)) or "unforeseen"
