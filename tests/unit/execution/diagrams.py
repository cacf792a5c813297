"""Small diagrams written in a few words, as the tests of execution need them."""

from engine.definitions.bundle import Bundle
from engine.execution import Spec, read_spec

HEAD = ('<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
        ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">')


def definitions(*parts: str) -> str:
    """A whole document."""
    return HEAD + "".join(parts) + "</bpmn:definitions>"


def process(*parts: str, id: str = "main") -> str:
    return f'<bpmn:process id="{id}" isExecutable="true">{"".join(parts)}</bpmn:process>'


def node(kind: str, id: str, inner: str = "", **attributes: str) -> str:
    """Any flow element: `node("userTask", "ask")`."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<bpmn:{kind} id="{id}"{written}>{inner}</bpmn:{kind}>'


def flows(*pairs: str) -> str:
    """`"a > b > c"` draws two flows; `"gate > b : x == 1"` gives the last one a condition."""
    drawn = []
    for chain in pairs:
        path, _, condition = chain.partition(" : ")
        names = [name.strip() for name in path.split(">")]
        for place, (source, target) in enumerate(zip(names, names[1:], strict=False)):
            last = place == len(names) - 2
            inner = f"<bpmn:conditionExpression>{_escaped(condition)}</bpmn:conditionExpression>" \
                if condition and last else ""
            drawn.append(f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}'
                         "</bpmn:sequenceFlow>")
    return "".join(drawn)


def start(id: str = "begin", inner: str = "") -> str:
    return node("startEvent", id, inner)


def end(id: str = "done", inner: str = "") -> str:
    return node("endEvent", id, inner)


def user(id: str, inner: str = "") -> str:
    return node("userTask", id, inner, name=id.title())


def script(id: str, text: str) -> str:
    return node("scriptTask", id, f"<bpmn:script>{_escaped(text)}</bpmn:script>")


def boundary(id: str, host: str, inner: str, interrupting: bool = True) -> str:
    return node("boundaryEvent", id, inner, attachedToRef=host, cancelActivity=str(interrupting).lower())


def timer(value: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{_escaped(value)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def event(kind: str, ref: str = "", inner: str = "") -> str:
    """`event("message", "m")` refers to `declared("message", "m")`."""
    name = f' {kind}Ref="{ref}"' if ref else ""
    return f"<bpmn:{kind}EventDefinition{name}>{inner}</bpmn:{kind}EventDefinition>"


def declared(kind: str, name: str, **attributes: str) -> str:
    return node(kind, name, "", name=name, **attributes)


def bundle(*documents: str, tables: tuple[str, ...] = (), profile: str = "engine", main: str = "main") -> Bundle:
    files = {f"bpmn/{place}.bpmn": text.encode() for place, text in enumerate(documents)}
    files |= {f"bpmn/{place}.dmn": text.encode() for place, text in enumerate(tables)}
    return Bundle("small", files | {"bpmn/family.toml": f'process = "{main}"'.encode()}, profile)


def spec(*documents: str, tables: tuple[str, ...] = (), profile: str = "engine", main: str = "main") -> Spec:
    return read_spec(bundle(*documents, tables=tables, profile=profile, main=main))


def simple(*parts: str, profile: str = "engine") -> Spec:
    """One document with one process."""
    return spec(definitions(process(*parts)), profile=profile)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
