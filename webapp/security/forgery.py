"""Forgery protection of every form, and the form key that makes sending twice harmless."""

import re
import secrets

from flask import request
from flask_wtf.csrf import CSRFProtect

protection = CSRFProtect()


def init_app(app) -> None:
    protection.init_app(app)
    app.jinja_env.globals["new_form_key"] = new_form_key


def new_form_key() -> str:
    """A key for a hidden field `form_key`: the bus answers a second post of it with the first receipt."""
    return secrets.token_urlsafe(18)


def form_key() -> str | None:
    """The key of the posted form, or None when it is absent or not one of ours."""
    key = request.form.get("form_key", "")
    return key if re.fullmatch(r"[A-Za-z0-9_-]{8,80}", key) else None
