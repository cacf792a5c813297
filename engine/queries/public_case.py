"""One case as its complainant sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition, Form
from engine.definitions.clocks import DUE
from engine.domain.deadline import REPLY, STATUTORY
from engine.domain.explanation import Explanation
from engine.queries.answers_given import AnswerBlock, answers_given, lodged, newest_answer
from engine.queries.attachments import AttachmentRow, attachment_rows
from engine.queries.case_page import WITHDRAWAL, open_tasks, run_of
from engine.queries.deadline_rows import DeadlineRow, deadline_rows, why_due
from engine.queries.letters import LetterRow, letter_rows
from engine.queries.missing_items import missing_items
from engine.queries.names import LANGUAGES, names_for
from engine.queries.public_timeline import PublicEvent, public_timeline
from engine.queries.standing import is_pending
from engine.queries.typed import typed
from engine.queries.unanswered import MessageCount, count_messages
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, Submission, Timer
from engine.vocabulary import COMPLAINANT, Status

REPLY_TEXT, GROUND, GROUNDS = "reply_text", "ground", "grounds"
RENEWAL = "renewal"
RENEWAL_EXPIRED = "renewal_expired"
#: Internal dates that a complainant is told of: what the body owes them, not how it divides its own work.
TOLD_DEADLINES = frozenset({"triage", "renewal", "mediator"})
RENEWAL_REPLY = "renewal_reply"
#: What the button of a task of the complainant says, by element; "answer" for every other.
ASKED = {"complete_information": "complete", "give_satisfaction": "rate"}


@dataclass(frozen=True)
class Reply:
    """The reasoned reply as it was communicated."""

    text: str
    outcome: str | None
    on: date


@dataclass(frozen=True)
class PublicTask:
    """Something the complainant is asked. `asked` is "complete", "rate" or "answer"; `missing` what the agency needs from
    them, by language."""

    task_id: str
    element_id: str
    asked: str
    step: Mapping[str, str] = field(hash=False)
    form: Form | None = field(hash=False)
    due_on: date | None
    due_why: Explanation | None
    missing: Mapping[str, tuple[str, ...]] = field(hash=False, default_factory=dict)


@dataclass(frozen=True)
class PublicCase:
    """`due_on` is the legal date of the reply. `days_left` and `days_used` count calendar days of `days_total` until it
    was answered; `next_on` is the next date in the case and `next_what` the code of its deadline. `waiting_for` is
    "agency", "complainant" or None when the case has ended; `over` says that no reply is awaited any more. What the
    diagram waits for may be done: `may_withdraw`, `may_renew` (until `renew_until`, where a date is set)."""

    reference: str
    kind: str
    language: str
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    agency_address: str
    family: str
    definition: Definition = field(hash=False)
    zone: str
    subject: str
    complainant_name: str
    lodged_at: datetime
    lodged_on: date
    status: str
    outcome: str | None
    inadmissible_ground: Mapping[str, str] | None = field(hash=False)
    inadmissible_grounds: Mapping[str, str] | None = field(hash=False)
    due_on: date | None
    due_why: Explanation | None
    days_total: int | None
    days_used: int
    days_left: int | None
    over: bool
    triage_due_on: date | None
    triage_why: Explanation | None
    answered_on: date | None
    closed_on: date | None
    withdrawn_on: date | None
    waiting_for: str | None
    next_on: date | None
    next_what: str | None
    timeline: tuple[PublicEvent, ...]
    reply: Reply | None
    second_reply: str | None
    attachments: tuple[AttachmentRow, ...]
    letters: tuple[LetterRow, ...]
    tasks: tuple[PublicTask, ...]
    may_withdraw: bool
    may_renew: bool
    renew_until: date | None
    version: int
    lodged_form: Form | None = field(hash=False)
    lodged_values: Mapping[str, object] = field(hash=False)
    reply_clock: DeadlineRow | None = None
    messages: MessageCount = MessageCount(0, None)
    erased_on: date | None = None


def public_case(session: Session, shelf: DefinitionShelf, reference: str, now: datetime) -> PublicCase | None:
    """The case of a reference that `follow` has confirmed; None when there is none."""
    case = session.scalar(select(ComplaintCase).where(ComplaintCase.reference == typed(reference)))
    if case is None:
        return None
    run = run_of(session, case.instance_id)
    definition = shelf.definition(run.definition_hash, session)
    contact = session.get(Contact, case.instance_id)
    agency = names_for(session, {case.agency_id}).agency(case.agency_id)
    deadlines = deadline_rows(session, shelf, case.instance_id, case.agency_id, now, run.is_over)
    due = next((row for row in deadlines if row.code == REPLY), None)
    triage = next((row for row in deadlines if row.code == "triage" and row.met_on is None), None)
    blocks = answers_given(session, definition, case.instance_id)
    said = lodged(blocks)
    all_open = open_tasks(session, shelf, case.instance_id, now)
    tasks = [task for task in all_open if task.role == COMPLAINANT]
    day, today = definition.calendar.local_day, definition.calendar.local_day(now)
    lodged_on = day(case.lodged_at)
    answered_on = day(case.answered_at) if case.answered_at else None
    closed_on = day(case.closed_at) if case.closed_at else None
    is_inadmissible, grounds = case.status == Status.INADMISSIBLE, _text(blocks, GROUNDS)
    asked = [definition.elements[task.element_id] for task in tasks if task.element_id in definition.elements]
    own_dates = {element.properties.get(DUE) for element in asked}
    following = _next(deadlines, today, own_dates) if not run.is_over else None
    may_renew = RENEWAL in run.waiting_for
    renew_until = _renew_until(session, case.instance_id, tasks, day) if may_renew else None
    theirs = bool(tasks) or (not all_open and renew_until is not None)
    next_on = following.due_on if following else renew_until if theirs else None
    letters = tuple(letter_rows(session, case.instance_id, case.reference, own_only=True))
    return PublicCase(
        reference=case.reference, kind=case.kind, language=case.language, agency_code=agency.code,
        agency_names=agency.names, agency_address=agency.address, family=definition.family, definition=definition,
        zone=definition.calendar.zone.key, subject=contact.subject if contact else "",
        complainant_name=contact.name if contact else "", lodged_at=case.lodged_at, lodged_on=lodged_on,
        status=case.status, outcome=case.outcome,
        inadmissible_ground=_ground(blocks) if is_inadmissible else None,
        inadmissible_grounds={case.language: grounds} if is_inadmissible and grounds else None,
        due_on=due.due_on if due else None, due_why=due.why if due else None,
        days_total=(due.due_on - lodged_on).days if due else None,
        days_used=((answered_on or closed_on or today) - lodged_on).days, days_left=due.days_left if due else None,
        over=due is None or due.days_left is None,
        triage_due_on=triage.due_on if triage else None, triage_why=triage.why if triage else None,
        answered_on=answered_on, closed_on=closed_on,
        withdrawn_on=closed_on if case.status == Status.WITHDRAWN else None,
        waiting_for=None if run.is_over else COMPLAINANT if theirs else "agency",
        next_on=next_on, next_what=following.code if following else None,
        timeline=public_timeline(session, definition, case.instance_id),
        reply=_reply(case, blocks, answered_on), second_reply=_second_reply(case, blocks, letters),
        attachments=tuple(attachment_rows(session, case.instance_id, own_only=True)),
        letters=letters,
        tasks=tuple(PublicTask(task.task_id, task.element_id, ASKED.get(task.element_id, "answer"), task.step,
                               definition.form(task.element_id), task.due_on, why_due(deadlines, task.due_on),
                               _missing(session, definition, task) if ASKED.get(task.element_id) == "complete" else {})
                    for task in tasks),
        erased_on=day(contact.erased_at) if contact and contact.erased_at else None,
        may_withdraw=WITHDRAWAL in run.waiting_for, may_renew=may_renew,
        renew_until=renew_until, version=run.version,
        lodged_form=said.form if said else None, lodged_values=said.values if said else {}, reply_clock=due,
        messages=count_messages(session, case.instance_id))


def _missing(session: Session, definition: Definition, task) -> dict[str, tuple[str, ...]]:
    said = session.execute(select(Submission.element_id, Submission.answers).where(
        Submission.instance_id == task.instance_id).order_by(Submission.at, Submission.id)).all()
    return {language: missing_items(definition, map(tuple, said), language) for language in LANGUAGES}


def _renew_until(session: Session, instance_id: str, tasks: list, day) -> date | None:
    """The day of the question that is open; after a "no", the day on which the wait for a renewal ends."""
    asked = next((task.due_on for task in tasks if task.due_on), None)
    if asked:
        return asked
    ends = session.scalar(select(Timer.due_at).where(
        Timer.instance_id == instance_id, Timer.element_id == RENEWAL_EXPIRED, is_pending()))
    return day(ends) if ends else None


def _next(deadlines: list[DeadlineRow], today: date, own_dates: set[str | None]) -> DeadlineRow | None:
    """The first date still to come: their own where they are asked something, else what the body owes them; once all
    have passed, the legal one that was missed."""
    unmet = [row for row in deadlines if row.met_on is None]
    own = [row for row in unmet if row.code in own_dates]
    if own:
        return own[0]
    unmet = [row for row in unmet if row.grade == STATUTORY or row.code in (REPLY, *TOLD_DEADLINES)]
    ahead = [row for row in unmet if row.due_on >= today]
    return next(iter(ahead + [row for row in unmet if row.code == REPLY]), None)


def _reply(case: ComplaintCase, blocks: list[AnswerBlock], answered_on: date | None) -> Reply | None:
    """The text of the last draft, once the case counts as answered; a draft under way is nobody's reply yet."""
    if answered_on is None or case.status not in (Status.ANSWERED, Status.RENEWED, Status.CLOSED):
        return None
    text = _text([block for block in blocks if block.at <= case.answered_at], REPLY_TEXT)
    return Reply(text, case.outcome, answered_on) if text else None


def _second_reply(case: ComplaintCase, blocks: list[AnswerBlock], letters: tuple[LetterRow, ...]) -> str | None:
    """The text of the reply to a renewed complaint, once its letter is written."""
    if case.answered_at is None or all(letter.code != RENEWAL_REPLY for letter in letters):
        return None
    return _text([block for block in blocks if block.at > case.answered_at], REPLY_TEXT)


def _text(blocks: list[AnswerBlock], name: str) -> str | None:
    found = newest_answer(blocks, name)
    return str(found[1]) if found else None


def _ground(blocks: list[AnswerBlock]) -> dict[str, str] | None:
    """The ground of the decree that was chosen, by its words in each language."""
    found = newest_answer(blocks, GROUND)
    if found is None or found[0].form is None:
        return None
    block = found[0]
    return {language: block.form.answer_texts(block.values, language).get(GROUND, "") for language in LANGUAGES}
