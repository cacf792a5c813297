"""`run.py case import` as an operator meets it: one sentence for what cannot be used, and a run that may be broken off."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlite3
from click.testing import CliRunner

from cli import main

ROOT = Path(__file__).parents[2]
MAPPING = ROOT / "cli" / "mappings" / "municipal_requests.toml"
HEADER = "SRNumber,CreatedDate,Owner,RequestType,Status,ClosedDate\n"

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


@pytest.fixture
def command(database_url, tmp_path):
    """`command(*words)` runs the import to its end; `.begin(*words)` starts it in a process that can be stopped."""
    environment = {"INSAF_DATA": str(tmp_path / "data"), "DATABASE_URL": database_url,
                   "INSAF_SECRET": "a secret for tests"}

    def begin(*words) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "run.py", "case", "import", *map(str, words)], cwd=ROOT, text=True,
                                env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(*words) -> tuple[int, str, str]:
        told = CliRunner().invoke(main, ["case", "import", *map(str, words)], env=environment)
        return told.exit_code, told.stdout, told.stderr

    run.begin = begin
    return run


def register(folder: Path, rows: int) -> Path:
    path = folder / "register.csv"
    path.write_text(HEADER + "".join(
        f"1-{number},12/28/2017 10:00:00 AM,BOS,Bulky Items,Closed,01/02/2018 09:00:00 AM\n" for number in range(rows)))
    return path


def imported(database_url: str) -> int:
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
        return connection.execute("select count(*) from imported_row").fetchone()[0]


def wait_until_some_are_in(database_url: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None or imported(database_url) > 5:
            return
        time.sleep(0.05)
    pytest.fail("nothing came in within half a minute")


def test_a_run_tells_what_it_did_and_a_second_one_imports_nothing(command, tmp_path, database_url):
    file, report = register(tmp_path, 3), tmp_path / "report.csv"
    code, out, err = command(file, "--mapping", MAPPING, "--report", report)
    assert code == 0 and "3 imported, 0 already there, 0 refused in" in out.splitlines()[-1]
    assert "New agencies: BOS" in err and "UpdatedDate" in err
    lines = report.read_text().splitlines()
    assert lines[0].startswith("row,key,done") and lines[1].startswith("2,1-0,imported,BOS-2017-000001-") and len(lines) == 4
    code, out, err = command(file, "--mapping", MAPPING, "--json")
    told = json.loads(out)
    assert (code, told["imported"], told["already_there"], told["refused"]) == (0, 0, 3, 0)
    assert Path(told["report"]).is_file() and "0 imported, 3 already there" in err


@pytest.mark.parametrize("name, data, sentence", [
    ("none.csv", None, "no such file"), ("empty.csv", b"", "it is empty"), ("book.csv", b"PK\x03\x04", "Excel"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no text file"),
    ("other.csv", b"Name,Date\nx,y\n", "no column SRNumber (key), CreatedDate (lodged)"),
])
def test_a_file_that_cannot_be_used_is_one_sentence(command, tmp_path, database_url, name, data, sentence):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    code, out, err = command(tmp_path / name, "--mapping", MAPPING)
    assert (code, out) == (2, "") and sentence in err and len(err.strip().splitlines()) == 1 and "Traceback" not in err


def test_a_mapping_or_database_that_cannot_be_used_is_one_sentence(command, tmp_path, database_url):
    file = register(tmp_path, 1)
    for words, sentence in (
            (("--mapping", tmp_path / "none.toml"), "cannot be read"),
            (("--mapping", file), "not valid TOML"),
            (("--mapping", MAPPING, "--database", f"sqlite:///{tmp_path}/other.sqlite3"), "run.py db migrate"),
            (("--mapping", MAPPING, "--database", "oracle://x"), "DATABASE_URL"),
            (("--mapping", MAPPING, "--report", tmp_path), "cannot be written")):
        code, out, err = command(file, *words)
        assert (code, out) == (2, "") and sentence in err and "Traceback" not in err, err


def test_killed_in_the_middle_the_next_run_brings_in_the_rest(command, tmp_path, database_url):
    file = register(tmp_path, 150)
    process = command.begin(file, "--mapping", MAPPING)
    wait_until_some_are_in(database_url, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = imported(database_url)
    assert 0 < before < 150
    code, out, _ = command(file, "--mapping", MAPPING)
    assert code == 0 and f"{150 - before} imported, {before} already there, 0 refused" in out
    assert imported(database_url) == 150


def test_interrupted_it_says_how_to_go_on(command, tmp_path, database_url):
    process = command.begin(register(tmp_path, 400), "--mapping", MAPPING)
    wait_until_some_are_in(database_url, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Run the same command again" in err and "Traceback" not in err
    assert f"{imported(database_url)} imported" in out
