"""The tree is the architecture drawing: the doors between rooms, their names and their sizes."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import PROGRAM, ROOT, python_files, files, syntax_of, text_of

LONGEST = 300
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "core", "temp", "stuff", "base_utils"}


def test_the_import_contracts_hold():
    check = "from importlinter.cli import lint_imports_command as check; check()"
    told = subprocess.run([sys.executable, "-c", check, "--config", "setup.cfg", "--no-cache"], cwd=ROOT,
                          capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]


def test_flake8_finds_nothing():
    told = subprocess.run([sys.executable, "-m", "flake8", "--jobs", "1"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]


def test_no_python_file_is_longer_than_one_reading():
    long = {str(path): lines for path in python_files() if (lines := text_of(path).count("\n")) > LONGEST}
    assert not long, f"above {LONGEST} lines: {long}"


def test_every_name_says_what_is_inside():
    nameless = [str(path) for path in files() if SAYS_NOTHING & {part.split(".")[0].lower() for part in path.parts}]
    assert not nameless, nameless


def test_every_python_file_of_the_program_says_what_it_is_for():
    written = [path for path in python_files(*PROGRAM) if text_of(path).strip()]
    silent = [str(path) for path in written if not ast.get_docstring(syntax_of(path))]
    assert not silent, silent


def test_the_engine_package_imports_nothing():
    map_of_the_rooms = syntax_of(Path("engine/__init__.py"))
    assert not [node for node in ast.walk(map_of_the_rooms) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_only_the_clock_asks_what_time_it_is():
    asked = [f"{path}:{line}" for path in python_files(*PROGRAM) if path != Path("engine/clock.py")
             for line in _questions_of_time(syntax_of(path))]
    assert not asked, f"take `now` as an argument, or ask the clock: {asked}"


def _questions_of_time(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _asks_the_machine(node.func)]


def _asks_the_machine(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    owner = _name(called.value)
    return (owner, called.attr) in {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
                                    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}


def test_nobody_but_the_settings_reads_the_environment():
    read = [f"{path}:{node.lineno}" for path in python_files("engine", "webapp") if path != Path("engine/settings.py")
            for node in ast.walk(syntax_of(path))
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and _name(node.value) == "os"]
    assert not read, read


def test_only_the_bus_and_the_database_open_a_transaction():
    allowed = {Path("engine/bus.py"), Path("engine/store/database.py"), Path("engine/store/transaction.py"),
               Path("engine/store/migrate.py"),
               Path("engine/jobs/local.py"), Path("engine/jobs/procrastinate_jobs.py")}  # a queue keeps its own books
    opened = [f"{path}:{node.lineno}" for path in python_files("engine", "webapp") if path not in allowed
              for node in ast.walk(syntax_of(path))
              if isinstance(node, ast.Attribute) and node.attr in {"writing", "commit"}]
    assert not opened, f"a transaction is opened in bus.py alone: {opened}"


def _name(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_who_may_see_a_case_is_asked_in_one_place():
    """A list that looks at the agency alone would show confidential cases, and those about the reader."""
    loose = [str(path) for path in python_files("engine", "webapp", "cli")
             if "agency_seen(person, ComplaintCase." in text_of(path) and path.name != "seen.py"]
    assert not loose, f"ask queries/seen.py for case_seen or case_counted: {loose}"
