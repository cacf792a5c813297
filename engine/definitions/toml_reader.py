"""TOML from outside: a broken file is a sentence, never a traceback."""

import tomllib

from engine.errors import DefinitionUnreadable

MAX_BYTES = 1_000_000
MOST_DOTS = 300


def text_of(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark. Raises `DefinitionUnreadable`."""
    if len(data) > MAX_BYTES:
        raise DefinitionUnreadable(file, "file_too_large", f"it has more than {MAX_BYTES} bytes", "Make it shorter.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise DefinitionUnreadable(
            file,
            "not_utf8",
            f"it is not written in UTF-8 (byte {problem.start})",
            "Save it again with the encoding UTF-8.",
        ) from None
    if "\0" in text:
        raise DefinitionUnreadable(
            file, "not_text", "it holds NUL bytes and is no text", "Upload the text file itself."
        )
    return text


def read_toml(data: bytes, file: str) -> dict:
    """The table in a TOML file. Raises `DefinitionUnreadable`."""
    text = text_of(data, file)
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):  # a key of many parts takes quadratic time
        raise DefinitionUnreadable(
            file, "not_toml", f"a line holds more than {MOST_DOTS} dots", "Write shorter names and lines.")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # ValueError: Python reads no number of thousands of digits
        raise DefinitionUnreadable(
            file,
            "not_toml",
            f"it is not valid TOML ({str(problem)[:200]})",
            "Correct that line; texts stand in double quotes.",
        ) from None
