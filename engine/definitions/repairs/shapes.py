"""The drawing of a diagram, kept and extended: shapes, edges, and room for what is added."""

import math

from lxml import etree

from engine.definitions.bpmn_names import BPMNDI, DC, DI, local, tag

GAP = 50
FARTHEST = 18_000


class Shapes:
    """BPMN DI of one file. Whatever has no shape stays without one: nothing here is needed to run."""

    def __init__(self, root):
        self._root = root
        self._shapes: dict[str, etree._Element] = {}
        self._edges: dict[str, etree._Element] = {}
        for node in root.iter(tag(BPMNDI, "BPMNShape"), tag(BPMNDI, "BPMNEdge")):
            known = self._shapes if local(node) == "BPMNShape" else self._edges
            known.setdefault(node.get("bpmnElement", ""), node)

    def renamed(self, old: str, new: str) -> None:
        """The shape of an element that got another id; the attribute itself is changed with all other references."""
        for known in (self._shapes, self._edges):
            if old in known:
                known[new] = known.pop(old)

    def box(self, element_id: str) -> tuple[float, float, float, float] | None:
        """x, y, width, height; None for what is not drawn."""
        shape = self._shapes.get(element_id)
        bounds = None if shape is None else shape.find(tag(DC, "Bounds"))
        return None if bounds is None else _numbers(bounds, "x", "y", "width", "height")

    def place_behind(self, made: str, beside: str, size: tuple[int, int]) -> None:
        """Draw a new element to the right of another; what lies further right moves on."""
        box = self.box(beside)
        if box is not None:
            self._make_room(self._shapes[beside].getparent(), box[0] + box[2], size[0] + GAP)
            self._draw(made, beside, box[0] + box[2] + GAP, box[1] + box[3] / 2 - size[1] / 2, size)

    def place_before(self, made: str, beside: str, size: tuple[int, int]) -> None:
        """Draw a new element to the left of another, which moves on with everything further right."""
        box = self.box(beside)
        if box is not None:
            self._make_room(self._shapes[beside].getparent(), box[0], size[0] + GAP)
            self._draw(made, beside, box[0], box[1] + box[3] / 2 - size[1] / 2, size)

    def place_below(self, made: str, beside: str, size: tuple[int, int]) -> None:
        box = self.box(beside)
        if box is not None:
            self._draw(made, beside, box[0] + box[2] / 2 - size[0] / 2, box[1] + box[3] + GAP, size)

    def place_on_border(self, made: str, host: str, size: tuple[int, int]) -> None:
        box = self.box(host)
        if box is not None:
            self._draw(made, host, box[0] + box[2] / 4 - size[0] / 2, box[1] + box[3] - size[1] / 2, size)

    def place_around(self, made: str, inner: list[str]) -> None:
        """An expanded sub-process around what is drawn already; drawn first, so that it lies behind."""
        known = [element_id for element_id in inner if self.box(element_id) is not None]
        if not known:
            return
        boxes = [self.box(element_id) for element_id in known]
        x, y = min(box[0] for box in boxes) - 20, min(box[1] for box in boxes) - 20
        right, bottom = max(box[0] + box[2] for box in boxes) + 20, max(box[1] + box[3] for box in boxes) + 20
        self._draw(made, known[0], x, y, (int(right - x), int(bottom - y)))
        shape, plane = self._shapes[made], self._shapes[known[0]].getparent()
        shape.set("isExpanded", "true")
        plane.insert(0, shape)

    def connect(self, flow_id: str, source: str, target: str) -> None:
        """Draw a flow, anew if it was drawn before, straight between its ends."""
        start, end = self.box(source), self.box(target)
        old = self._edges.pop(flow_id, None)
        if old is not None:
            old.getparent().remove(old)
        if start is None or end is None:
            return
        edge = etree.SubElement(self._shapes[source].getparent(), tag(BPMNDI, "BPMNEdge"),
                                id=f"{flow_id}_di", bpmnElement=flow_id)
        for x, y in _way(start, end):
            etree.SubElement(edge, tag(DI, "waypoint"), x=_short(x), y=_short(y))
        self._edges[flow_id] = edge

    def remove(self, ids: set) -> None:
        for known in (self._shapes, self._edges):
            for element_id in ids & known.keys():
                node = known.pop(element_id)
                if node.getparent() is not None:
                    node.getparent().remove(node)

    def _draw(self, made: str, beside: str, x: float, y: float, size: tuple[int, int]) -> None:
        shape = etree.SubElement(self._shapes[beside].getparent(), tag(BPMNDI, "BPMNShape"),
                                 id=f"{made}_di", bpmnElement=made)
        etree.SubElement(shape, tag(DC, "Bounds"), x=_short(x), y=_short(y), width=str(size[0]), height=str(size[1]))
        self._shapes[made] = shape

    def _make_room(self, plane, x: float, width: float) -> None:
        """Everything that begins right of `x` moves right; what lies around that place grows wider."""
        for bounds in plane.iter(tag(DC, "Bounds")):
            box = _numbers(bounds, "x", "y", "width", "height")
            if box is None or box[0] + width > FARTHEST:
                continue
            if box[0] >= x:
                bounds.set("x", _short(box[0] + width))
            elif box[0] + box[2] > x and local(bounds.getparent()) == "BPMNShape":
                bounds.set("width", _short(box[2] + width))
        for point in plane.iter(tag(DI, "waypoint")):
            place = _numbers(point, "x", "y")
            if place is not None and place[0] >= x and place[0] + width <= FARTHEST:
                point.set("x", _short(place[0] + width))


def _way(start, end) -> list[tuple[float, float]]:
    """From the right side to the left side; back under both where the target lies behind."""
    sx, sy = start[0] + start[2], start[1] + start[3] / 2
    ex, ey = end[0], end[1] + end[3] / 2
    if ex >= sx:
        middle = (sx + ex) / 2
        return [(sx, sy), (ex, ey)] if abs(sy - ey) < 1 else [(sx, sy), (middle, sy), (middle, ey), (ex, ey)]
    below = max(start[1] + start[3], end[1] + end[3]) + 30
    sx, ex = start[0] + start[2] / 2, end[0] + end[2] / 2
    return [(sx, start[1] + start[3]), (sx, below), (ex, below), (ex, end[1] + end[3])]


def _numbers(node, *names: str):
    try:
        found = tuple(float(node.get(name, "")) for name in names)
    except ValueError:
        return None
    return found if all(math.isfinite(number) for number in found) else None


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
