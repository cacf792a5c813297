"""What the documents promise exists: links, commands, make targets. And no file names this machine."""

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.house.tree import ROOT, files, text_of

PAPERS = [path for path in files() if path.suffix == ".md"]
TEXT = {".py", ".md", ".html", ".txt", ".toml", ".cfg", ".json", ".css", ".js", ".bpmn", ".dmn", ".yml", ".yaml",
        ".lock", ".in", ".sh", "", ".po", ".service", ".conf"}
REGISTRIES = re.compile(r"https?://[a-z0-9.-]*(?:pypi|pythonhosted|npmjs|registry[.]npm|deb[.]debian)[a-z0-9.-]*", re.I)


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_links_lead_somewhere(paper):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(paper)):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        if not (ROOT / paper.parent / target.split("#")[0]).resolve().exists():
            broken.append(target)
    assert not broken, f"{paper}: {broken}"


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_commands_exist(paper):
    from cli import main
    for line in re.findall(r"run\.py ([a-z][^`\n|]*)", text_of(paper)):
        _walk(main, line.split(" #")[0], paper)


def _walk(command: click.Command, line: str, paper: Path) -> None:
    words = [word for word in _words(line)]
    while isinstance(command, click.Group):
        if not words or not re.fullmatch(r"[a-z][a-z-]*", words[0]):
            return
        context = click.Context(command)
        found = command.get_command(context, words[0])
        assert found, f"{paper} names a command that does not exist: run.py {line}"
        command, words = found, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
    unknown = [word.split("=")[0] for word in words if word.startswith("--") and word.split("=")[0] not in known]
    assert not unknown, f"{paper}: run.py {line} has no option {unknown}"


def _words(line: str) -> list[str]:
    line = re.sub(r"[\[\]]", " ", line)
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_make_targets_exist(paper):
    targets = set(re.findall(r"^([a-z][a-z-]*):", text_of(Path("Makefile")), re.M))
    unknown = set(re.findall(r"`make ([a-z][a-z-]*)", text_of(paper))) - targets
    assert not unknown, f"{paper}: {unknown}"


def test_no_file_names_this_machine_or_a_package_registry():
    places = [str(ROOT) + "/", str(Path.home()) + "/"]
    told = []
    for path in files():
        if path.suffix not in TEXT:
            continue
        text = text_of(path)
        told += [f"{path}: {place}" for place in places if place in text and place != "/"]
        told += [f"{path}: {host}" for host in REGISTRIES.findall(text)]
    assert not told, told


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_the_locks_are_exact_and_hold_what_was_asked_for(lock):
    text = text_of(Path(lock))
    entries = re.split(r"\n(?=\S)", text.strip())
    heads = {entry.split("\n")[0]: entry for entry in entries}
    loose = [head for head, entry in heads.items() if "==" not in head or "--hash=sha256:" not in entry]
    assert not loose, loose
    locked = {re.match(r"[a-z0-9-]+", entry).group() for entry in entries}
    asked = {re.match(r"[\w-]+", line).group().lower() for line in text_of(Path(lock).with_suffix(".in")).splitlines()
             if line and not line.startswith(("#", "-"))}
    assert asked <= locked, f"run `make lock`: {asked - locked}"


def test_the_tests_that_papers_name_as_proof_exist():
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", text_of(Path("docs/reference/what-dies.md"))))
    written = {name for path in files() if path.suffix == ".py" and path.parts[0] == "tests"
               for name in re.findall(r"^def (test_[a-z0-9_]+)", text_of(path), re.M)}
    assert named and not named - written, sorted(named - written)
