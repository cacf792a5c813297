"""What a machine lacks is named, with the command that installs it."""

import os
import subprocess

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def nobody_special(tmp_path):
    """An environment whose user is not root, so that nothing gets installed by a test."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}


def needs(purpose, environment):
    return subprocess.run(["sh", ".ci/system-packages", purpose], cwd=ROOT, env=environment, capture_output=True,
                          text=True, stdin=subprocess.DEVNULL)


def test_nothing_is_said_when_nothing_is_missing(nobody_special):
    told = needs("run", nobody_special)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_a_missing_browser_is_named_with_its_package(nobody_special):
    told = needs("test", {**nobody_special, "CHROMIUM": "/nowhere/chromium"})
    assert told.returncode == 1
    assert "apt-get install chromium" in told.stderr


def test_a_python_too_old_is_told(nobody_special, tmp_path):
    (tmp_path / "python3").write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    told = needs("run", nobody_special)
    assert told.returncode == 1 and "Python 3.11 or newer" in told.stderr and "3.9.2" in told.stderr


def test_make_without_a_target_tells_the_two_commands():
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0 and "make run" in told.stdout and "make test" in told.stdout
