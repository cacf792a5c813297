"""Serve: pages and worker together in one process. `web` and `work` are the two apart."""

import signal
import socket
import sys
from contextlib import contextmanager

import click

from cli import demo as demonstration
from cli.alone import alone
from cli.memory import settle, spare_memory
from cli.wiring import database_option, host_option, migrated, port_option, settings_of, wired
from engine.errors import PortBusy
from engine.settings import Settings

THREADS = 8
PAGES = (("/", "lodge and follow a complaint"), ("/desk", "the worklist of the staff"),
         ("/supervision", "what is late and soon late"), ("/studio", "the processes, as pictures and text"),
         ("/admin", "people and units"))
LARGEST_REQUEST = 64 * 1024 * 1024  # waitress stops reading there; the pages set narrower limits and explain them


@click.command()
@database_option
@host_option
@port_option
@click.option("--demo/--no-demo", "with_demo", default=True, show_default=True, help="For an empty database.")
def serve(database_url, host, port, with_demo):
    """Pages and worker in one process. Migrates the database first."""
    spare_memory()
    settings = settings_of(database_url, HOST=host, PORT=port)
    with alone(settings), _listening(settings) as door:
        if demonstration.forget_unfinished(settings):
            _say("The demo was interrupted before it was whole: starting over")
        _say("Bringing the database to the newest shape")
        migrated(settings)
        with wired(settings) as insaf:
            if with_demo and demonstration.is_empty(insaf):
                _say("The database is empty: adding two agencies, their people and some cases to look at")
                demonstration.fill(insaf)
            _serve(insaf, door)


def _serve(insaf, door: socket.socket) -> None:
    from waitress.server import create_server

    from engine.worker import Worker
    from webapp import create_app
    server = create_server(create_app(insaf), sockets=[door], threads=THREADS, ident=None,
                           max_request_body_size=LARGEST_REQUEST,
                           clear_untrusted_proxy_headers=not insaf.settings.trusted_proxies)
    settle()
    worker = Worker(insaf)
    worker.start()
    # waitress ends its loop on SystemExit and lets the requests under way finish. SIGINT too: a shell that starts us in
    # the background has it ignored, and then nobody could stop us by it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    _greet(insaf)
    try:
        server.run()
    finally:
        worker.stop()
        _say("Stopped.")


def _greet(insaf) -> None:
    settings = insaf.settings
    address = f"http://{'127.0.0.1' if settings.host in ('0.0.0.0', '::') else settings.host}:{settings.port}"
    _say("")
    _say(f"Insaf is up on {address}")
    for path, what in PAGES:
        _say(f"  {address}{path:<14} {what}")
    demonstration.introduce(insaf, _say)
    _say("Stop it with Ctrl-C.")


@contextmanager
def _listening(settings: Settings):
    """The port is taken before anything costly happens, so that a busy one is told at once. Raises PortBusy."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((settings.host, settings.port))
            door.listen(1024)
        except OSError as problem:
            raise PortBusy(host=settings.host, port=settings.port, other=settings.port % 65535 + 1,
                           reason=problem.strerror) from problem
        yield door


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
