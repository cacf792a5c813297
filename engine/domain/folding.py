"""One spelling for search: what people type and what is stored are compared after folding.

Accents, Arabic short vowels and the stretching stroke fall away; the forms of alef, yeh, waw and heh become one letter
each; digits become ASCII; what is no letter or digit becomes one blank.
"""

import unicodedata

_SAME = str.maketrans({
    "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647", "\u06c1": "\u0647",
    "\u06a9": "\u0643", "\u0640": None, "\u0621": None,
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
})
_ARTICLE, _AND = "\u0627\u0644", "\u0648"
_SHORT = 4


def fold(text: str) -> str:
    """`text` as the search compares it: "Aïcha BENÂÏSSA" is "aicha benaissa", "أحمد" is "احمد", "رقم ٤" is "رقم 4"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    letters = (_digit(letter) if letter.isalnum() else " " for letter in plain
               if not unicodedata.category(letter).startswith(("M", "Cf")))
    return " ".join("".join(letters).casefold().split())


def folded_words(text: str) -> list[str]:
    """The words of a search, folded, each once."""
    return list(dict.fromkeys(fold(text).split()))


def beginnings(word: str) -> tuple[str, ...]:
    """What a word of the text may begin with to match a folded word of a search: in Arabic, the article and the joined
    "and" before it do not matter."""
    if not "\u0621" <= word[:1] <= "\u064a":
        return (word,)
    bare = word.removeprefix(_ARTICLE) if len(word) > _SHORT else word
    return (bare, _ARTICLE + bare, _AND + bare, _AND + _ARTICLE + bare)


def matches(words: list[str], folded: str) -> bool:
    """True if every word of a search begins a word of the folded text."""
    return all(any(f" {start}" in f" {folded}" for start in beginnings(word)) for word in words)


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)
