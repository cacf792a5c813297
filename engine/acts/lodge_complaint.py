"""A complaint, an observation or a suggestion comes in: by the public page, or entered by staff for a caller."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson

from engine.acts.attach_files import NewAttachment, keep_attachments
from engine.acts.legal_dates import own_days_of
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_agency
from engine.domain.deadline import REPLY
from engine.domain.folding import fold
from engine.domain.reference_number import follow_up_code, reference
from engine.errors import Forbidden, Invalid, InvalidAnswers, NoDefinition, NotFound
from engine.store.case_row import CaseRow
from engine.store.reception import Reception, next_number, received_by
from engine.store.tables import Contact, Submission, new_id
from engine.vocabulary import Channel, ContactChannel, Kind, Language, Status

LODGE = "lodge"
_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class LodgeComplaint:
    """`answers` are typed values of the family's "lodge" form. `lodged_at` is for staff who enter a message that came
    in earlier; the law counts from the deposit, whatever the day of typing."""

    agency_code: str
    kind: str
    channel: str
    language: str
    answers: dict
    attachments: tuple[NewAttachment, ...] = field(default_factory=tuple)
    lodged_at: datetime | None = None


def lodge_complaint(act: LodgeComplaint, work: Work) -> Receipt:
    """Raises NotFound, NoDefinition, InvalidAnswers, FileRefused, TooLarge, Invalid for a future date of deposit."""
    agency = received_by(work.transaction, act.agency_code)
    if agency is None or not agency.active:
        raise NotFound(what="agency", which=act.agency_code)
    if agency.content_hash is None:
        raise NoDefinition(family=agency.family)
    work.held_at(agency.now)
    work.calendars.heard(agency.calendar_version)
    definition = work.shelf.definition(agency.content_hash)
    check_words(act, definition.kinds)
    lodged_at = _lodged_at(act, work, agency.agency_id)
    form = definition.form(LODGE)
    answers = form.kept(act.answers)
    problems = form.problems(answers, act.language)
    if problems:
        raise InvalidAnswers(problems)
    decisions, _ = form.split(answers)
    year = definition.calendar.local_day(lodged_at).year
    case = CaseRow(
        instance_id=new_id(), agency_id=agency.agency_id, old_reference=None,
        reference=reference(agency.code, year, next_number(work.transaction, agency.agency_id, year)),
        kind=act.kind, channel=act.channel, language=act.language, status=Status.RECEIVED, lodged_at=lodged_at,
        service_type=decisions.get("service_type"), outcome=None)
    step = Step.start(work, agency.content_hash, start_variables(case, agency, decisions), lodged_at, agency.agency_id,
                      case, definition.process_id, case.instance_id)
    step.note("case_lodged", lodged_at, reference=case.reference, kind=act.kind, channel=act.channel,
              language=act.language, agency=agency.code, entered_at=work.now)
    contact, submission = said(case, form, answers, lodged_at, work.by.id)
    step.file.own_days = own_days_of(agency.own_days)
    step.effects.ledger.start_lodged()
    step.begin(contact, submission)
    step.finish()
    keep_attachments(work, case.instance_id, submission.id, act.attachments, lodged_at)
    due = step.effects.ledger.new(REPLY)
    return Receipt(case.reference, case.instance_id, due["due_on"] if due else None,
                   follow_up_code(case.reference, work.settings.secret))


def check_words(act, kinds) -> None:
    """Raises Invalid for a kind, channel or language that does not exist here."""
    for what, value, known in (("kind", act.kind, [k for k in Kind if not kinds or k in kinds]),
                               ("channel", act.channel, list(Channel)), ("language", act.language, list(Language))):
        if value not in known:
            raise Invalid(what=f"the {what} {value!r}", reason=f"choose one of {', '.join(known)}")


def start_variables(case: CaseRow, agency: Reception, decisions: dict) -> dict:
    """The decision scalars a diagram starts with; no personal text."""
    return {**decisions, "reference": case.reference, "kind": str(case.kind), "channel": str(case.channel),
            "language": str(case.language), "lodged_at": case.lodged_at.isoformat(), "agency": agency.code}


def said(case: CaseRow, form, answers: dict, at: datetime, account_id: str | None) -> tuple[Contact, Submission]:
    """The rows that keep who wrote and what. Who is who comes from the form's `x-role`."""
    who = form.by_role(answers)
    name = str(who.get("name", ""))[:200]
    email = str(who.get("email", ""))[:200]
    by_mail = email and who.get("contact_channel", ContactChannel.EMAIL) == ContactChannel.EMAIL
    contact = Contact(
        instance_id=case.instance_id, name=name, name_folded=fold(name)[:200], email=email,
        phone=str(who.get("phone", ""))[:60], address=str(who.get("address", ""))[:500],
        subject=str(who.get("subject", ""))[:300],
        channel=ContactChannel.EMAIL if by_mail else ContactChannel.LETTER, erased_at=None)
    submission = Submission(
        id=new_id(), instance_id=case.instance_id, element_id=LODGE, by_account=account_id,
        answers=orjson.dumps(answers).decode(), at=at)
    return contact, submission


def _lodged_at(act: LodgeComplaint, work: Work, agency_id: str) -> datetime:
    if act.lodged_at is None:
        return work.now
    if not sees_agency(work.by, agency_id):
        raise Forbidden(who=work.by.name, what="enter a message with an earlier date of deposit")
    if act.lodged_at > work.now + _CLOCKS_MAY_DIFFER:
        raise Invalid(what="the date of deposit", reason=f"{act.lodged_at:%Y-%m-%d %H:%M} lies in the future")
    return act.lodged_at
