"""`process check` gives a sentence for whatever lies at a path, and always the same fields."""

import json
import os
import zipfile

import pytest
from click.testing import CliRunner

from cli import main
from cli.checking import MOST_DIAGRAMS
from tests.unit.definitions.example_frames import ROOT
from tests.unit.definitions.sketches import node, straight

FIELDS = {"code", "severity", "file", "element_id", "element_name", "wrong", "fix"}
PLAIN = straight(node("userTask", "triage"), ids=("triage",))
SOUND = PLAIN.replace(b"<bpmn:definitions ", b'<bpmn:definitions targetNamespace="t" ')


def checked(path, *options: str) -> tuple[int, list[dict]]:
    told = CliRunner().invoke(main, ["process", "check", str(path), "--profile", "engine", "--json", *options])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    found = json.loads(told.output)
    assert all(set(finding) == FIELDS and all(isinstance(value, str) for value in finding.values()) for finding in found)
    assert told.exit_code == any(finding["severity"] == "error" for finding in found)
    return told.exit_code, [(finding["code"], finding["file"]) for finding in found]


def test_a_sound_diagram_and_a_folder_of_them_pass(tmp_path):
    (tmp_path / "a.bpmn").write_bytes(SOUND)
    (tmp_path / "a.bpmn20.xml").write_bytes(SOUND.replace(b'id="complaint"', b'id="other"'))

    assert checked(tmp_path / "a.bpmn") == (0, [])
    assert checked(tmp_path)[0] == 0


def test_a_path_that_leads_nowhere_is_a_sentence(tmp_path):
    os.mkfifo(tmp_path / "pipe.bpmn")

    for name in ("nothing.bpmn", "pipe.bpmn"):
        assert checked(tmp_path / name) == (1, [("unreadable", name)])


def test_a_folder_without_diagrams_says_which_to_give(tmp_path):
    (tmp_path / "empty").mkdir()

    assert checked(tmp_path / "empty") == (1, [("no_diagram", "empty")])
    told = CliRunner().invoke(main, ["process", "check", str(ROOT / "bpmn")])
    assert "Give the folder of one family: commune, establishment, health, national." in told.output


def test_a_folder_of_too_many_diagrams_is_not_read(tmp_path):
    for number in range(MOST_DIAGRAMS + 1):
        (tmp_path / f"{number}.bpmn").touch()

    assert checked(tmp_path) == (1, [("too_many_files", tmp_path.name)])


def test_a_packed_file_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("a.bpmn", SOUND)
    (tmp_path / "renamed.bpmn").write_bytes((tmp_path / "all.zip").read_bytes())

    assert checked(tmp_path / "all.zip") == (1, [("foreign_file", "all.zip")])
    assert checked(tmp_path / "renamed.bpmn") == (1, [("not_xml", "bpmn/renamed.bpmn")])


@pytest.mark.parametrize("profile", ["agency", "engine"])
def test_the_families_we_ship_pass_under_both_profiles(profile):
    assert checked(ROOT / "bpmn" / "national", "--profile", profile) == (0, [])


def test_the_schema_and_the_engine_have_their_word_after_the_linter(tmp_path):
    (tmp_path / "a.bpmn").write_bytes(SOUND.replace(b"</bpmn:userTask>", b"<bpmn:mood/></bpmn:userTask>"))

    assert checked(tmp_path / "a.bpmn") == (1, [("schema", "bpmn/a.bpmn")])


def test_a_table_by_itself_is_held_against_its_schema_too(tmp_path):
    table = ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
             '<decision id="q" name="q">{}<decisionTable id="t"><output id="o" name="x"/></decisionTable></decision>'
             "</definitions>")
    for strange, expected in (("", []), ("<banana/>", [("schema_harmless", "q.dmn")])):
        (tmp_path / "q.dmn").write_text(table.format(strange))
        assert checked(tmp_path / "q.dmn") == (0, expected)
    (tmp_path / "q.dmn").write_bytes(b"<!DOCTYPE d>" + table.encode())
    assert checked(tmp_path / "q.dmn") == (1, [("doctype", "q.dmn")])
