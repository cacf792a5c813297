"""What letters say of a case beside the case itself: its agency, who lodged it, what was answered so far. One journey."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.store.contact_row import ContactRow
from engine.store.transaction import Transaction

_CONTACT = ("name", "name_folded", "email", "phone", "address", "subject", "channel", "erased_at")
_QUESTIONS = (
    "select name_fr, name_ar, name_en, email from agency where id = {mark}",
    f"select {', '.join(_CONTACT)} from contact where instance_id = {{mark}}",
    "select element_id, answers from submission where instance_id = {mark} order by at, id")


@dataclass(frozen=True)
class AgencyOfLetter:
    """`names` by language; `email` is empty where the agency has none."""

    id: str
    names: Mapping[str, str]
    email: str

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["fr"]


@dataclass(frozen=True)
class LetterFacts:
    """`contact` is None for a case that is not written yet; `answered` are (element, JSON of the answers), oldest first."""

    agency: AgencyOfLetter
    contact: ContactRow | None
    answered: tuple[tuple[str, str], ...]


def letter_facts(transaction: Transaction, agency_id: str, instance_id: str | None) -> LetterFacts:
    """`instance_id` None for a case that this very transaction begins."""
    mark = "?" if transaction.is_sqlite else "%s"
    keys = (agency_id,) if instance_id is None else (agency_id, instance_id, instance_id)
    asked = zip(_QUESTIONS[:len(keys)], keys, strict=True)
    agency, *more = transaction.ask(*((sql.format(mark=mark), (key,)) for sql, key in asked))
    contacts, answered = more or ((), ())
    fr, ar, en, email = agency[0]
    return LetterFacts(AgencyOfLetter(agency_id, {"fr": fr, "ar": ar, "en": en}, email),
                       next((_contact(instance_id, row) for row in contacts), None), tuple(map(tuple, answered)))


def _contact(instance_id: str, row: tuple) -> ContactRow:
    *words, erased_at = row
    if isinstance(erased_at, str):
        erased_at = datetime.fromisoformat(erased_at).replace(tzinfo=UTC)
    return ContactRow(instance_id, *words, erased_at)
