"""The notification that carries an agency's message to the complainant: by e-mail, or on paper to be posted."""

from engine.acts.work import Work
from engine.acts.write_letter import kind_in_a_sentence
from engine.definitions.letter import AGENCY_MESSAGE
from engine.definitions.spoken_day import long_day
from engine.store.look_up import Held
from engine.store.tables import Agency, Contact, new_id
from engine.vocabulary import COMPLAINANT, ContactChannel, LetterState

#: An e-mail's subject is read on locked screens and by every server on the way.
_NOT_IN_SUBJECTS = {"message_text": "…", "complainant": "…", "subject": "…"}


def message_letter(work: Work, held: Held, message_id: str, text: str) -> list[dict]:
    """A row for the table `letter` in the language of the case; none where the family has no such letter, neither in the
    version of the case nor in the one in force, or the person was forgotten."""
    case = held.case
    definition = work.shelf.definition(held.instance.definition_hash, work.session)
    letter = work.shelf.letter_by_act(work.session, definition, AGENCY_MESSAGE, case.language)
    contact = work.session.get(Contact, held.instance.id)
    if letter is None or contact is None or contact.erased_at is not None:
        return []
    local, language = definition.calendar.local_day, case.language
    context = {
        "reference": case.reference, "follow_url": f"{work.settings.base_url}/c",
        "agency": work.session.get(Agency, case.agency_id).name(language), "complainant": contact.name or "—",
        "kind": kind_in_a_sentence(case.kind, language), "lodged_on": long_day(local(case.lodged_at), language),
        "subject": contact.subject or "—", "message_text": text, "today": long_day(local(work.now), language)}
    _, body = letter.rendered(context)
    subject, _ = letter.rendered(context | _NOT_IN_SUBJECTS)
    email = contact.email if contact.channel == ContactChannel.EMAIL else ""
    return [{
        "id": new_id(), "instance_id": held.instance.id, "agency_id": case.agency_id, "key": f"conversation:{message_id}",
        "code": AGENCY_MESSAGE, "language": language, "addressee": COMPLAINANT,
        "recipient": email or f"{contact.name}\n{contact.address}".strip() or "—", "subject": subject[:300], "body": body,
        "state": LetterState.DUE if email else LetterState.TO_PRINT, "created_at": work.now,
        "next_attempt_at": work.now if email else None, "attempts": 0}]
