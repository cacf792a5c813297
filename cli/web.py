"""The pages alone, in several processes: gunicorn with our settings, for one node of several."""

import click

from cli.memory import settle, spare_memory
from cli.wiring import database_option, host_option, port_option, refuse_sqlite, require_newest, settings_of
from engine.settings import Settings

#: A process that has served about this many requests makes way for a fresh one, not all at the same time.
REQUESTS_A_LIFE, JITTER = 20_000, 4_000
#: Longer than the slowest answer; a request under way at the end of a node is finished.
GRACEFUL_SECONDS = 40


@click.command()
@database_option
@host_option
@port_option
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Requests at once in each.")
def web(database_url, host, port, workers, threads):
    """The pages alone, as often as needed beside `run.py work`. SIGHUP brings fresh processes, SIGTERM ends."""
    spare_memory()  # before the fork: the processes inherit it
    settings = settings_of(database_url, HOST=host, PORT=port)
    refuse_sqlite(settings, "run.py web")
    require_newest(settings)
    _pages(settings, workers, threads).run()


def _pages(settings: Settings, workers: int, threads: int):
    from gunicorn.app.base import BaseApplication

    class Pages(BaseApplication):
        def load_config(self):
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            for name, value in {
                "bind": f"{host}:{settings.port}", "workers": workers, "threads": threads, "worker_class": "gthread",
                "preload_app": False, "graceful_timeout": GRACEFUL_SECONDS, "timeout": GRACEFUL_SECONDS + 20,
                "max_requests": REQUESTS_A_LIFE, "max_requests_jitter": JITTER, "keepalive": 5,
                "limit_request_line": 8190, "proc_name": "insaf-web", "loglevel": "warning", "reuse_port": False,
                # what proxies say is read by the application alone, and only where INSAF_TRUSTED_PROXIES names them
                "forwarded_allow_ips": "", "forwarder_headers": "",
                "on_starting": lambda _server: click.echo(f"Insaf's pages are on http://{host}:{settings.port}"),
                "worker_exit": lambda _server, worker: worker.app.close(),
            }.items():
                self.cfg.set(name, value)

        def load(self):
            """After the fork: connections are not shared between processes."""
            from engine.bootstrap import bootstrap
            from webapp import create_app
            self.insaf = bootstrap(settings)
            pages = create_app(self.insaf)
            settle()
            return pages

        def close(self) -> None:
            if hasattr(self, "insaf"):
                self.insaf.close()

    return Pages()
