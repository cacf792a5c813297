"""Where a diagram's editor put things: shapes, edges and labels of BPMN DI."""

import math
from dataclasses import dataclass

from engine.definitions.bpmn_names import BPMNDI, DC, DI, local, tag
from engine.definitions.diagram_reader import Diagram
from engine.definitions.element import Process

LARGEST = 20_000


@dataclass(frozen=True)
class Box:
    """A rectangle in the diagram's own units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Shape:
    """One drawn element; `label` is the place of its text where the editor moved it."""

    element_id: str
    box: Box
    label: Box | None = None
    horizontal: bool = True
    expanded: bool | None = None


@dataclass(frozen=True)
class Edge:
    """One drawn flow with at least two points."""

    flow_id: str
    points: tuple[tuple[float, float], ...]
    label: Box | None = None


@dataclass(frozen=True)
class Layout:
    """The shapes and edges of the plane that shows a process, in the order in which they were drawn."""

    shapes: dict[str, Shape]
    edges: dict[str, Edge]


def layout_of(diagram: Diagram, process: Process) -> Layout:
    """The layout of a process. Of several planes the one that shows most of it; broken parts of it are left out."""
    wanted = process.elements.keys() | process.flows.keys()
    best = Layout({}, {})
    for plane in diagram.root.iter(tag(BPMNDI, "BPMNPlane")):
        layout = _plane(plane)
        if len(wanted & (layout.shapes.keys() | layout.edges.keys())) > len(
            wanted & (best.shapes.keys() | best.edges.keys())
        ):
            best = layout
    return best


def _plane(plane) -> Layout:
    shapes, edges = {}, {}
    for node in plane:
        element_id, name = node.get("bpmnElement", ""), local(node)
        label = _box(node.find(f"{tag(BPMNDI, 'BPMNLabel')}/{tag(DC, 'Bounds')}"))
        if name == "BPMNShape" and (box := _box(node.find(tag(DC, "Bounds")))):
            expanded = {"true": True, "false": False}.get(node.get("isExpanded", ""))
            shapes[element_id] = Shape(element_id, box, label, node.get("isHorizontal", "true") != "false", expanded)
        elif name == "BPMNEdge":
            points = [_point(point) for point in node.findall(tag(DI, "waypoint"))]
            if len(points) > 1 and None not in points:
                edges[element_id] = Edge(element_id, tuple(points), label)
    return Layout(shapes, edges)


def _box(node) -> Box | None:
    if node is None:
        return None
    numbers = [_number(node.get(name)) for name in ("x", "y", "width", "height")]
    return None if None in numbers or numbers[2] <= 0 or numbers[3] <= 0 else Box(*numbers)


def _point(node) -> tuple[float, float] | None:
    x, y = _number(node.get("x")), _number(node.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) and abs(value) <= LARGEST else None
