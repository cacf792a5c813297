"""Signing in and out, passwords, and who the person behind a request is."""

from webapp.auth import passwords, sign_in
from webapp.auth.blueprint import blueprint
from webapp.auth.session import init_app

__all__ = ["blueprint", "init_app", "passwords", "sign_in"]
