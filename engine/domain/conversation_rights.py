"""Who may write to a complainant, and note something inside the agency."""

from hashlib import sha256

from engine.domain.access import Person
from engine.vocabulary import AGENCY_ADMINISTRATOR, PROCESS_OWNER

_NO_CASES = frozenset({AGENCY_ADMINISTRATOR, PROCESS_OWNER})


def works_on_cases(person: Person, agency_id: str | None) -> bool:
    """The agency speaks with one voice to the outside: its own people who handle cases, nobody above or beside them."""
    return person.is_staff and agency_id is not None and person.agency_id == agency_id and bool(person.roles - _NO_CASES)


def digest_of(message_id: str, text: str) -> str:
    """What the history keeps of a text: bound to its id, so that two people who write the same leave different marks."""
    return sha256(f"{message_id}\n{text}".encode()).hexdigest()
