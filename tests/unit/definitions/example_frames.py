"""Where the examples of the reference page stand, so that the tests can try them.

row: elements between the start `begun` and the end `ended`; without flows of their own they follow one another, with
flows the first comes after the start and whatever leads nowhere leads to the end. process: a whole process. file: a whole
file. family: a text that replaces another in the national family. missing, added, alone: a file of that family that is
not there, is added, or is this text. words: only told.
"""

from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from lxml import etree

from engine.definitions import Bundle, read_family
from engine.definitions.bpmn_names import BPMN, FLOW_NODES, SPIFF, local
from engine.definitions.lint.reference import Explained

ROOT = Path(__file__).parents[3]
HEAD = f'<definitions xmlns="{BPMN}" xmlns:spiff="{SPIFF}" targetNamespace="http://example.org/sketch">'
CALLED = """<process id="inquiry" isExecutable="true"><startEvent id="in"/><endEvent id="out"/>
<sequenceFlow id="inq" sourceRef="in" targetRef="out"/></process>"""
OUTSIDE = ("message", "signal", "error", "escalation")


def bundle_of(example: Explained, wrong: bool, profile: str) -> Bundle:
    """The bundle in which the wrong or the right text of an example stands."""
    text = example.bad if wrong else example.good
    if example.of in ("row", "process", "file"):
        files = {"bpmn/complaint.bpmn": _document(example, text)}
        if example.more.get("second"):
            files["bpmn/complaint.bpmn"] = _file(_process(_row("<userTask id='triage'/>"), "complaint"))
            files["bpmn/second.bpmn"] = _document(example, text)
        return Bundle("sketch", files, "single" if profile == "agency" else profile)
    files = dict(_national().files)
    if example.of == "missing" and wrong:
        files = {name: data for name, data in files.items() if not fnmatch(name, example.file)}
    elif example.of in ("added", "alone") and wrong:
        files[example.file] = text.encode()
    elif example.of == "family" and wrong:
        was = files[example.file].decode()
        assert example.good in was, f"{example.code}: {example.file} does not hold {example.good}"
        files[example.file] = was.replace(example.good, text, example.more.get("times", 1)).encode()
    return Bundle("national", files, profile)


@cache
def _national() -> Bundle:
    return read_family("national", ROOT / "bpmn", ROOT / "forms")


def _document(example: Explained, text: str) -> bytes:
    more = example.more.get("outside", "") + (CALLED if example.more.get("calls") else "")
    if example.of == "file":
        return _file(text)
    return _file(_process(text if example.of == "process" else _row(text), "complaint"), more)


def _file(text: str, more: str = "") -> bytes:
    return f"{HEAD}{more}{text}</definitions>".encode()


def _process(text: str, name: str) -> str:
    return f'<process id="{name}" isExecutable="true">{text}</process>'


def _row(text: str) -> str:
    """The elements of an example between a start and an end."""
    inner = etree.fromstring(f"{HEAD}{text}</definitions>")
    nodes = [node.get("id") for node in inner if local(node) in FLOW_NODES - {"startEvent", "endEvent", "boundaryEvent"}
             and node.get("id") and node.get("triggeredByEvent") != "true"]
    flows = [node for node in inner if local(node) == "sequenceFlow"]
    own = {node.get("sourceRef") for node in flows if node.get("targetRef") in {*nodes, "ended"} or node.get("sourceRef")}
    if any(node.get("sourceRef") in nodes for node in flows):
        leading = [("begun", nodes[0])] + [(name, "ended") for name in nodes if name not in own]
    else:
        leading = list(zip(["begun", *nodes], [*nodes, "ended"], strict=True))
    drawn = "".join(f'<sequenceFlow id="f{place}" sourceRef="{a}" targetRef="{b}"/>' for place, (a, b) in enumerate(leading))
    return f'<startEvent id="begun"/>{text}<endEvent id="ended"/>{drawn}'
