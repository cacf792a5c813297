"""Where several nodes count together: the windows of limits.py in our own database."""

from datetime import timedelta

from engine.acts.limit_requests import AdmitRequest, digest_of
from engine.queries.request_tries import request_tries
from webapp import door


class SharedWindows:
    """A database that does not answer admits nobody: the page needs it too."""

    def admit(self, key: str, most: int, seconds: int) -> bool:
        """Counts this try unless `most` were counted in the last `seconds`."""
        return bool(door.ask(AdmitRequest(key, most, seconds), by=None).count)

    def is_open(self, key: str, most: int, seconds: int) -> bool:
        """Would it be admitted? Counts nothing."""
        with door.reading() as session:
            return request_tries(session, digest_of(key), door.now() - timedelta(seconds=seconds))[1] < most
