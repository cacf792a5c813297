"""Passwords are kept as argon2id hashes; refusing takes as long as accepting, whether the account exists or not."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The text to store for a password."""
    return _hasher.hash(_bytes(password))


def password_matches(stored: str | None, password: str) -> bool:
    """True if `stored` is the hash of `password`. Without a stored hash the same work is done and the answer is no."""
    try:
        return _hasher.verify(stored or _nobodys_hash(), _bytes(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """The same bytes for the same letters, whichever keyboard composed them."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("no account has this password")
