"""Forgery protection of every form, and the form key that makes sending twice harmless.

The session, which is signed, holds a secret; each form carries it under a fresh mask, so that packed pages tell nothing
about it by their size. A post without it is refused before its view is called.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import abort, current_app, g, request, session

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")


def init_app(app) -> None:
    app.config.setdefault("REFUSE_FORGED", True)
    app.jinja_env.globals.update(new_form_key=new_form_key, csrf_token=form_token)

    @app.before_request
    def refuse_forged():
        """What leads to no view is told so by 404 and 405."""
        if request.method not in SAFE and request.endpoint and current_app.config["REFUSE_FORGED"] and not _is_genuine():
            abort(400)


def form_token() -> str:
    """What the hidden field `csrf_token` of this page's forms holds: mask, then masked secret."""
    if FIELD not in g:
        if not isinstance(session.get(FIELD), str):
            session[FIELD] = secrets.token_hex(20)
        secret = session[FIELD].encode()
        mask = secrets.token_bytes(len(secret))
        setattr(g, FIELD, urlsafe_b64encode(mask + _masked(secret, mask)).decode())
    return g.get(FIELD)


def _is_genuine() -> bool:
    secret = session.get(FIELD)
    try:
        posted = urlsafe_b64decode(request.form.get(FIELD, ""))
    except ValueError:
        return False
    half = len(posted) // 2
    return isinstance(secret, str) and bool(secret) and hmac.compare_digest(
        _masked(posted[half:], posted[:half]), secret.encode())


def _masked(text: bytes, mask: bytes) -> bytes:
    """Each byte of one turned by that of the other; again, and it is as before."""
    return (int.from_bytes(text) ^ int.from_bytes(mask)).to_bytes(len(text)) if len(text) == len(mask) else b""


def new_form_key() -> str:
    """A key for a hidden field `form_key`: the bus answers a second post of it with the first receipt."""
    return secrets.token_urlsafe(18)


def form_key() -> str | None:
    """The key of the posted form, or None when it is absent or not one of ours."""
    key = request.form.get("form_key", "")
    return key if _FORM_KEY.fullmatch(key) else None
