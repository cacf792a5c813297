"""Each construct has a diagram that people can open, and each diagram does what its paths say, through our commands."""

import json
import re

import pytest
from click.testing import CliRunner

from cli.process_play import play
from engine.definitions import Definition
from engine.queries.findings import findings_of
from tests.content.examples import FOLDER, NAMES, PATHS, example, paths

#: Only a run that others talk to shows these; see test_examples_talk.py.
TALK = {"one_answer_from_each"}
#: Those whose state is hardest to carry from process to process.
FRESH = ("until one is enough", "several events: all", "event gateway: the message", "drawn correlation: another")


def test_every_diagram_is_played():
    assert {file.removesuffix(".bpmn") for path in paths() for file in path["files"]} == set(NAMES) - TALK


def test_the_page_of_constructs_names_every_diagram():
    page = (FOLDER.parent / "reference" / "bpmn.md").read_text(encoding="utf-8")
    assert set(re.findall(r"examples/(\w+)\.bpmn", page)) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_linter_accepts_it_and_the_picture_is_laid_out(name):
    bundle = example(name)
    assert [finding.as_json() for finding in findings_of(bundle)] == []
    definition = Definition.of(bundle)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", element) for element in definition.elements)
    nameless = {element.id for element in definition.elements.values() if not element.name_in("en")}
    assert all(definition.elements[element].kind.endswith("Gateway") for element in nameless)
    assert definition.svg("en").startswith("<svg")
    assert _overlapping(bundle) == []


def test_every_path_leads_where_it_is_said_to_lead(database_url):
    result = CliRunner().invoke(play, [str(PATHS), "--database", database_url, "--json"])
    failed = {case["id"]: case["differences"] for case in json.loads(result.stdout)["cases"] if not case["passed"]}
    assert failed == {} and result.exit_code == 0


def test_each_step_may_happen_in_a_process_of_its_own(tmp_path):
    chosen = [{**path, "files": [str(FOLDER / file) for file in path["files"]]} for path in paths()
              if path["id"].startswith(FRESH)]
    assert len(chosen) == len(FRESH)
    (tmp_path / "paths.json").write_text(json.dumps({"cases": chosen}))
    result = CliRunner().invoke(play, [str(tmp_path / "paths.json"), "--mode", "fresh"])
    assert result.output.endswith(f"{len(FRESH)} passed, 0 failed\n"), result.output


def _overlapping(bundle) -> list[tuple[str, str]]:
    """Shapes that lie on each other without one being drawn inside or on the edge of the other."""
    diagram, = Definition.of(bundle).diagrams
    boxes = {}
    for shape in diagram.root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"):
        bounds = shape.find("{http://www.omg.org/spec/DD/20100524/DC}Bounds")
        element = diagram.element(shape.get("bpmnElement"))
        if element is None or element.kind != "boundaryEvent":
            boxes[shape.get("bpmnElement")] = tuple(float(bounds.get(side)) for side in ("x", "y", "width", "height"))
    found = []
    for one, (x, y, width, height) in boxes.items():
        for other, (left, top, wide, high) in boxes.items():
            element = diagram.element(one)
            inside = element is not None and element.parent_id == other
            holds = diagram.element(other) is not None and diagram.element(other).parent_id == one
            if one < other and not inside and not holds and (
                    x < left + wide and left < x + width and y < top + high and top < y + height):
                found.append((one, other))
    return found
