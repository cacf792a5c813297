"""What lies in deploy/ starts commands that exist, with options they have."""

import configparser

import pytest

from cli import main
from tests.house.tree import ROOT, files, text_of

UNITS = [path for path in files() if path.suffix == ".service"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_of_the_program(unit):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(text_of(unit))
    program, script, command, *words = read["Service"]["ExecStart"].split()
    assert program.endswith("/.venv/bin/python") and (ROOT / script).is_file()
    found = main.get_command(None, command)
    known = {name for parameter in found.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known
    assert read["Service"]["User"] != "root"
    if not unit.with_suffix(".timer").exists():  # one that a timer starts is wanted by nobody else
        assert read["Install"]["WantedBy"] == "multi-user.target"
