"""Where the suite's fixtures come from, and the one folder that the worker processes of a session share.

`database_url`   an empty migrated database, once on SQLite and once on PostgreSQL   (tests/fixtures/databases.py)
`insaf`          the wired program on it, families, agencies and people in place    (tests/fixtures/wired.py)
`mailbox`        a real SMTP server on loopback and what it received                 (tests/fixtures/mailbox.py)
`site`, `visitor`  the pages served by waitress, and a Chromium to look at them      (tests/fixtures/pages.py)
"""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from tests.fixtures import memory, postgres_server

pytest_plugins = [
    "tests.fixtures.spared_work",
    "tests.fixtures.databases",
    "tests.fixtures.wired",
    "tests.fixtures.mailbox",
    "tests.fixtures.pages",
]

# The same examples every time, however busy the machine is; a search for new ones is `--hypothesis-profile=default`.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

FOLDER = pytest.StashKey[Path]()


def pytest_configure(config):
    if hasattr(config, "workerinput"):
        config.stash[FOLDER] = Path(config.workerinput["session_folder"])
    else:
        config.stash[FOLDER] = memory.session_folder()
        (config.stash[FOLDER] / postgres_server.OWNER).write_text(str(os.getpid()))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["session_folder"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config):
    """Only the process that started the session cleans up: the workers may end before each other."""
    folder = config.stash.get(FOLDER, None)
    if folder and not hasattr(config, "workerinput"):
        postgres_server.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def session_folder(pytestconfig) -> Path:
    return pytestconfig.stash[FOLDER]
