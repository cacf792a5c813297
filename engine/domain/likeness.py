"""When two cases may be one lodged twice: the same person, or nearly the same subject, before the same agency."""

import hashlib
import hmac

from engine.domain.folding import fold

_PREFIX, _ARTICLE = 5, "\u0627\u0644"
#: in, from, about, on, to, with
_SMALL_WORDS = frozenset({"في", "من", "عن", "علي", "الي", "مع"})
_FEWEST_WORDS, _PHONE_DIGITS = 2, 9


def likeness_keys(agency_id: str, secret: str, email: str = "", phone: str = "", name: str = "",
                  subject: str = "") -> list[str]:
    """Keys that two cases share if they are alike, each 32 hexadecimal digits that tell nobody what they were made of.

    One for each way to reach the person (for the name only where there is neither address nor number), one for the subject.
    """
    person = dict(zip(("email", "phone"), _bare((email, phone, ""))[:2], strict=True))
    if not any(person.values()):
        person["name"] = fold(name)
    signs = {**person, "subject": gist(subject)}
    return [hmac.new(secret.encode(), f"{agency_id}|{kind}|{sign}".encode(), hashlib.sha256).hexdigest()[:32]
            for kind, sign in signs.items() if sign]


def same_person(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two (email, phone, name) can be one person: an address or a number in common, or the name where one of them
    gave neither."""
    (email, phone, name), (other_email, other_phone, other_name) = map(_bare, (one, other))
    if email and email == other_email or phone and phone == other_phone:
        return True
    has_no_way = not (email or phone) or not (other_email or other_phone)
    return has_no_way and bool(name) and name == other_name


def gist(subject: str) -> str:
    """The beginnings of its longer words in one order: "Panne d’eau, rue 5" and "rue 5: panne eau" are alike. Empty for a
    subject of fewer than two words, which says too little."""
    words = {word.removeprefix(_ARTICLE)[:_PREFIX] for word in fold(subject).split() if _says_something(word)}
    return " ".join(sorted(words)) if len(words) >= _FEWEST_WORDS else ""


def _says_something(word: str) -> bool:
    if "\u0621" <= word[:1] <= "\u064a":
        return len(word) > 1 and word not in _SMALL_WORDS
    return len(word) > 2 or word.isdigit()


def _bare(who: tuple[str, str, str]) -> tuple[str, str, str]:
    email, phone, name = who
    return email.strip().casefold(), "".join(sign for sign in fold(phone) if sign.isdigit())[-_PHONE_DIGITS:], fold(name)
