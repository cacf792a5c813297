"""What operators read: one JSON line an occurrence on standard error, never a word of what people wrote.

A logging library would bring its console colours and tracebacks along, some megabytes in every serving process.
"""

import json
import sys
from datetime import UTC, datetime
from time import time_ns


class Log:
    """`name` says which room speaks. Facts are ids, codes, counts and short reasons."""

    def __init__(self, name: str):
        self._name = name

    def info(self, event: str, **facts) -> None:
        self._write("info", event, facts)

    def warning(self, event: str, **facts) -> None:
        self._write("warning", event, facts)

    def error(self, event: str, **facts) -> None:
        self._write("error", event, facts)

    def _write(self, level: str, event: str, facts: dict) -> None:
        at = datetime.fromtimestamp(time_ns() / 1e9, UTC)  # the machine's own, whatever clock the cases go by
        line = {"event": event, **facts, "level": level, "logger": self._name, "timestamp": at.isoformat()}
        # Looked up at each line: whoever redirects standard error means this as well.
        sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        sys.stderr.flush()
