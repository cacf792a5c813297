"""`run.py serve` as an operator meets it: up, down, and refusing with a sentence."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from cli.alone import alone
from engine.errors import FolderInUse
from engine.settings import read_settings

RUN = Path(__file__).resolve().parents[2] / "run.py"
PATIENCE = 60


@pytest.fixture
def environment(database_url, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {**os.environ, "DATABASE_URL": database_url, "INSAF_DATA": str(tmp_path / "data"), "PORT": str(port),
            "HOST": "127.0.0.1", "INSAF_SECRET": "", "SMTP_URL": "", "INSAF_BASE_URL": ""}


@pytest.fixture
def started(environment):
    """`started("serve", "--no-demo")` runs a command of run.py in a process of its own."""
    processes = []

    def start(*words) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, RUN, *words], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


def answer(process, environment, path) -> int:
    """The status a page answers with, once the server is up; fails with what the process said when it ends instead."""
    url = f"http://127.0.0.1:{environment['PORT']}{path}"
    for _ in range(PATIENCE * 10):
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.1)
    return 0


def test_it_serves_pages_and_ends_cleanly_when_told_to(started, environment):
    process = started("serve", "--no-demo")
    assert answer(process, environment, "/livez") == 200
    assert answer(process, environment, "/") == 200
    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=20)
    assert process.returncode == 0, told
    assert f"http://127.0.0.1:{environment['PORT']}" in told and "Stopped." in told


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_a_first_start_shows_the_demo_people_and_a_second_process_on_the_folder_is_refused(started, environment):
    process = started("serve")
    assert answer(process, environment, "/readyz") == 200
    second = started("serve")
    told, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1 and "one process at a time" in told and "Traceback" not in told
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=20)
    assert process.returncode == 0, told
    assert "ines@demo.example" in told


def test_a_busy_port_is_told_before_anything_else_happens(started, environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        process = started("serve")
        told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "already answers" in told and environment["PORT"] in told and "Traceback" not in told


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", ["web", "work"])
def test_several_processes_are_refused_on_sqlite(started, command):
    process = started(command)
    told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1 and "PostgreSQL" in told


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_pages_and_worker_run_apart_on_postgresql(started, environment):
    worker, pages = started("work"), started("web")
    assert answer(pages, environment, "/livez") == 200
    for process in (pages, worker):
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=20)
        assert process.returncode == 0, told


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_a_process_that_was_killed_leaves_no_lock_behind(environment, tmp_path):
    holding = subprocess.Popen([sys.executable, "-c", HOLDING], env={**environment, "PYTHONPATH": str(RUN.parent)},
                               stdout=subprocess.PIPE, text=True)
    assert holding.stdout.readline() == "held\n"
    settings = read_settings(environment)
    with pytest.raises(FolderInUse), alone(settings):
        pass
    holding.kill()
    holding.wait()
    holding.stdout.close()
    with alone(settings):
        pass


HOLDING = """
import time
from cli.alone import alone
from engine.settings import read_settings
with alone(read_settings()):
    print("held", flush=True)
    time.sleep(60)
"""
