"""What must be true of a whole database after anything: every case is where its log says.

Each check reads the append-only history and compares it with what the tables and the snapshot claim. A word that one of
them says alone is a step half done, done twice or lost.
"""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.acts.legal_dates import ledger_row, timer_functions
from engine.execution import Run
from engine.queries.audit import broken_chains
from engine.queries.done_tasks import is_of_task
from engine.queries.events import events_of
from engine.store.tables import (
    ComplaintCase, Deadline, HumanTask, IdempotencyKey, Incident, LetterRow, ProcessInstance, ReferenceCounter, Submission,
    Timer,
)

ENDED = ("ended", "cancelled")


def disagreements(insaf) -> list[str]:
    """A sentence for each thing that is not as the histories tell it; empty when all is well."""
    with insaf.reading() as session:
        found = [str(broken) for broken in broken_chains(session).broken]
        for instance in session.scalars(select(ProcessInstance)):
            found += [f"{instance.id}: {wrong}" for wrong in _of_instance(insaf, session, instance)]
        return found + _of_numbers(session) + _of_keys(session)


def _of_instance(insaf, session: Session, instance: ProcessInstance) -> list[str]:
    told = events_of(session, instance.id)
    open_rows, done_rows = _tasks(session, instance.id)
    pending, fired = _timers(session, instance.id)
    opened = [event.body["task_id"] for event in told if event.kind == "task_opened"]
    closed = [event.body["task_id"] for event in told if event.kind in ("task_completed", "task_cancelled")]
    rang = [(event.body["task_id"], event.element_id) for event in told if event.kind == "timer_fired"]
    ends = [event.element_id for event in told if event.kind == "case_ended"]
    is_over = instance.state in ENDED
    found = [f"task {task} {len(times)} times" for task, times in _doubled(opened + [f"-{task}" for task in closed])]
    found += [f"timer {timer} fired {len(times)} times" for timer, times in _doubled(rang)]
    found += _unlike("open tasks", {"history": set(opened) - set(closed), "rows": open_rows})
    found += _unlike("completed tasks", {"history": {event.body["task_id"] for event in told if event.kind == "task_completed"},
                                         "rows": done_rows})
    found += _unlike("fired timers", {"history": set(rang), "rows": fired})
    found += _unlike("the end", {"history": ends, "instance": [instance.ended_as] if is_over else []})
    if not is_over:
        run = Run.restore(insaf.bus.specs.of(instance.definition_hash), instance.snapshot,
                          timer_functions(insaf.shelf.definition(instance.definition_hash, session), instance.started_at))
        found += _unlike("open tasks", {"snapshot": {task.task_id for task in run.open_tasks()}, "rows": open_rows})
        armed = {(timer.task_id, timer.element_id) for timer in run.armed()}
        found += _unlike("armed timers", {"snapshot": armed, "rows": pending})
    elif open_rows or pending:
        found.append(f"ended, and still open: {open_rows | pending}")
    has_incident = session.scalar(select(func.count()).where(Incident.instance_id == instance.id, Incident.state == "open"))
    if bool(has_incident) != (instance.state == "incident") and not is_over:
        found.append(f"{has_incident} open incidents and state {instance.state}")
    return found + _of_letters(session, instance.id, told) + _of_case(insaf, session, instance, told)


def _of_case(insaf, session: Session, instance: ProcessInstance, told: list) -> list[str]:
    """Standing, ledger and what people wrote."""
    case = session.get(ComplaintCase, instance.id)
    if case is None:
        return []
    standings = [event.body["status"] for event in told if event.kind == "status_changed"]
    found = _unlike("the standing", {"history": standings[-1] if standings else "received", "case": case.status})
    if (case.closed_at is not None) != (instance.state in ENDED):
        found.append(f"closed at {case.closed_at}, the run is {instance.state}")
    definition = insaf.shelf.definition(instance.definition_hash, session)
    for row in session.scalars(select(Deadline).where(Deadline.instance_id == instance.id)):
        law = ledger_row(instance.id, definition, row.code, row.started_at)
        found += _unlike(f"deadline {row.code}", {"law": (law["due_on"], law["due_at"]), "row": (row.due_on, row.due_at)})
        if row.code == "reply" and row.started_at != case.lodged_at:
            found.append(f"the legal time runs from {row.started_at}, not from the deposit {case.lodged_at}")
    asked = {event.body["task_id"] for event in told
             if event.kind == "task_completed" and definition.form(event.element_id) is not None}
    written = session.execute(select(Submission.id, Submission.element_id).where(
        Submission.instance_id == instance.id, is_of_task())).all()
    with_form = {row.id for row in written if definition.form(row.element_id) is not None}
    return found + _unlike("answers", {"history": asked, "rows": with_form})


def _of_letters(session: Session, instance_id: str, told: list) -> list[str]:
    written = [event.body["letter_id"] for event in told if event.kind == "letter_written"]
    rows = session.scalars(select(LetterRow.id).where(LetterRow.instance_id == instance_id)).all()
    return _unlike("letters", {"history": sorted(written), "rows": sorted(rows)})


def _of_numbers(session: Session) -> list[str]:
    """References count up without gaps: a gap is a case that was lost, or a number given to nobody."""
    found = []
    for counter in session.scalars(select(ReferenceCounter)):
        references = session.scalars(select(ComplaintCase.reference).where(
            ComplaintCase.agency_id == counter.agency_id, ComplaintCase.reference.like(f"%-{counter.year}-%"),
            ComplaintCase.old_reference.is_(None)))
        numbers = sorted(int(reference.split("-")[2]) for reference in references)
        found += _unlike(f"numbers of {counter.agency_id}", {"counter": list(range(1, counter.last + 1)), "cases": numbers})
    return found


def _of_keys(session: Session) -> list[str]:
    return [f"the key {key} is of a case that is not there" for key in session.scalars(
        select(IdempotencyKey.key).where(
            IdempotencyKey.instance_id.is_not(None), IdempotencyKey.instance_id.not_in(select(ProcessInstance.id))))]


def _tasks(session: Session, instance_id: str) -> tuple[set, set]:
    rows = session.execute(select(HumanTask.id, HumanTask.state).where(HumanTask.instance_id == instance_id)).all()
    done = session.scalars(select(Submission.id).where(Submission.instance_id == instance_id, is_of_task()))
    return {row.id for row in rows if row.state == "open"}, set(done)


def _timers(session: Session, instance_id: str) -> tuple[set, set]:
    rows = session.execute(
        select(Timer.task_id, Timer.element_id, Timer.state).where(Timer.instance_id == instance_id)).all()
    return ({(row.task_id, row.element_id) for row in rows if row.state == "pending"},
            {(row.task_id, row.element_id) for row in rows if row.state == "fired"})


def _doubled(things: list) -> list[tuple]:
    return [(thing, [thing] * count) for thing, count in Counter(things).items() if count > 1]


def _unlike(what: str, said: dict) -> list[str]:
    """`said` holds two claims by who makes them."""
    (one, first), (other, second) = said.items()
    return [] if first == second else [f"{what}: {one} says {first}, {other} says {second}"]
