"""The token in a link that sets a password: signed, short-lived, dead as soon as the password changes.

It carries the account, the account's session version and when it ends; setting a password raises the version, so a link
works once.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

VALID_FOR = timedelta(hours=2)


def password_token(account_id: str, session_version: int, now: datetime, secret: str) -> str:
    """A token that ends two hours after `now`; letters, digits and dots only."""
    body = f"{account_id}.{session_version}.{int((now + VALID_FOR).timestamp())}"
    return f"{body}.{_signature(body, secret)}"


def read_password_token(token: str, now: datetime, secret: str) -> tuple[str, int] | None:
    """(account id, session version) of a genuine token that has not ended; else None. The version must be compared."""
    body, _, signature = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(signature, _signature(body, secret)):
        return None
    account_id, version, ends = body.rsplit(".", 2)
    return (account_id, int(version)) if now.timestamp() < int(ends) else None


def _signature(body: str, secret: str) -> str:
    return hmac.new(secret.encode(), b"password-link:" + body.encode(), hashlib.sha256).hexdigest()
