"""Signs as the printers of each language set them."""

import re

NARROW = "\u202f"
_FIRST_STRONG, _END = "\u2068", "\u2069"
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def french(text: str) -> str:
    """French punctuation keeps a narrow no-break space, or a lone `?` starts the next line."""
    text = (text or "").replace("« ", "«").replace("«", f"«{NARROW}")
    for sign in "?!:;»":
        text = text.replace(f" {sign}", f"{NARROW}{sign}")
    return text


def french_first(day: str) -> str:
    """`1er novembre`, where the tables of the world's languages have `1 novembre`."""
    return re.sub(r"\b1 (?=\w)", "1er ", day, count=1)


def isolated(text: str, language: str) -> str:
    """Somebody's own words on one line, kept from turning a sentence of the other writing direction round."""
    line = " ".join(text.split())
    foreign = _LATIN if language == "ar" else _ARABIC
    return f"{_FIRST_STRONG}{line}{_END}" if foreign.search(line) else line
