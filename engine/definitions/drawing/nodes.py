"""How each kind of element looks."""

from engine.definitions.bpmn_names import HUMAN_TASKS, SUB_PROCESSES
from engine.definitions.drawing import palette
from engine.definitions.drawing.icons import EVENT_ICONS, GATEWAY_SIGNS, TASK_ICONS, icon
from engine.definitions.drawing.layout import Box
from engine.definitions.drawing.lettering import block_height, number, text_block, wrapped
from engine.definitions.element import Element

TEXT, SMALL = 12.5, 11.5


def activity(element: Element, box: Box, label: str, state: str) -> str:
    """A task, a call activity or a collapsed sub-process: a rounded box with its sign and its name."""
    own = (
        palette.HUMAN
        if element.kind in HUMAN_TASKS
        else palette.CALL if element.kind == "callActivity" else palette.AUTOMATIC
    )
    parts = [_body(box, 9, _stated(own, state))]
    sign = TASK_ICONS.get(element.kind)
    if sign:
        parts.append(icon(sign, box.x + 14, box.y + 14, 0.9, filled=element.kind == "sendTask"))
    if element.kind in SUB_PROCESSES or element.kind == "callActivity":
        x, y = box.middle[0], box.bottom - 9
        parts.append(icon("M-6,-6H6V6H-6Z M0,-3.5V3.5 M-3.5,0H3.5", x, y))
    elif element.repeats:
        parts.append(
            icon(
                {"many": "M-4,-5V5 M0,-5V5 M4,-5V5"}.get(element.repeats, "M-4,3A5,5 0 1 1 4,3 M4,3V-1 M4,3H0"),
                box.middle[0],
                box.bottom - 9,
            )
        )
    parts.append(_inside(label, box, 18 if sign else 6))
    return "".join(parts)


def frame(element: Element, box: Box, label: str, state: str, hooks: list[Box]) -> str:
    """An expanded sub-process: a frame through which the lanes show, with its name in the upper corner. `hooks` are the
    boundary events on it; where they sit on the upper edge, the name goes below them."""
    fill, stroke, width = palette.FRAME
    if state == "current":
        stroke, width = palette.CURRENT, 2.4
    dash = ' fill-opacity="0.6"' + (' stroke-dasharray="6 5"' if element.triggered_by_event else "")
    drop = max([hook.bottom - box.y for hook in hooks if hook.y <= box.y <= hook.bottom], default=4)
    rect = _body(box, 12, (fill, stroke, width), dash)
    lines = wrapped(label, box.width - 40, TEXT, 1)
    return rect + text_block(
        lines,
        box.x + 16,
        box.y + drop + 4,
        TEXT,
        "left",
        kind="bpmn-text bpmn-frame-title",
        extra=f' font-weight="600" fill="{palette.QUIET}"',
    )


def gateway(element: Element, box: Box, state: str) -> str:
    x, y = box.middle
    points = (
        f"{number(x)},{number(box.y)} {number(box.right)},{number(y)} {number(x)},{number(box.bottom)} "
        f"{number(box.x)},{number(y)}"
    )
    own = _stated(palette.GATEWAY, state)
    sign, weight = GATEWAY_SIGNS.get(element.kind, GATEWAY_SIGNS["exclusiveGateway"])
    scale = min(box.width, box.height) / 50
    return f'<polygon class="bpmn-body" points="{points}" {palette.paint(own)} stroke-linejoin="round"/>' + icon(
        sign, x, y, scale, weight=weight, color=own[1]
    )


def event(element: Element, box: Box, state: str) -> str:
    """A circle: thin for a start, double for what happens on the way, thick for an end; dashed where it interrupts
    nothing."""
    (x, y), radius = box.middle, min(box.width, box.height) / 2
    own = {"startEvent": palette.START, "endEvent": palette.END}.get(element.kind, palette.MIDDLE)
    own = _stated(own, state)
    dash = ' stroke-dasharray="4 2.6"' if not element.interrupting and element.kind != "endEvent" else ""
    parts = [_circle(x, y, radius, own, dash)]
    if element.kind.startswith(("intermediate", "boundary")):
        parts.append(_circle(x, y, radius - 3.4, ("none", own[1], 1.1), dash))
    if element.event == "terminate":
        parts.append(
            f'<circle class="bpmn-icon" cx="{number(x)}" cy="{number(y)}" r="{number(radius * 0.55)}" '
            f'fill="{own[1]}"/>'
        )
    elif element.event in EVENT_ICONS:
        throws = element.kind in ("endEvent", "intermediateThrowEvent")
        parts.append(
            icon(EVENT_ICONS[element.event], x, y, radius / 18 * 0.92, filled=throws, weight=1.25, color=own[1])
        )
    return "".join(parts)


def badge(box: Box, state: str) -> str:
    """The mark of a state, readable without colour: a filled arrow where the case stands, a check mark where it was."""
    x, y = box.right - 1, box.y + 1
    if state == "current":
        return (
            f'<g class="bpmn-badge bpmn-badge-current" transform="translate({number(x)},{number(y)})">'
            f'<circle r="11" fill="{palette.CURRENT}" stroke="#ffffff" stroke-width="2"/>'
            f'<path d="M-3.6,-5.4L5.6,0L-3.6,5.4Z" fill="#ffffff"/></g>'
        )
    return (
        f'<g class="bpmn-badge bpmn-badge-passed" transform="translate({number(x)},{number(y)})">'
        f'<circle r="8.5" fill="#ffffff" stroke="{palette.PASSED}" stroke-width="1.5"/>'
        f'<path d="M-3.8,0.2L-1.2,2.9L4,-2.8" fill="none" stroke="{palette.PASSED}" stroke-width="2.1" '
        f'stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def halo(box: Box) -> str:
    """A second outline around the current step, so that it stands out in print too."""
    wide = Box(box.x - 6, box.y - 6, box.width + 12, box.height + 12)
    return (
        f'<rect class="bpmn-halo" x="{number(wide.x)}" y="{number(wide.y)}" width="{number(wide.width)}" '
        f'height="{number(wide.height)}" rx="14" fill="none" stroke="{palette.CURRENT}" stroke-width="1.6" '
        f'stroke-dasharray="2 4" stroke-linecap="round"/>'
    )


def outside(label: str, place: Box, moved: bool) -> str:
    """The name of an event or a gateway, below it, or where the editor put it."""
    room = max(place.width, 92 if moved else 104)
    lines = wrapped(label, room, SMALL, 4)
    top = place.y if moved else place.bottom + 4
    return text_block(
        lines,
        place.middle[0],
        top,
        SMALL,
        kind="bpmn-text bpmn-outside",
        extra=' paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"',
    )


def _inside(label: str, box: Box, head: float) -> str:
    """The name inside a box, as large as it fits."""
    room = box.width - 14
    for size in (TEXT, SMALL, 10.5):
        most = max(1, int((box.height - 8) / (size * 1.22)))
        lines = wrapped(label, room, size, 99)
        if len(lines) <= most:
            break
    lines = wrapped(label, room, size, most)
    free = box.height - block_height(lines, size)
    top = box.y + max(free / 2, min(head, free - 4))
    return text_block(lines, box.middle[0], top, size)


def _stated(own: tuple[str, str, float], state: str) -> tuple[str, str, float]:
    if state == "current":
        return palette.CURRENT_FILL, palette.CURRENT, 3.2
    return (palette.PASSED_FILL, palette.PASSED, own[2]) if state == "passed" else own


def _body(box: Box, radius: float, own: tuple[str, str, float], extra: str = "") -> str:
    return (
        f'<rect class="bpmn-body" x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" '
        f'height="{number(box.height)}" rx="{number(radius)}" {palette.paint(own)}{extra}/>'
    )


def _circle(x: float, y: float, radius: float, own: tuple[str, str, float], extra: str) -> str:
    return (
        f'<circle class="bpmn-body" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f"{palette.paint(own)}{extra}/>"
    )
