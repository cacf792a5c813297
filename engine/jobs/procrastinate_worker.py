"""Carries out the jobs of Procrastinate's queue, several at once, and returns those of dead workers to the queue.

It runs in a thread with an event loop of its own, so that `serve` and `work` stop it the same way. Connections are
direct ones (LISTEN does not pass through a pooler in transaction mode).
"""

import asyncio
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ProcrastinateException
from sqlalchemy.engine import make_url

from engine.errors import JobFailed
from engine.jobs.interface import MOST_ATTEMPTS, RETRY_BASE_SECONDS, Handler, NotQueued
from engine.jobs.procrastinate_jobs import QUEUE

log = logging.getLogger("insaf.jobs")
HEARTBEAT_SECONDS = 10
STALLED_SECONDS = 30
SWEEP_SECONDS = 60
POLL_SECONDS = 5
RESTART_SECONDS = 2
OPENING_SECONDS = 2


class ProcrastinateWorker:
    """`start` returns at once; `stop` waits for the jobs under way. `sweep` and `heartbeat` are in seconds."""

    def __init__(self, url: str, handlers: Mapping[str, Handler], jobs_at_once: int = 4,
                 heartbeat: float = HEARTBEAT_SECONDS, stalled: float = STALLED_SECONDS, sweep: float = SWEEP_SECONDS):
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._handlers, self._jobs_at_once = handlers, jobs_at_once
        self._heartbeat, self._stalled, self._sweep = heartbeat, stalled, sweep
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="jobs", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told: asyncio.Event | None = None
        self._is_open = False
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it logs arguments and traces; we log our own

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """A worker that is not connected yet has nothing under way and is not waited for any longer than a moment: what is
        cancelled while the pool opens goes on trying for half a minute."""
        self._stopping.set()
        if self._loop is not None and self._told is not None:
            with suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._told.set)
        while self._thread.is_alive():
            self._thread.join(OPENING_SECONDS)
            if not self._is_open:
                return

    def _live(self) -> None:
        """Again and again: when the database goes away the worker ends, and begins anew when it is back."""
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except asyncio.CancelledError:
                return
            except Exception as problem:
                log.error("queue_interrupted", extra=dict(problem=type(problem).__name__))
            self._stopping.wait(RESTART_SECONDS)

    async def _work(self) -> None:
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_default_executor(ThreadPoolExecutor(self._jobs_at_once, thread_name_prefix="job"))
        if self._stopping.is_set():
            return
        app = self._app()
        async with app.open_async():
            self._is_open = True
            sweeping = asyncio.create_task(self._sweep_for_ever(app))
            told = asyncio.create_task(self._told.wait())
            working = asyncio.create_task(app.run_worker_async(
                queues=[QUEUE], concurrency=self._jobs_at_once, delete_jobs="successful", listen_notify=True,
                install_signal_handlers=False, fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=self._heartbeat, stalled_worker_timeout=self._stalled))
            try:
                await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    working.cancel()
                await working
            finally:
                told.cancel()
                sweeping.cancel()
                self._is_open = False

    def _app(self) -> App:
        app = App(connector=PsycopgConnector(conninfo=self._conninfo, min_size=1, max_size=self._jobs_at_once + 2))
        again = RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, exponential_wait=RETRY_BASE_SECONDS)
        for name, handler in self._handlers.items():
            app.task(name=str(name), queue=QUEUE, retry=again)(_sheltered(handler))
        return app

    async def _sweep_for_ever(self, app: App) -> None:
        """Jobs whose worker has not been heard of go back to the queue. Every worker does it; the second is refused."""
        while True:
            await asyncio.sleep(self._sweep)
            try:
                for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._stalled):
                    log.warning("job_recovered", extra=dict(job=job.id, kind=job.task_name))
                    try:
                        await app.job_manager.retry_job(job)
                    except ProcrastinateException:
                        log.info("job_recovered_elsewhere", extra=dict(job=job.id))
            except Exception as problem:
                log.error("sweep_failed", extra=dict(problem=type(problem).__name__))


def _sheltered(handler: Handler):
    """Procrastinate acknowledges by itself, in a second transaction; the guard of the handler covers the gap. What goes
    wrong is told by its kind alone: a message may quote what people wrote."""
    def carry_out(**args) -> None:
        try:
            handler(NotQueued(), **args)
        except Exception as problem:
            raise JobFailed(problem=type(problem).__name__) from None
    return carry_out
