"""The worker alone: the tick that finds due timers, and the jobs of the queue."""

import signal
import threading

import click

from cli.memory import settle, spare_memory
from cli.wiring import database_option, refuse_sqlite, settings_of, wired


@click.command()
@database_option
@click.option("--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Jobs at once.")
def work(database_url, jobs):
    """Due timers and letters; as often as needed. SIGTERM lets the jobs under way finish."""
    from engine.worker import Worker
    spare_memory()
    settings = settings_of(database_url)
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
