"""A complaint, an observation or a suggestion comes in: by the public page, or entered by staff for a caller."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson

from engine.acts.attach_files import NewAttachment, keep_attachments
from engine.acts.legal_dates import own_days_of
from engine.acts.reason_given import keep_reason
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import enters_messages
from engine.domain.deadline import REPLY
from engine.domain.entry import LONGEST_REASON, entered_deposit
from engine.domain.folding import fold
from engine.domain.reference_number import follow_up_code, reference
from engine.errors import EntryOfOthers, Invalid, InvalidAnswers, NoDefinition, NotFound
from engine.store.case_row import CaseRow
from engine.store.contact_row import ContactRow
from engine.store.reception import Reception, number_in, received_by
from engine.store.tables import new_id
from engine.vocabulary import Channel, ContactChannel, Kind, Language, Status

LODGE, ENTRY = "lodge", "entry"


@dataclass(frozen=True)
class LodgeComplaint:
    """`answers` are typed values of the family's "lodge" form. `lodged_at` is for staff who enter a message that came
    in earlier; the law counts from the deposit, whatever the day of typing. `late_reason` says why, where that day lies more
    than a week back; it is text of a person, kept apart from the history. `notice` is the version of the privacy notice that
    was agreed to, which the history keeps with the day."""

    agency_code: str
    kind: str
    channel: str
    language: str
    answers: dict
    attachments: tuple[NewAttachment, ...] = field(default_factory=tuple)
    lodged_at: datetime | None = None
    late_reason: str = ""
    notice: str = ""


def lodge_complaint(act: LodgeComplaint, work: Work) -> Receipt:
    """Raises NotFound, NoDefinition, InvalidAnswers, FileRefused, TooLarge, Invalid; for staff also EntryOfOthers and what
    `entered_deposit` raises."""
    agency = received_by(work.transaction, act.agency_code, act.lodged_at.year if act.lodged_at else None)
    if agency is None or not agency.active:
        raise NotFound(what="agency", which=act.agency_code)
    if agency.content_hash is None:
        raise NoDefinition(family=agency.family)
    work.held_at(agency.now)
    work.calendars.heard(agency.calendar_version)
    definition = work.shelf.definition(agency.content_hash)
    check_words(act, definition.kinds)
    lodged_at = _lodged_at(act, work, agency, definition.calendar.zone)
    form = definition.form(LODGE)
    answers = form.kept(act.answers)
    problems = form.problems(answers, act.language)
    if problems:
        raise InvalidAnswers(problems)
    decisions, _ = form.split(answers)
    year = definition.calendar.local_day(lodged_at).year
    case = CaseRow(
        instance_id=new_id(), agency_id=agency.agency_id, old_reference=None,
        reference=reference(agency.code, year, number_in(work.transaction, agency, year)),
        kind=act.kind, channel=act.channel, language=act.language, status=Status.RECEIVED, lodged_at=lodged_at,
        service_type=decisions.get("service_type"), outcome=None)
    step = Step.start(work, agency.content_hash, start_variables(case, agency, decisions), lodged_at, agency.agency_id,
                      case, definition.process_id, case.instance_id)
    step.note("case_lodged", lodged_at, reference=case.reference, kind=act.kind, channel=act.channel,
              language=act.language, agency=agency.code, entered_at=work.now,
              **({"notice": act.notice[:40]} if act.notice else {}))
    contact, submission = said(case, form, answers, lodged_at, work.by.id)
    step.file.own_days = own_days_of(agency.own_days)
    step.effects.ledger.start_lodged()
    step.begin(contact, submission)
    step.finish()
    if act.late_reason.strip():
        keep_reason(work, case.instance_id, ENTRY, act.late_reason.strip())
    keep_attachments(work, case.instance_id, submission["id"], act.attachments, lodged_at)
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
    """The decision scalars a diagram starts with; no personal text. A form that asks for no service leaves it empty."""
    return {"service_type": "", **decisions, "reference": case.reference, "kind": str(case.kind), "channel": str(case.channel),
            "language": str(case.language), "lodged_at": case.lodged_at.isoformat(), "agency": agency.code}


def said(case: CaseRow, form, answers: dict, at: datetime, account_id: str | None) -> tuple[ContactRow, dict]:
    """The rows that keep who wrote and what. Who is who comes from the form's `x-role`."""
    who = form.by_role(answers)
    name = str(who.get("name", ""))[:200]
    email = str(who.get("email", ""))[:200]
    by_mail = email and who.get("contact_channel", ContactChannel.EMAIL) == ContactChannel.EMAIL
    contact = ContactRow(
        instance_id=case.instance_id, name=name, name_folded=fold(name)[:200], email=email,
        phone=str(who.get("phone", ""))[:60], address=str(who.get("address", ""))[:500],
        subject=str(who.get("subject", ""))[:300],
        channel=ContactChannel.EMAIL if by_mail else ContactChannel.LETTER)
    submission = {"id": new_id(), "instance_id": case.instance_id, "element_id": LODGE, "by_account": account_id,
                  "answers": orjson.dumps(answers).decode(), "at": at}
    return contact, submission


def _lodged_at(act: LodgeComplaint, work: Work, agency: Reception, zone: ZoneInfo) -> datetime:
    if act.lodged_at is None:
        return work.now
    if not enters_messages(work.by, agency.agency_id):
        raise EntryOfOthers(who=work.by.name, agency=agency.code)
    if len(act.late_reason) > LONGEST_REASON:
        raise Invalid(what="the reason", reason=f"it is longer than {LONGEST_REASON} characters")
    return entered_deposit(act.lodged_at, act.late_reason, work.now, zone)
