"""What a visitor without account has shown: the cases whose follow-up code they know, kept in the signed session."""

from flask import abort, session

from engine.bus import Person
from engine.queries import public_case
from webapp import door

SLOT = "cases"
MOST = 8


def nobody() -> Person:
    """Somebody who has shown nothing yet."""
    return Person.anyone()


def remember(reference: str) -> None:
    """From now on this visitor may read and act on the case."""
    session[SLOT] = [reference, *[one for one in session.get(SLOT, []) if one != reference]][:MOST]


def forget() -> None:
    """Close every case and every draft of this visitor; for shared computers."""
    session.clear()


def complainant(reference: str) -> Person:
    """The person for acts on this case; 404 unless the code was shown."""
    return Person.complainant(reference) if reference in session.get(SLOT, []) else abort(404)


def case(reference: str):
    """The case as its complainant sees it; 404 unless the code was shown."""
    complainant(reference)
    return door.read(public_case, reference, door.now()) or abort(404)
