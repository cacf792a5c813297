"""Where moves happen: in this process, or each in a new process of the operating system."""

import multiprocessing
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy.engine import make_url

from cli.playing.moves import Standing, carry_out, carry_out_alone
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.settings import Settings

#: Long ago, so that dates written in a recorded path lie ahead of it and are passed one by one.
FIRST_INSTANT = datetime(2020, 1, 6, 8, 0, tzinfo=UTC)


class Stage(Protocol):
    """`now` is the virtual instant; `do` carries out a move at it."""

    now: datetime

    def do(self, move) -> Standing: ...

    def close(self) -> None: ...


class SameProcess:
    """Every act restores the run from the database, in this process."""

    def __init__(self, settings: Settings):
        self._clock = VirtualClock(FIRST_INSTANT)
        self._insaf = bootstrap(settings, clock=self._clock)
        self.now = FIRST_INSTANT

    def do(self, move) -> Standing:
        self._clock.set(self.now)
        return carry_out(self._insaf, move)

    def close(self) -> None:
        self._insaf.database.close()


class NewProcesses:
    """Every move in a process that began with nothing in memory, forked from a server that only imported modules."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._processes = multiprocessing.get_context("forkserver")
        driver = make_url(settings.database_url).get_dialect()
        self._processes.set_forkserver_preload(["cli.playing.warm", driver.__module__, driver.import_dbapi().__name__])
        self.now = FIRST_INSTANT

    def do(self, move) -> Standing:
        here, there = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=_one_move, args=(there, self._settings, self.now, move), daemon=True)
        process.start()
        there.close()
        try:
            return here.recv()
        except EOFError:
            process.join()
            return Standing(failed=f"the process of this step ended with code {process.exitcode}")
        finally:
            here.close()
            process.join()

    def close(self) -> None:
        """Nothing is kept between moves."""


def _one_move(pipe, settings: Settings, now: datetime, move) -> None:
    pipe.send(carry_out_alone(settings, now, move))
    pipe.close()
