"""Works off the table `job` in a thread of the one serving process."""

import logging
import threading
from collections.abc import Mapping

from engine.jobs.interface import Handler
from engine.jobs.local import LocalJobs

log = logging.getLogger("insaf.jobs")


class LocalWorker:
    """`start` returns at once; `stop` waits for the job under way."""

    def __init__(self, jobs: LocalJobs, handlers: Mapping[str, Handler], seconds: float):
        self._jobs, self._handlers, self._seconds = jobs, handlers, seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="jobs", daemon=True)

    def start(self) -> None:
        self._jobs.recover()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _live(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self._jobs.run_due(self._handlers, self._stopping.is_set)
            except Exception as problem:  # a database that does not answer: the next round tries again
                log.error("queue_interrupted", extra=dict(problem=type(problem).__name__))
