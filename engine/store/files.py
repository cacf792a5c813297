"""Attachments by content, and drafts by name, in a folder or in a bucket that every machine sees."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from engine.store.folder import Folder
from engine.store.outage import FULL, unavailable

_SWEEP_EVERY = timedelta(minutes=10)


def store_at(place: str | Path, part: str):
    """The part of a place: a folder, or a URL such as s3://bucket/prefix."""
    if isinstance(place, str) and "://" in place:
        from engine.store.bucket import Bucket  # 8 MB that an installation with a folder need not hold
        return Bucket(f"{place.rstrip('/')}/{part}")
    return Folder(Path(place) / part)


class FileStore:
    """The key of a file is its SHA-256, so the same file is kept once and never overwritten."""

    def __init__(self, place: str | Path):
        self._store = store_at(place, "attachments")

    def put(self, data: bytes) -> str:
        """Keeps the bytes and returns their key. Putting the same bytes again changes nothing. Raises Unavailable when the
        disk takes no more."""
        key = hashlib.sha256(data).hexdigest()
        try:
            self._store.put(_path(key), data, once=True)
        except OSError as problem:
            raise unavailable(FULL, problem) from problem
        return key

    def get(self, key: str) -> bytes:
        """The bytes of a key. Raises FileNotFoundError."""
        return self._store.get(_path(key))

    def delete(self, key: str) -> None:
        """An unknown one changes nothing."""
        self._store.delete(_path(key))


class DraftStore:
    """Messages that visitors have not sent yet: for each a name that cannot be guessed, and parts under it."""

    def __init__(self, place: str | Path):
        self._store = store_at(place, "drafts")
        self._swept: datetime | None = None

    def put(self, draft: str, part: str, data: bytes) -> None:
        """All of it at once: a crash leaves the old or the new version. Raises Unavailable."""
        try:
            self._store.put(f"{draft}/{part}", data)
        except OSError as problem:
            raise unavailable(FULL, problem) from problem

    def get(self, draft: str, part: str) -> bytes:
        """Raises FileNotFoundError."""
        return self._store.get(f"{draft}/{part}")

    def delete(self, draft: str, part: str) -> None:
        """An unknown one changes nothing."""
        self._store.delete(f"{draft}/{part}")

    def sweep(self, before: datetime) -> None:
        """Deletes the drafts of which nothing was touched since then; looks at most every ten minutes."""
        if self._swept is not None and before - self._swept < _SWEEP_EVERY:
            return
        self._swept = before
        touched: dict[str, datetime] = {}
        found = list(self._store.touched())
        for path, at in found:
            draft = path.split("/", 1)[0]
            touched[draft] = max(touched.get(draft, at), at)
        for path, _ in found:
            if touched[path.split("/", 1)[0]] < before:
                self._store.delete(path)


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"
