"""Passwords are kept as argon2id hashes; refusing takes as long as accepting, whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The text to store for a password."""
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """True if `stored` is the hash of `password`. Without a stored hash the same work is done and the answer is no."""
    try:
        return _hasher.verify(stored or _nobodys_hash(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("no account has this password")
