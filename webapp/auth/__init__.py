"""Signing in and out, passwords, and who the person behind a request is."""

from webapp.auth import passwords, sign_in
from webapp.auth.blueprint import blueprint

__all__ = ["blueprint", "passwords", "sign_in"]
