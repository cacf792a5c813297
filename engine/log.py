"""What operators read: one JSON line an occurrence on standard error, never a word of what people wrote.

The rooms speak through the loggers of the standard library below "insaf"; the facts of an occurrence are ids, codes,
counts and short reasons, handed over as `extra`.
"""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


class StandardError(logging.StreamHandler):
    """Looks the stream up at each line: whoever redirects standard error means this as well."""

    def __init__(self):
        logging.Handler.__init__(self)

    @property
    def stream(self):
        return sys.stderr


def set_up() -> None:
    """Lines of "insaf" go to standard error and nowhere else. May be called again."""
    logger = logging.getLogger("insaf")
    if not logger.handlers:
        handler = StandardError()
        handler.setFormatter(JsonFormatter(
            "{message}{levelname}{name}", style="{", timestamp=True, json_ensure_ascii=False,
            rename_fields={"message": "event", "levelname": "level", "name": "logger"}))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
