"""Where several nodes count together: the storage of the limiter that asks our own database."""

from datetime import timedelta

from limits.storage import MovingWindowSupport, Storage

from engine.acts.limit_requests import AdmitRequest, digest_of
from engine.queries.request_tries import request_tries
from webapp import door

URI = "insaf-database://"


class DatabaseStorage(Storage, MovingWindowSupport):
    """Only what the moving window asks for. A database that does not answer admits nobody: the page needs it too."""

    STORAGE_SCHEME = ["insaf-database"]

    @property
    def base_exceptions(self):
        return ()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        return bool(door.ask(AdmitRequest(key, limit - amount + 1, expiry), by=None).count)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        now = door.now()
        with door.reading() as session:
            oldest, count = request_tries(session, digest_of(key), now - timedelta(seconds=expiry))
        return (oldest or now).timestamp(), count

    def check(self) -> bool:
        return True

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError("the limits of this program are moving windows")

    get = get_expiry = clear = incr

    def reset(self) -> int | None:
        """Tries are forgotten by the worker, a day later; nothing is reset by hand."""
