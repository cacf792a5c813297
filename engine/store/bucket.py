"""A bucket that every machine sees as a place for files; loaded only where INSAF_FILES names one."""

from collections.abc import Iterator
from datetime import datetime

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import from_url


class Bucket:
    """Keys and region the library reads from AWS_* in the environment."""

    def __init__(self, url: str):
        self._store = from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)

    def put(self, path: str, data: bytes, once: bool = False) -> None:
        """See Folder.put. Raises OSError."""
        try:
            self._store.put(path, data, mode="create" if once else "overwrite")
        except AlreadyExistsError:
            pass
        except BaseError as problem:
            raise OSError(str(problem)) from problem

    def get(self, path: str) -> bytes:
        """Raises FileNotFoundError."""
        return bytes(self._store.get(path).bytes())

    def delete(self, path: str) -> None:
        try:
            self._store.delete(path)
        except FileNotFoundError:
            pass

    def touched(self) -> Iterator[tuple[str, datetime]]:
        for batch in self._store.list():
            for file in batch:
                yield file["path"], file["last_modified"]
