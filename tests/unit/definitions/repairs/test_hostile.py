"""Whatever a file holds, an import gives a sentence: never a traceback, never a change to what was given."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.definitions.repairs.importing import repaired
from tests.unit.definitions.repairs.foreign import ALL, document, errors, process

SEEDS = [files["a.bpmn"] for files in ALL.values()]
WORDS = ["", "x", "${a}", "=b", "Étape", "begin", "P1D", "R/PT1S", "9" * 50, "\u202e", "a b"]
TAGS = ["task", "boundaryEvent", "exclusiveGateway", "startEvent", "subProcess", "adHocSubProcess", "sequenceFlow",
        "complexGateway", "eventBasedGateway", "callActivity", "transaction", "inclusiveGateway", "process"]


@pytest.mark.parametrize("data", [
    b"", b"<", b"{}", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\x00" * 50, b"\xff\xfe<a/>",
    document(process()), document('<process/>'), document('<process><sequenceFlow/><task/><boundaryEvent/></process>'),
    b"<definitions/>" + b" " * 1_000_001], ids=range(11))
def test_a_file_that_is_no_diagram_is_named_with_the_reason(data):
    result = repaired({"a.bpmn": data, "broken-schema.json": b"[", "t.dmn": b"<"})
    assert {problem.file for problem in result.unreadable} >= {"broken-schema.json", "t.dmn"}
    assert all(problem.wrong and problem.fix for problem in result.unreadable)
    assert errors(result)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SEEDS) - 1), st.integers(0, 10**6), st.integers(1, 12))
def test_a_mangled_diagram_is_repaired_or_refused_with_sentences(seed, chance, changes):
    rng, root = random.Random(chance), etree.fromstring(SEEDS[seed])
    for _ in range(changes):
        _mangle(rng, root)
    data = etree.tostring(root)
    result = repaired({"a.bpmn": data})
    assert all(isinstance(sentence, str) for sentence in [*map(str, result.repairs), *errors(result)])
    assert not [problem for problem in result.unreadable if "stumbled" in problem.wrong]


def _mangle(rng, root) -> None:
    nodes = list(root.iter(etree.Element))
    node = rng.choice(nodes[1:] or nodes)
    kind = rng.randrange(5)
    if kind == 0 and node.getparent() is not None:
        node.getparent().remove(node)
    elif kind == 1 and node.attrib:
        del node.attrib[rng.choice(list(node.attrib))]
    elif kind == 2:
        name = rng.choice([*node.attrib] or ["id"])
        node.set(name, rng.choice([*WORDS, *(other.get("id", "") for other in nodes)]))
    elif kind == 3 and node.getparent() is not None:
        node.tag = f"{{{etree.QName(node).namespace or 'none'}}}{rng.choice(TAGS)}"
    else:
        rng.choice(nodes).append(etree.fromstring(etree.tostring(node)))
