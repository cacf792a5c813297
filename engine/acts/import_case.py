"""A case of an outside register comes in, retold along its diagram to where its record says it stands.

The real engine goes the way in one run and one transaction, each move at its original instant. What the diagram would
have sent on the way is noted and not sent; reminders and escalations of the past are marked as passed; timers whose
time is still to come stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import bindparam, select

from engine.acts.legal_dates import own_days_of
from engine.acts.lodge_complaint import LODGE, check_words, start_variables
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.folding import fold
from engine.domain.reference_number import reference
from engine.errors import (
    CaseNotImportable, ExecutionFailed, Forbidden, MessageNotExpected, NoDefinition, NotFound, RecordImportedBefore,
)
from engine.store.case_row import CaseRow
from engine.store.contact_row import ContactRow
from engine.store.reception import Reception, number_in, received_by
from engine.store.tables import ImportedRow, new_id
from engine.store.writes import insert
from engine.vocabulary import SETTLED_STATUSES, ContactChannel, InstanceState, Outcome, Status

_MOST_MOVES = 60
# A constant and below the ORM: ten thousand cases ask it one by one.
_IMPORTED = select(ImportedRow.__table__.c.row_key).where(
    ImportedRow.__table__.c.source == bindparam("source"), ImportedRow.__table__.c.row_key == bindparam("row_key"))
_LIMITS = {"name": 200, "email": 200, "phone": 60, "address": 500, "subject": 300}


@dataclass(frozen=True)
class Move:
    """What a register tells of one task: the decisions taken and when it was done. Moves never go back in time."""

    at: datetime
    decisions: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class ImportCase:
    """`source` and `row_key` name the record, `digest` tells whether it changed since; `year` is the one of the deposit
    as the register wrote it, for the reference. `stands_at` is the id of a user
    task or of an end event; `moves` by user task, and one that the register does not know is done without decisions at
    the instant of the one before. `message` (name, instant) is delivered at the first wait. `answers` are what is known
    of the lodging form, `contact` has name, email, phone, address and subject."""

    source: str
    row_key: str
    digest: str
    agency_code: str
    kind: str
    channel: str
    language: str
    lodged_at: datetime
    year: int
    stands_at: str
    old_reference: str
    moves: Mapping[str, Move] = field(default_factory=dict)
    message: tuple[str, datetime] | None = None
    answers: Mapping = field(default_factory=dict)
    contact: Mapping = field(default_factory=dict)
    service_type: str | None = None


def import_case(act: ImportCase, work: Work) -> Receipt:
    """`Receipt.id` is the element where the case came to stand.

    Raises Forbidden, NotFound, NoDefinition, Invalid, CaseNotImportable, RecordImportedBefore.
    """
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="import cases")
    agency = received_by(work.transaction, act.agency_code, act.year)
    if agency is None:
        raise NotFound(what="agency", which=act.agency_code)
    if agency.content_hash is None:
        raise NoDefinition(family=agency.family)
    work.held_at(agency.now)
    work.calendars.heard(agency.calendar_version)
    definition = work.shelf.definition(agency.content_hash)
    check_words(act, definition.kinds)
    if act.lodged_at > work.now:
        raise CaseNotImportable(key=act.row_key, reason=f"its date of deposit {act.lodged_at:%Y-%m-%d} is still to come")
    case = _case(act, work, agency)
    form = definition.form(LODGE)
    decisions = form.split(act.answers)[0] if form else {}
    step = Step.start(work, agency.content_hash, start_variables(case, agency, decisions), act.lodged_at, agency.agency_id,
                      case, definition.process_id, case.instance_id, quiet_until=work.now)
    step.note("case_lodged", act.lodged_at, reference=case.reference, old_reference=act.old_reference, kind=act.kind,
              channel=act.channel, language=act.language, agency=agency.code, entered_at=work.now)
    step.file.own_days = own_days_of(agency.own_days)
    step.effects.ledger.start_lodged()
    try:
        step.begin(_contact(act, case), _submission(act, case))
        stands_at = _retell(step, act)
    except (ExecutionFailed, MessageNotExpected) as problem:  # the record's fault or the mapping's: no incident
        raise CaseNotImportable(key=act.row_key, reason=str(problem)) from problem
    step.note("case_imported", work.now, source=act.source, key=act.row_key, digest=act.digest, stands_at=stands_at)
    step.finish()
    _remember(act, work, case.instance_id)
    return Receipt(case.reference, case.instance_id, id=stands_at)


def _retell(step: Step, act: ImportCase) -> str:
    """Takes the case to where it stands, then lets happen what was due since. Answers with the element it stands at."""
    at = act.lodged_at
    if act.message is not None:
        name, told_at = act.message
        at = max(at, told_at)
        step.pass_by(at)
        step.deliver(name, {}, at)
    for _ in range(_MOST_MOVES):
        waiting = {task.element_id: task.id for task in step.change.tasks_new}
        if not waiting or act.stands_at in waiting:
            break
        element_id, task_id = next(iter(waiting.items()))
        move = act.moves.get(element_id)
        at = max(at, move.at) if move else at
        step.pass_by(at)
        if task_id in step.is_open:
            step.complete(task_id, element_id, move.decisions if move else {}, at)
    reached = step.change.ended_as if step.change.state == InstanceState.ENDED else None
    if act.stands_at not in {reached, *(task.element_id for task in step.change.tasks_new)}:
        where = reached or ", ".join(task.element_id for task in step.change.tasks_new) or "a wait without a task"
        raise CaseNotImportable(key=act.row_key, reason=f"the diagram leads to {where} and not to {act.stands_at}")
    _keep_outcome(step, act)
    step.fire_due()
    return step.change.ended_as if step.change.state == InstanceState.ENDED else act.stands_at


def _keep_outcome(step: Step, act: ImportCase) -> None:
    """What the register says of the end counts where the diagram lets it go, as an event that breaks the handling off does."""
    case = step.file.case
    told = [move.decisions["outcome"] for move in act.moves.values() if move.decisions.get("outcome") in list(Outcome)]
    if told and case.outcome is None and case.status in SETTLED_STATUSES:
        case.outcome = Outcome(told[-1])


def _remember(act: ImportCase, work: Work, instance_id: str) -> None:
    """Whatever the door looked up before, here it is decided; of two imports at once the second waits for the first,
    fails on its row, and is told so when the bus lets it try again."""
    if work.session.connection().execute(_IMPORTED, {"source": act.source, "row_key": act.row_key}).first():
        raise RecordImportedBefore(key=act.row_key, source=act.source)
    work.transaction.later(*insert(ImportedRow, {
        "source": act.source, "row_key": act.row_key, "instance_id": instance_id, "digest": act.digest, "at": work.now}))


def _case(act: ImportCase, work: Work, agency: Reception) -> CaseRow:
    return CaseRow(
        instance_id=new_id(), agency_id=agency.agency_id,
        reference=reference(agency.code, act.year, number_in(work.transaction, agency, act.year)),
        old_reference=act.old_reference[:80], kind=act.kind, channel=act.channel, language=act.language,
        status=Status.RECEIVED, lodged_at=act.lodged_at, service_type=(act.service_type or "")[:120] or None, outcome=None)


def _contact(act: ImportCase, case: CaseRow) -> ContactRow:
    """A register rarely asked how people want to be answered: by e-mail where it has an address that may be one."""
    told = {name: str(act.contact.get(name) or "")[:limit] for name, limit in _LIMITS.items()}
    if "@" not in told["email"]:
        told["email"] = ""
    return ContactRow(instance_id=case.instance_id, name_folded=fold(told["name"])[:200],
                      channel=ContactChannel.EMAIL if told["email"] else ContactChannel.LETTER, **told)


def _submission(act: ImportCase, case: CaseRow) -> dict:
    return {"id": new_id(), "instance_id": case.instance_id, "element_id": LODGE, "by_account": None,
            "answers": orjson.dumps(dict(act.answers)).decode(), "at": act.lodged_at}
