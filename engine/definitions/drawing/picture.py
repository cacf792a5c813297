"""The whole picture: pool and lanes, frames, flows, elements, marks, texts, in that order."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from engine.definitions.bpmn_names import ACTIVITIES, EVENTS, GATEWAYS, SUB_PROCESSES
from engine.definitions.diagram_reader import Diagram
from engine.definitions.drawing import connections, nodes, palette
from engine.definitions.drawing.clocks import band
from engine.definitions.drawing.layout import Box, Layout, Shape, layout_of
from engine.definitions.drawing.lettering import number, text_block, wrapped
from engine.definitions.drawing.picture_words import description, no_layout, title
from engine.definitions.drawing.spans import Span
from engine.definitions.element import Element, Process
from engine.domain.clock_face import ClockFace

MARGIN, HEAD = 18, 30


def draw(
    diagram: Diagram,
    process: Process,
    language: str,
    role_name: Callable[[str, str], str],
    current: frozenset[str],
    passed: frozenset[str],
    clocks: Sequence[Span] = (),
    faces: Mapping[str, ClockFace] = MappingProxyType({}),
    stem: str = "diagram",
) -> str:
    """An <svg> to put into a page: no script, no style, a title and a description, every text in the language asked.
    `clocks` are the deadlines drawn above it, `faces` by code how far those of a case have run.
    `stem` begins its ids, for a page with two pictures of one process.

    Elements carry the classes `bpmn-<kind>`, `is-current`, `is-passed` and the attribute `data-element`.
    """
    layout = layout_of(diagram, process)
    shown = [(element, layout.shapes[key]) for key, element in process.elements.items() if key in layout.shapes]
    if not shown:
        return _frame_of(
            process,
            language,
            Box(0, 0, 480, 60),
            [text_block(wrapped(no_layout(language), 440, 13, 2), 240, 14, 13)],
            current,
            passed,
            stem,
        )
    frames = [(element, shape) for element, shape in shown if _is_frame(element, shape, process, layout)]
    frames.sort(key=lambda pair: -pair[1].box.width * pair[1].box.height)
    framed = {element.id for element, _ in frames}
    solid = [(element, shape) for element, shape in shown if element.id not in framed]
    solid.sort(key=lambda pair: pair[0].kind == "boundaryEvent")
    state = {
        element.id: "current" if element.id in current else "passed" if element.id in passed else ""
        for element, _ in shown
    }
    above = band(list(clocks), layout, _extent(process, layout), faces, passed, language)
    parts = [*_pools(diagram, process, layout, language), *_lanes(diagram, process, layout, language, role_name), *above.behind]
    for element, shape in frames:
        hooks = [layout.shapes[hook.id].box for hook in process.boundaries(element.id) if hook.id in layout.shapes]
        drawn = nodes.frame(element, shape.box, element.label(language), state[element.id], hooks)
        parts.append(_group(element, drawn, state[element.id], language))
    parts += _flows(process, layout, current, passed)
    for element, shape in solid:
        parts.append(_group(element, _solid(element, shape, language, state[element.id]), state[element.id], language))
    parts += [
        connections.answer(layout.edges[key], flow, language)
        for key, flow in process.flows.items()
        if key in layout.edges
    ]
    parts += [_outside(element, shape, language) for element, shape in solid if element.kind in EVENTS | GATEWAYS]
    parts += [
        nodes.badge(shape.box, state[element.id])
        for element, shape in shown
        if state[element.id] and element.kind in ACTIVITIES
    ]
    return _frame_of(process, language, above.room, parts + above.above, current, passed, stem)


def _frame_of(process: Process, language: str, room: Box, parts: list[str], current, passed, stem: str) -> str:
    box = Box(room.x - MARGIN, room.y - MARGIN, room.width + 2 * MARGIN, room.height + 2 * MARGIN)
    ids = "".join(sign if sign.isalnum() else "-" for sign in f"{stem}-{process.id}-{language}")
    name = process.names.get(language) or process.default_name or process.id
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bpmn-diagram" role="img" direction="ltr" '
        f'aria-labelledby="{ids}-title {ids}-desc" width="{number(box.width)}" height="{number(box.height)}" '
        f'viewBox="{number(box.x)} {number(box.y)} {number(box.width)} {number(box.height)}" '
        f'fill="{palette.INK}" lang="{language}"><title id="{ids}-title">{escape(title(name, language))}</title>'
        f'<desc id="{ids}-desc">{escape(description(process, language, current, passed))}</desc>'
        f'{"".join(parts)}</svg>'
    )


def _group(element: Element, drawn: str, state: str, language: str) -> str:
    marked = f" is-{state}" if state else ""
    return (
        f'<g class="bpmn-element bpmn-{element.kind}{marked}" data-element="{escape(element.id)}">'
        f"<title>{escape(element.label(language))}</title>{drawn}</g>"
    )


def _solid(element: Element, shape: Shape, language: str, state: str) -> str:
    if element.kind in GATEWAYS:
        return nodes.gateway(element, shape.box, state)
    if element.kind in EVENTS:
        return nodes.event(element, shape.box, state)
    halo = nodes.halo(shape.box) if state == "current" else ""
    return halo + nodes.activity(element, shape.box, element.label(language), state)


def _outside(element: Element, shape: Shape, language: str) -> str:
    label = element.name_in(language)
    return nodes.outside(label, shape.label or shape.box, shape.label is not None) if label else ""


def _is_frame(element: Element, shape: Shape, process: Process, layout: Layout) -> bool:
    """A sub-process that is drawn open: it says so, or its content is drawn on the same plane."""
    if element.kind not in SUB_PROCESSES or shape.expanded is False:
        return False
    return shape.expanded is True or any(inner.id in layout.shapes for inner in process.scope(element.id))


def _flows(process: Process, layout: Layout, current: frozenset[str], passed: frozenset[str]) -> list[str]:
    defaults = {element.default_flow for element in process.elements.values() if element.default_flow}
    return [
        connections.line(layout.edges[key], key in defaults, flow.source in passed and flow.target in passed | current)
        for key, flow in process.flows.items()
        if key in layout.edges
    ]


def _pools(diagram: Diagram, process: Process, layout: Layout, language: str) -> list[str]:
    parts = []
    for pool in diagram.pools:
        shape = layout.shapes.get(pool.id)
        if shape and (pool.process_id == process.id or not pool.process_id):
            name = pool.names.get(language) or pool.names.get("en") or next(iter(pool.names.values()), "")
            parts.append(_band(shape, name, "bpmn-pool", palette.LANE_BODY, True))
    return parts


def _lanes(diagram: Diagram, process: Process, layout: Layout, language: str, role_name) -> list[str]:
    lanes = [(name, layout.shapes[key]) for key, name in process.lanes.items() if key in layout.shapes]
    lanes.sort(key=lambda lane: -lane[1].box.width * lane[1].box.height)
    return [
        _band(
            shape,
            role_name(name, language) if name else "",
            "bpmn-lane",
            palette.LANE_OTHER if index % 2 else palette.LANE_BODY,
            False,
        )
        for index, (name, shape) in enumerate(lanes)
    ]


def _band(shape: Shape, name: str, kind: str, fill: str, outer: bool) -> str:
    """A pool or a lane: a band with its name at its head, which is at the left (or on top of a vertical one)."""
    box = shape.box
    head = Box(box.x, box.y, HEAD, box.height) if shape.horizontal else Box(box.x, box.y, box.width, HEAD)
    line = palette.QUIET if outer else palette.LANE_LINE
    width = 1.4 if outer else 1
    parts = [_rect(box, f"{kind}-body", fill, line, width), _rect(head, f"{kind}-head", palette.LANE_HEAD, line, width)]
    if name:
        x, y = head.middle
        lines = wrapped(name, (box.height if shape.horizontal else box.width) - 10, 12.5, 2 if shape.horizontal else 1)
        size = 12.5 if len(lines) == 1 else 11
        turn = f' transform="rotate(-90 {number(x)} {number(y)})"' if shape.horizontal else ""
        top = y - len(lines) * size * 1.22 / 2
        parts.append(
            text_block(lines, x, top, size, turned=turn, kind=f"bpmn-text {kind}-name", extra=' font-weight="600"')
        )
    return f'<g class="{kind}">{"".join(parts)}</g>'


def _rect(box: Box, kind: str, fill: str, line: str, width: float) -> str:
    return (
        f'<rect class="{kind}" x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" '
        f'height="{number(box.height)}" fill="{fill}" stroke="{line}" stroke-width="{width}"/>'
    )


def _extent(process: Process, layout: Layout) -> Box:
    """The room the drawn parts of this process take, labels below events included."""
    own = process.elements.keys() | process.lanes.keys()
    shapes = [shape for key, shape in layout.shapes.items() if key in own]
    boxes = [shape.box for shape in shapes] + [shape.label for shape in shapes if shape.label]
    boxes += [
        shape.box
        for key, shape in layout.shapes.items()
        if any(
            shape.box.x <= box.x
            and shape.box.right >= box.right
            and shape.box.y <= box.y
            and shape.box.bottom >= box.bottom
            for box in boxes[:1]
        )
    ]
    points = [point for key, edge in layout.edges.items() if key in process.flows for point in edge.points]
    left = min([box.x for box in boxes] + [x for x, _ in points])
    top = min([box.y for box in boxes] + [y for _, y in points])
    right = max([box.right for box in boxes] + [x for x, _ in points])
    bottom = max([box.bottom + 6 for box in boxes] + [y for _, y in points])
    return Box(left, top, right - left, bottom - top)
