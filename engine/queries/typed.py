"""What came from outside, made safe to compare with a column."""


def typed(text: str, longest: int = 120) -> str:
    """Without what no database keeps (NUL, half characters) and without blanks around, cut where no key is longer."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:longest]
