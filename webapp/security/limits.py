"""How often one address may try. Generous where many people share an address, strict where a secret is guessed.

A limit is a moving window: so many tries in the last minutes, whenever they began. One process counts in its memory,
several nodes together in their database (shared_limits.py).
"""

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import wraps

from flask import Response, after_this_request, current_app, request
from werkzeug.exceptions import TooManyRequests

from webapp.security.shared_limits import SharedWindows

_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
_LIMIT = re.compile(r"(\d+) per (?:(\d+) )?(minute|hour|day)s?")
MOST_KEYS = 10_000  # so many may try in the longest window before their traces are looked through for old ones


class Windows:
    """The instants of what was admitted, by key, for one process. `clock` tells seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock, self._lock = clock, threading.Lock()
        self._admitted: dict[str, deque[float]] = {}

    def admit(self, key: str, most: int, seconds: int) -> bool:
        """Counts this try unless `most` were counted in the last `seconds`."""
        with self._lock:
            lately = self._lately(key, seconds)
            if len(lately) >= most:
                return False
            lately.append(self._clock())
            self._admitted[key] = lately
            if len(self._admitted) > MOST_KEYS:
                self._forget()
            return True

    def is_open(self, key: str, most: int, seconds: int) -> bool:
        """Would it be admitted? Counts nothing."""
        with self._lock:
            return len(self._lately(key, seconds)) < most

    def _lately(self, key: str, seconds: int) -> deque[float]:
        found, begin = self._admitted.get(key) or deque(), self._clock() - seconds
        while found and found[0] <= begin:
            found.popleft()
        return found

    def _forget(self) -> None:
        begin = self._clock() - _SECONDS["day"]
        self._admitted = {key: found for key, found in self._admitted.items() if found and found[-1] > begin}


def init_app(app, windows=None) -> None:
    app.extensions["windows"] = windows or (Windows() if app.config["ONE_PROCESS"] else SharedWindows())


def limited(text: str, by: Callable[[], str] | None = None, counts: Callable[[Response], bool] | None = None):
    """Decorates a view: `@limited("10 per minute;60 per hour")`. Beyond it the answer is 429. `by` says who is counted, else the
    address of the visitor; with `counts` only answers that it says yes to count."""
    limits = [_read(one) for one in text.split(";")]

    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if _is_on():
                _pass(view.__name__, by() if by else request.remote_addr or "", limits, counts)
            return view(*args, **kwargs)
        return guarded
    return guard


def _pass(what: str, who: str, limits, counts) -> None:
    """Raises TooManyRequests."""
    windows = current_app.extensions["windows"]
    tries = [(f"{what}/{most}/{seconds}/{who}", most, seconds) for most, seconds in limits]
    for one in tries:
        if not (windows.is_open if counts else windows.admit)(*one):
            raise TooManyRequests(retry_after=one[2])
    if counts:
        @after_this_request
        def count(answer):
            if counts(answer):
                for one in tries:
                    windows.admit(*one)
            return answer


def _is_on() -> bool:
    """Tests of other things are not limited; a test of the limits sets RATELIMIT_IN_TESTS."""
    return not current_app.testing or bool(current_app.config.get("RATELIMIT_IN_TESTS"))


def _read(text: str) -> tuple[int, int]:
    """(how many, in how many seconds)."""
    found = _LIMIT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"a limit is written like '30 per 5 minutes', not '{text}'")
    return int(found[1]), int(found[2] or 1) * _SECONDS[found[3]]
