"""What names in a diagram say: identifiers made of them, yes and no, spans of time."""

import re
import unicodedata
from keyword import iskeyword

#: The answers that mean yes and no, in the languages diagrams are drawn in.
YES = frozenset({"yes", "y", "true", "oui", "vrai", "ja", "sí", "si", "sim", "نعم", "ok"})
NO = frozenset({"no", "n", "false", "non", "faux", "nein", "nee", "não", "nao", "لا", "not ok"})
OTHERWISE = frozenset({"else", "otherwise", "default", "other", "sinon", "autrement", "autre", "sonst", "andernfalls",
                       "خلاف ذلك"})
TAKEN = frozenset({"reference", "kind", "channel", "language", "lodged_at", "agency", "data_objects"})
_UNITS = (
    (r"min(?:ute)?s?|minuten?|دقيقة", "PT{}M"),
    (r"h(?:our)?s?|heures?|stunden?|ساعة", "PT{}H"),
    (r"d(?:ay)?s?|jours?|tage?n?|يوم|أيام", "P{}D"),
    (r"w(?:ee)?ks?|semaines?|wochen?|أسبوع|أسابيع", "P{}W"),
    (r"months?|mois|monate?n?|شهر|أشهر", "P{}M"),
    (r"y(?:ea)?rs?|ans?|années?|jahre?n?|سنة", "P{}Y"),
)
_NUMBERS = {word: number for number, words in enumerate((
    "one un une ein eine einen", "two deux zwei", "three trois drei", "four quatre vier", "five cinq fünf",
    "six sechs", "seven sept sieben", "eight huit acht", "nine neuf neun", "ten dix zehn"), 1) for word in words.split()}


def identifier(text: str, otherwise: str) -> str:
    """A variable's name made of a label: small ASCII letters, digits and underscores; `otherwise` where none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    if not name or not re.search(r"[a-z]", name):
        name = otherwise
    if name[0].isdigit() or iskeyword(name) or name in TAKEN or name in ("true", "false", "none"):
        name = f"q_{name}"
    return name


def plain_word(text: str) -> str:
    return " ".join(text.split()).strip(" .!?:;،؟").casefold()


def is_yes(text: str) -> bool:
    return plain_word(text) in YES


def is_no(text: str) -> bool:
    return plain_word(text) in NO


def is_otherwise(text: str) -> bool:
    return plain_word(text) in OTHERWISE


def duration_in(text: str) -> str:
    """The ISO duration that a label names ("7 days", "after two weeks"); empty where it names none."""
    for pattern, form in _UNITS:
        found = re.search(rf"(?<!\w)(\d{{1,4}}|{'|'.join(_NUMBERS)})[\s-]*(?:{pattern})(?!\w)", text.casefold())
        if found:
            return form.format(_NUMBERS.get(found[1], found[1]))
    return ""
