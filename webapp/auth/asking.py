"""The short way from a staff page to the engine, always in the name of the person signed in."""

from functools import wraps

from flask import abort
from flask_login import current_user, login_required

from webapp import door

#: Only for people who are signed in.
staff = login_required


def me():
    """The Person who is signed in; only for pages behind `staff` or `allowed`."""
    return current_user.person


def ask(act, key: str | None = None):
    """Have `act` done by the person signed in. Raises what the act raises."""
    return door.ask(act, by=me(), key=key)


def read(query, *arguments, **named):
    """One query asked in a session of its own, about what the person signed in may see."""
    with door.reading(me()) as session:
        return query(session, door.insaf().shelf, *arguments, person=me(), **named)


def look_up(question, *about):
    """The same for a question that needs no session, such as `task_question`."""
    insaf, person = door.insaf(), me()
    return insaf.ask(question, insaf.shelf, *about, person, person=person)


def allowed(right: str):
    """Only for accounts that carry `right` (see `rights` of engine/queries/sign_in.py). Others see no such page."""
    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if right not in current_user.account.rights:
                abort(404)
            return view(*args, **kwargs)
        return login_required(guarded)
    return guard
