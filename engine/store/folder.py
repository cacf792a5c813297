"""A folder as a place for files, with the few things that are asked of a bucket (bucket.py) as well."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

_UNDER_WAY = ".part"


class Folder:
    """Paths are relative, with slashes; one that leads out of the folder names nothing."""

    def __init__(self, root: Path):
        root.mkdir(parents=True, exist_ok=True)
        self._root = root.resolve()

    def put(self, path: str, data: bytes, once: bool = False) -> None:
        """All of it, on the disk for certain, or nothing: a crash leaves the old or the new content. With `once` what is
        there already stays. Raises OSError."""
        target = self._inside(path)
        if once and target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{uuid4().hex}{_UNDER_WAY}")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def get(self, path: str) -> bytes:
        """Raises FileNotFoundError."""
        return self._inside(path).read_bytes()

    def delete(self, path: str) -> None:
        """An unknown one changes nothing."""
        self._inside(path).unlink(missing_ok=True)

    def touched(self) -> Iterator[tuple[str, datetime]]:
        """Every file, with the instant of its last change."""
        for file in self._root.rglob("*"):
            if file.is_file():
                changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                yield file.relative_to(self._root).as_posix(), changed

    def _inside(self, path: str) -> Path:
        found = (self._root / path).resolve() if "\0" not in path else None
        if found is None or not found.is_relative_to(self._root):
            raise FileNotFoundError(path)
        return found
