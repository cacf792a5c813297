"""A file that the worker of a machine touches with each look for work, so that somebody beside it can tell that it lives.

A file and no row: it answers while the database is away, and costs the idle second no statement.
"""

import platform
from datetime import datetime
from pathlib import Path


class Heartbeat:
    """One for a machine and data folder, however many workers share both: it beats while one of them does."""

    def __init__(self, folder: Path):
        self._file = folder / f"worker-{platform.node() or 'here'}"

    def beat(self) -> None:
        """Raises OSError where the folder cannot be written."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch()

    def end(self) -> None:
        """A worker that was stopped on purpose leaves nothing behind."""
        self._file.unlink(missing_ok=True)

    def silent_seconds(self, now: datetime) -> float | None:
        """How long ago it last beat, by the machine's own clock; None where no worker runs or the last one was stopped."""
        try:
            return max(0.0, now.timestamp() - self._file.stat().st_mtime)
        except FileNotFoundError:
            return None
