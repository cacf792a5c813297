"""Passwords: changed by their owner, or set anew through a link sent by e-mail."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.acts.account_mail import account_of_link, set_password_link
from engine.acts.keep_account import wrong_password
from engine.acts.work import Receipt, Work
from engine.domain.access import administers
from engine.errors import Forbidden, Invalid, InvalidAnswers, NotFound
from engine.queries.typed import typed
from engine.store.passwords import hash_password, password_matches
from engine.store.tables import Account
from engine.vocabulary import Language


@dataclass(frozen=True)
class ChangePassword:
    current: str
    new: str


@dataclass(frozen=True)
class RequestPasswordReset:
    """Answers the same for every address, so that nobody learns who has an account."""

    email: str


@dataclass(frozen=True)
class SendPasswordLink:
    """An administrator sends somebody the link."""

    account_id: str


@dataclass(frozen=True)
class ResetPassword:
    token: str
    new: str


@dataclass(frozen=True)
class ChangeLanguage:
    language: str


def change_password(act: ChangePassword, work: Work) -> Receipt:
    """Ends every other session of the person. Raises Forbidden, InvalidAnswers."""
    account = work.session.get(Account, work.by.id, with_for_update=True) if work.by.id else None
    if account is None:
        raise Forbidden(who=work.by.name, what="change a password")
    errors = wrong_password(act.new, "new")
    if not password_matches(account.password_hash, act.current):
        errors["current"] = "wrong_password"
    elif act.new == act.current:
        errors["new"] = "same_password"
    if errors:
        raise InvalidAnswers(errors)
    return _set(account, act.new)


def request_password_reset(act: RequestPasswordReset, work: Work) -> Receipt:
    account = work.session.scalars(select(Account).where(Account.email == typed(act.email, 200).lower())).first()
    if account is not None and account.active:
        set_password_link(work, account, "reset")
    return Receipt()


def send_password_link(act: SendPasswordLink, work: Work) -> Receipt:
    """Raises NotFound."""
    account = work.session.get(Account, act.account_id)
    if account is None or not account.active or not administers(work.by, account.agency_id):
        raise NotFound(what="account", which=act.account_id)
    set_password_link(work, account, "reset")
    return Receipt(id=account.id)


def reset_password(act: ResetPassword, work: Work) -> Receipt:
    """Raises LinkNoLongerValid, InvalidAnswers."""
    account = account_of_link(work, act.token)
    errors = wrong_password(act.new, "new")
    if errors:
        raise InvalidAnswers(errors)
    return _set(account, act.new)


def change_language(act: ChangeLanguage, work: Work) -> Receipt:
    """Raises Invalid, Forbidden."""
    account = work.session.get(Account, work.by.id) if work.by.id else None
    if account is None:
        raise Forbidden(who=work.by.name, what="keep a language")
    if act.language not in list(Language):
        raise Invalid(what=f"the language {act.language!r}", reason="choose ar, fr or en")
    account.language = act.language
    return Receipt(id=account.id)


def _set(account: Account, password: str) -> Receipt:
    account.password_hash = hash_password(password)
    account.session_version += 1
    return Receipt(id=account.id, count=account.session_version)
