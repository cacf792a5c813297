"""Remembers when a person last signed in: an account that nobody uses is one to close, and an agency without is not live."""

from dataclasses import dataclass

from engine.acts.work import Receipt, Work
from engine.errors import Forbidden
from engine.store.tables import Account


@dataclass(frozen=True)
class RecordSignIn:
    """By the person who just signed in."""


def record_sign_in(act: RecordSignIn, work: Work) -> Receipt:
    """Raises Forbidden."""
    account = work.session.get(Account, work.by.id) if work.by.id else None
    if account is None:
        raise Forbidden(who=work.by.name, what="sign in")
    account.last_sign_in_at = work.now
    return Receipt(id=account.id)
