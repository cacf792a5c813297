"""The one way from a view to the engine."""

from contextlib import AbstractContextManager

from flask import current_app, g


def insaf():
    """The wired engine of the running application."""
    return current_app.extensions["insaf"]


def reading(person=None) -> AbstractContextManager:
    """A database session for queries: `with reading() as session:`. Pages of the staff name the `person` who asks."""
    return insaf().reading(person=person)


def read(query, *values, **named):
    """The answer of one query about cases, agencies or definitions."""
    with reading() as session:
        return query(session, insaf().shelf, *values, **named)


def ask(act, *, by, key: str | None = None):
    """Put one act to the bus; returns its receipt or raises an InsafError."""
    return insaf().bus.ask(act, by=by, key=key)


def now():
    """The present instant, asked of the engine's clock once a request."""
    if "now" not in g:
        g.now = insaf().clock.now()
    return g.now
