"""Small diagrams for tests, written in a line each."""

from engine.definitions import Bundle, check

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)


def node(kind: str, element_id: str, inner: str = "", **attributes: str) -> str:
    """A flow node; its name is its id unless another is given."""
    given = {"name": element_id.replace("_", " "), **attributes}
    written = " ".join(f'{key}="{value}"' for key, value in given.items())
    return f'<bpmn:{kind} id="{element_id}" {written}>{inner}</bpmn:{kind}>'


def flow(source: str, target: str, condition: str = "", **attributes: str) -> str:
    """A sequence flow called `<source>_to_<target>`, with a condition if one is given."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    flow_id = attributes.get("id") or f"{source}_to_{target}"
    written = "" if "id" in attributes else written
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<bpmn:sequenceFlow id="{flow_id}" {ends}{written}>{inner}</bpmn:sequenceFlow>'


def chain(*ids: str) -> str:
    """Flows from each id to the next."""
    return "".join(flow(source, target) for source, target in zip(ids, ids[1:], strict=False))


def timer(text: str, form: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{form}>{text}</bpmn:{form}></bpmn:timerEventDefinition>"


def diagram(*parts: str, process_id: str = "complaint", more: str = "", executable: str = "true") -> bytes:
    """A file with one process of these parts."""
    process = f'<bpmn:process id="{process_id}" name="A" isExecutable="{executable}">{"".join(parts)}</bpmn:process>'
    return f"{HEAD}{process}{more}</bpmn:definitions>".encode()


def straight(*middle: str, ids: tuple[str, ...]) -> bytes:
    """A start, these elements in a row, an end."""
    return diagram(node("startEvent", "begun"), *middle, node("endEvent", "ended"), chain("begun", *ids, "ended"))


def codes(xml: bytes, profile: str = "single", severity: str = "error") -> set[str]:
    """The codes of what the linter says about one diagram."""
    findings = check(Bundle("sketch", {"bpmn/complaint.bpmn": xml}, profile))
    return {finding.code for finding in findings if finding.severity == severity}
