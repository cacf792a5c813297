"""The signed-in session: who it belongs to and when it ends.

The cookie carries the account, the account's session version (raised when the password changes, which ends every other
session), the instant of signing in and the instant last seen. It ends after 30 idle minutes or 12 hours in any case.
"""

from flask import redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user

from engine import queries
from webapp import door, i18n

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
#: The cookie is written anew at most this often, not on every page.
STAMP_SECONDS = 60

login_manager = LoginManager()
login_manager.session_protection = None  # it compares addresses and browsers, which phones change on the way


class SignedIn(UserMixin):
    """What flask-login calls the user: the account as the database knows it now."""

    def __init__(self, account):
        self.account = account
        self.person = account.person

    def get_id(self) -> str:
        return f"{self.person.id}.{self.account.session_version}"


def init_app(app) -> None:
    login_manager.init_app(app)


def begin(account) -> None:
    """Start a fresh session; nothing of the one before stays, so that a planted cookie is worth nothing."""
    session.clear()
    session["since"] = session["seen"] = _seconds()
    login_user(SignedIn(account))


def end() -> None:
    """Forget who was signed in, and everything else the cookie carried."""
    logout_user()
    session.clear()


@login_manager.user_loader
def load(identity: str) -> SignedIn | None:
    """The person of this request, or None when the session has ended for whatever reason."""
    account_id, _, version = identity.rpartition(".")
    if _expired():
        return None
    account = door.insaf().ask(queries.account_of, account_id)
    if account is None or not account.active or str(account.session_version) != version:
        return None
    if _seconds() - session["seen"] > STAMP_SECONDS:
        session["seen"] = _seconds()
    i18n.speak(account.person.language)
    return SignedIn(account)


@login_manager.unauthorized_handler
def must_sign_in():
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
