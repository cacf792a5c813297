"""The signed-in session: who it belongs to and when it ends.

The cookie carries the account, the account's session version (raised when the password changes, which ends every other
session), the instant of signing in and the instant last seen. It ends after 30 idle minutes or 12 hours in any case.
"""

from functools import wraps

from flask import g, redirect, request, session, url_for

from engine import queries
from engine.queries.sign_in import SignedAccount
from webapp import door, i18n

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
#: The cookie is written anew at most this often, not on every page.
STAMP_SECONDS = 60
WHO = "_user_id"


def begin(account: SignedAccount) -> None:
    """Start a fresh session; nothing of the one before stays, so that a planted cookie is worth nothing."""
    session.clear()
    session["since"] = session["seen"] = _seconds()
    session[WHO] = f"{account.person.id}.{account.session_version}"
    g.signed_in = account


def end() -> None:
    """Forget who was signed in, and everything else the cookie carried."""
    session.clear()
    g.signed_in = None


def signed_in() -> SignedAccount | None:
    """The account behind this request as the database knows it now, asked once; None for a visitor."""
    if "signed_in" not in g:
        g.signed_in = _load(session[WHO]) if isinstance(session.get(WHO), str) else None
    return g.signed_in


def staff(view):
    """Decorates a page that is only for people who are signed in."""
    @wraps(view)
    def guarded(*args, **kwargs):
        return view(*args, **kwargs) if signed_in() else _must_sign_in()
    return guarded


def _load(identity: str) -> SignedAccount | None:
    """None when the session has ended for whatever reason."""
    account_id, _, version = identity.rpartition(".")
    if _expired():
        return None
    account = door.insaf().ask(queries.account_of, account_id)
    if account is None or not account.active or str(account.session_version) != version:
        return None
    if _seconds() - session["seen"] > STAMP_SECONDS:
        session["seen"] = _seconds()
    i18n.speak(account.person.language)
    return account


def _must_sign_in():
    """To the sign-in page and back; what a lapsed session posted cannot be repeated, so that goes to its page."""
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("auth.sign_in", next=target, ended="1" if "since" in session else None), 303)


def _expired() -> bool:
    now, since, seen = _seconds(), session.get("since"), session.get("seen")
    if not isinstance(since, int) or not isinstance(seen, int):
        return True
    return now - since > ABSOLUTE_SECONDS or now - seen > IDLE_SECONDS


def _seconds() -> int:
    return int(door.now().timestamp())
