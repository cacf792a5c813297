"""Attachments by content: the key of a file is its SHA-256, so the same file is kept once and never overwritten."""

import hashlib
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from engine.store.outage import FULL, unavailable


class FileStore:
    """A folder of files; an S3 bucket has the same interface in the library."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(str(folder))

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


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"
