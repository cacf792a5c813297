"""The worker alone: the tick that finds due timers, and the jobs of the queue."""

import signal
import sys
import threading

import click

from cli.memory import settle, spare_memory
from cli.wiring import database_option, refuse_sqlite, settings_of, wired
from engine.clock import SystemClock
from engine.settings import Settings
from engine.store.heartbeat import Heartbeat

SILENT_SECONDS = 60  # it beats each second; a busy machine may hold one tick up for a while


@click.command()
@database_option
@click.option("--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Jobs at once.")
@click.option("--check", is_flag=True, help="Only say whether a worker of this machine is at work: exit code 0 or 1.")
def work(database_url, jobs, check):
    """Due timers and letters; as often as needed. SIGTERM lets the jobs under way finish."""
    settings = settings_of(database_url)
    if check:
        _check(settings)
        return
    from engine.worker import Worker
    spare_memory()
    refuse_sqlite(settings, "run.py work")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with wired(settings) as insaf:
        worker = Worker(insaf, jobs_at_once=jobs)
        settle()
        worker.start()
        click.echo("The worker runs. Stop it with Ctrl-C.")
        stopped.wait()
        worker.stop()


def _check(settings: Settings) -> None:
    silent = Heartbeat(settings.data).silent_seconds(SystemClock().now())
    if silent is not None and silent <= SILENT_SECONDS:
        click.echo(f"A worker of this machine looked for work {silent:.0f} seconds ago.")
        return
    click.echo(f"No worker runs on this machine with the folder {settings.data}: timers and letters wait. Start it."
               if silent is None else
               f"The worker of this machine has not looked for work for {silent:.0f} seconds: timers and letters wait. "
               "It was killed, hangs, or its database does not answer; its log says which.", err=True)
    sys.exit(1)
