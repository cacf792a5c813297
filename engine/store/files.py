"""Attachments by content, and drafts by name, in a folder or in a bucket that every machine sees."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, from_url

from engine.store.outage import FULL, unavailable

_SWEEP_EVERY = timedelta(minutes=10)


def store_at(place: str | Path, part: str):
    """The part of a place: a folder, or a URL such as s3://bucket/prefix, whose keys and region the library reads from
    AWS_* in the environment."""
    if isinstance(place, str) and "://" in place:
        url = f"{place.rstrip('/')}/{part}"
        return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)
    folder = Path(place) / part
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(str(folder))


class FileStore:
    """The key of a file is its SHA-256, so the same file is kept once and never overwritten."""

    def __init__(self, place: str | Path):
        self._store = store_at(place, "attachments")

    def put(self, data: bytes) -> str:
        """Keeps the bytes and returns their key. Putting the same bytes again changes nothing. Raises Unavailable when the
        disk takes no more."""
        key = hashlib.sha256(data).hexdigest()
        try:
            self._store.put(_path(key), data, mode="create")
        except AlreadyExistsError:
            pass
        except BaseError as problem:
            raise unavailable(FULL, problem) from problem
        return key

    def get(self, key: str) -> bytes:
        """The bytes of a key. Raises FileNotFoundError."""
        return bytes(self._store.get(_path(key)).bytes())


class DraftStore:
    """Messages that visitors have not sent yet: for each a name that cannot be guessed, and parts under it."""

    def __init__(self, place: str | Path):
        self._store = store_at(place, "drafts")
        self._swept: datetime | None = None

    def put(self, draft: str, part: str, data: bytes) -> None:
        """All of it at once: a crash leaves the old or the new version. Raises Unavailable."""
        try:
            self._store.put(f"{draft}/{part}", data)
        except BaseError as problem:
            raise unavailable(FULL, problem) from problem

    def get(self, draft: str, part: str) -> bytes:
        """Raises FileNotFoundError."""
        return bytes(self._store.get(f"{draft}/{part}").bytes())

    def delete(self, draft: str, part: str) -> None:
        """An unknown one changes nothing."""
        try:
            self._store.delete(f"{draft}/{part}")
        except FileNotFoundError:
            pass

    def sweep(self, before: datetime) -> None:
        """Deletes the drafts of which nothing was touched since then; looks at most every ten minutes."""
        if self._swept is not None and before - self._swept < _SWEEP_EVERY:
            return
        self._swept = before
        touched: dict[str, datetime] = {}
        found = [file for batch in self._store.list() for file in batch]
        for file in found:
            draft = file["path"].split("/", 1)[0]
            touched[draft] = max(touched.get(draft, file["last_modified"]), file["last_modified"])
        old = [file["path"] for file in found if touched[file["path"].split("/", 1)[0]] < before]
        for path in old:
            self.delete(*path.split("/", 1))


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"
