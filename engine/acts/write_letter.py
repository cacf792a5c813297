"""Writes the letters that a diagram sends: their text is fixed in the transaction that causes them.

The worker only carries them out (docs/decisions/0009), so what a complainant receives is what the case said on the
day, whatever changes later.
"""

from collections.abc import Mapping
from datetime import date, datetime

import orjson
from sqlalchemy import select

from engine.acts.case_file import CaseFile
from engine.acts.escalation_recipients import is_complained_about
from engine.definitions.spoken_day import long_day
from engine.definitions.clock_of_kind import rule_for
from engine.definitions.letter import RECEIPT, RECEIPT_OF_FEEDBACK
from engine.domain.deadline import REPLY
from engine.domain.explanation import explain
from engine.domain.ledger import LedgerEntry
from engine.domain.reference_number import follow_up_code
from engine.queries.deadline_rows import why_of
from engine.queries.deadline_words import as_list, deadline_lines
from engine.queries.missing_items import missing_items
from engine.queries.words import kind_word, outcome_word
from engine.store.letter_facts import AgencyOfLetter
from engine.store.tables import Account, AccountRole, Agency, new_id
from engine.vocabulary import COMPLAINANT, ContactChannel, Kind, LetterState


def compose_letters(file: CaseFile, code: str, to: str, element_id: str | None, at: datetime, outcome: str | None,
                    due_on: date | None, started: Mapping | None = None, told: LedgerEntry | None = None,
                    complete_on: date | None = None) -> list[dict]:
    """Rows for the letter table: one for the complainant, or one for each person of the agency who holds the role `to`.

    A role that nobody holds is answered by the agency's own address; without one the notice is noted and not written.
    `due_on` is the legal day of the reply, `started` the row of its deadline where the ledger does not hold it yet.
    `told` is the interim reply that the letter is, which this very step enters; `complete_on` the day until which the
    complainant may add what is missing.
    """
    agency = file.facts.agency
    rows = []
    for person in _addressees(file, to, agency):
        own = file.definition
        letter = own.letter(_of_kind(file, code, person["language"]), person["language"]) if told is None else (
            file.work.shelf.letter_by_act(file.work.session, own, code, person["language"]))
        context = _context(file, agency, person["language"], at, outcome, due_on)
        context["complete_on"] = long_day(complete_on, person["language"]) if complete_on else "—"
        if told:
            context |= {"reason": told.reason, "until_on": long_day(told.until_on, person["language"])}
        if "due_explained" in letter.placeholders:
            context["due_explained"] = _due_explained(file, person["language"], started, told)
        subject, body = letter.rendered(context)
        is_mail = bool(person["email"])
        key = f"{file.change.instance_id}:{element_id}:{file.change.event_count + 1}.{len(file.change.events)}"
        rows.append({
            "id": new_id(), "instance_id": file.change.instance_id, "agency_id": agency.id,
            "key": f"{key}:{person['id']}", "code": code, "language": person["language"], "addressee": to,
            "recipient": person["email"] or person["postal"], "subject": subject[:300], "body": body,
            "state": LetterState.DUE if is_mail else LetterState.TO_PRINT, "created_at": at,
            "next_attempt_at": file.work.now if is_mail else None, "attempts": 0,
        })
    if not rows:
        file.note("letter_not_written", at, element_id, letter=code, addressee=to, why="nobody_holds_the_role")
    return rows


def _of_kind(file: CaseFile, code: str, language: str) -> str:
    """Whoever observes or suggests is not told of the decree's sixty days, where the family has a receipt that says so."""
    is_feedback = code == RECEIPT and file.case.kind != Kind.COMPLAINT
    return RECEIPT_OF_FEEDBACK if is_feedback and (RECEIPT_OF_FEEDBACK, language) in file.definition.letters else code


def _addressees(file: CaseFile, to: str, agency: AgencyOfLetter) -> list[dict]:
    if to == COMPLAINANT:
        contact = file.contact
        by_mail = contact.channel == ContactChannel.EMAIL and contact.email
        return [{"id": "complainant", "language": file.case.language, "email": contact.email if by_mail else "",
                 "postal": f"{contact.name}\n{contact.address}".strip() or "—"}]
    accounts = file.work.session.scalars(
        select(Account).join(AccountRole, AccountRole.account_id == Account.id)
        .where(Account.agency_id == agency.id, Account.active, AccountRole.role == (file.case.restricted_to or to),
               ~is_complained_about(file)).order_by(Account.email)
    ).all()
    people = [{"id": a.id, "language": a.language, "email": a.email, "postal": a.name} for a in accounts]
    if not people and agency.email and file.case.restricted_to is None:
        people = [{"id": "agency", "language": "fr", "email": agency.email, "postal": agency.name("fr")}]
    return people


def _context(file: CaseFile, agency: AgencyOfLetter, language: str, at: datetime, outcome: str | None,
             due_on: date | None) -> dict[str, str]:
    """Every placeholder a letter may use, in the language of the letter."""
    case, definition, settings = file.case, file.definition, file.work.settings
    contact = file.contact

    def day(value) -> str:
        return long_day(value, language)

    said = _said(file)
    texts, missing = _texts(file, said, language), missing_items(definition, said, language)
    return {
        "reference": case.reference,
        "follow_up_code": follow_up_code(case.reference, settings.secret),
        "follow_url": f"{settings.base_url}/c",
        "agency": agency.name(language),
        "former_agency": _former(file, language),
        "complainant": contact.name or "—",
        "kind": kind_in_a_sentence(case.kind, language),
        "lodged_on": day(definition.calendar.local_day(case.lodged_at)),
        "due_on": day(due_on) if due_on else "—",
        "subject": contact.subject or "—",
        "outcome": outcome_word(outcome, language) if outcome else "—",
        "reply_text": texts.get("reply_text") or "—",
        "grounds": texts.get("grounds") or "—",
        "information_text": texts.get("information_text") or "—",
        "missing": as_list(missing) if missing else "—",
        "joined_to": texts.get("duplicate_of") or "—",
        "considered": texts.get("considered") or "—",
        "today": day(definition.calendar.local_day(at)),
    }


def _former(file: CaseFile, language: str) -> str:
    """The body that this very step takes the case from; a dash for every other letter."""
    former = file.work.session.get(Agency, file.change.moved_from) if file.change.moved_from else None
    return former.name(language) if former else "—"


def kind_in_a_sentence(kind: str, language: str) -> str:
    word = kind_word(kind, language)
    return word if language == "ar" else word[:1].lower() + word[1:]


def _due_explained(file: CaseFile, language: str, started: Mapping | None, told: LedgerEntry | None) -> str:
    """Why the legal date is that day, for a letter; the letter keeps it as it was on the day."""
    if started:
        rule = rule_for(file.definition, REPLY, file.case.kind)
        why = explain(rule, started["started_at"], file.calendar(), (), started["days"])
    else:
        why = why_of(file.work.session, file.work.shelf, file.change.instance_id, file.case.agency_id, REPLY, told)
    return as_list(deadline_lines(why, language)) if why else "—"


def _said(file: CaseFile) -> list[tuple[str, str]]:
    """(element, JSON of the answers) of every form of the case, oldest first, those of this step included."""
    return [*file.facts.answered, *((said["element_id"], said["answers"]) for said in file.said)]


def _texts(file: CaseFile, said: list[tuple[str, str]], language: str) -> dict[str, str]:
    """The newest answer to each question of the staff's forms, options as their labels."""
    texts: dict[str, str] = {}
    for element_id, answers in said:
        form = file.definition.form(element_id)
        if form is not None:
            texts.update(form.answer_texts(orjson.loads(answers), language))
    return texts
