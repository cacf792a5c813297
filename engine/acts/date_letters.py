"""The letter that tells complainants of a new date of reply, for many cases at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select

from engine.acts.work import Work
from engine.acts.write_letter import kind_in_a_sentence
from engine.definitions import Definition
from engine.definitions.letter import DATE_MOVED
from engine.definitions.spoken_day import long_day
from engine.domain.reference_number import follow_up_code
from engine.store.tables import Agency, Contact, Recalculation, new_id
from engine.vocabulary import COMPLAINANT, ContactChannel, LetterState


class DateLetters:
    """Letters of one recalculation; contacts and agencies of some cases are read together."""

    def __init__(self, work: Work, row: Recalculation, cases: Iterable):
        self.work, self.row = work, row
        cases = list(cases)
        held, agencies = [case.instance_id for case in cases], {case.agency_id for case in cases}
        self._contacts = {contact.instance_id: contact for contact in work.session.scalars(
            select(Contact).where(Contact.instance_id.in_(held)))}
        self._agencies = {agency.id: agency for agency in work.session.scalars(
            select(Agency).where(Agency.id.in_(sorted(agencies))))}

    def written(self, case, definition: Definition, before_on: date, after_on: date, at: datetime) -> dict | None:
        """A row for the table `letter`; None where neither the case's version nor the one in force has such a letter, or
        the person was forgotten."""
        contact = self._contacts.get(case.instance_id)
        letter = self.work.shelf.letter_by_act(self.work.session, definition, DATE_MOVED, case.language)
        if contact is None or contact.erased_at is not None or letter is None:
            return None
        subject, body = letter.rendered(self._words(case, contact, definition, before_on, after_on, at))
        email = contact.email if contact.channel == ContactChannel.EMAIL else ""
        return {
            "id": new_id(), "instance_id": case.instance_id, "agency_id": case.agency_id,
            "key": f"{case.instance_id}:recalculation:{self.row.id}", "code": DATE_MOVED, "language": case.language,
            "addressee": COMPLAINANT, "recipient": email or f"{contact.name}\n{contact.address}".strip() or "—",
            "subject": subject[:300], "body": body, "state": LetterState.DUE if email else LetterState.TO_PRINT,
            "created_at": at, "next_attempt_at": at if email else None, "attempts": 0}

    def _words(self, case, contact: Contact, definition: Definition, before_on: date, after_on: date,
               at: datetime) -> Mapping[str, str]:
        language, settings = case.language, self.work.settings
        local = definition.calendar.local_day
        return {
            "reference": case.reference, "follow_up_code": follow_up_code(case.reference, settings.secret),
            "follow_url": f"{settings.base_url}/c", "agency": self._agencies[case.agency_id].name(language),
            "complainant": contact.name or "—", "kind": kind_in_a_sentence(case.kind, language),
            "lodged_on": long_day(local(case.lodged_at), language), "subject": contact.subject or "—",
            "before_on": long_day(before_on, language), "due_on": long_day(after_on, language),
            "reason": self.row.reason(language), "today": long_day(local(at), language)}
