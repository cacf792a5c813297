"""The number printed on letters and its secret twin.

A reference is agency code, year, six digits and a check letter: HLT-2026-000123-K. The follow-up code is derived from
the reference with a keyed hash, so it is never stored.
"""

import hashlib
import hmac
import re
import unicodedata

# 23 letters: a prime, so that one wrong character or two swapped ones always show. No I, O, Q, read as 1 and 0.
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(r"^[A-Z][A-Z0-9]{1,9}-\d{4}-\d{6,}-[A-Z]$")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def reference(agency_code: str, year: int, number: int) -> str:
    """The reference of the `number`-th case of an agency in a year."""
    stem = f"{agency_code}-{year}-{number:06d}"
    return f"{stem}-{_check_letter(stem)}"


def is_reference(text: str) -> bool:
    """True if `text` has the shape of a reference of ours and its check letter agrees."""
    return bool(_SHAPE.match(text)) and text[-1] == _check_letter(text[:-2])


def follow_up_code(reference_: str, secret: str) -> str:
    """Ten characters in two groups, such as 7KQ2M-9RX4T: about 49 bits, derived, never stored."""
    digest = hmac.new(secret.encode(), b"follow-up:" + reference_.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = ""
    for _ in range(10):
        number, index = divmod(number, len(_CODE_ALPHABET))
        letters += _CODE_ALPHABET[index]
    return f"{letters[:5]}-{letters[5:]}"


def code_matches(reference_: str, typed: str, secret: str) -> bool:
    """Compares in constant time; case, spaces, dashes and Arabic-Indic digits do not matter."""
    return hmac.compare_digest(_bare(typed).encode(), _bare(follow_up_code(reference_, secret)).encode())


def tidy_reference(typed: str) -> str:
    """What a person typed as a reference: upper case, ASCII digits, no spaces around."""
    return unicodedata.normalize("NFKC", typed).translate(_DIGITS).strip().upper()


def _bare(code: str) -> str:
    text = unicodedata.normalize("NFKC", code).translate(_DIGITS).upper()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def _check_letter(stem: str) -> str:
    total = sum(position * ord(letter) for position, letter in enumerate(stem, start=1))
    return _LETTERS[total % len(_LETTERS)]
