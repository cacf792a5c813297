"""Sequence flows: lines with rounded corners, arrow heads, the mark of a default, the answer written on them."""

import math

from engine.definitions.drawing import palette
from engine.definitions.drawing.layout import Edge
from engine.definitions.drawing.lettering import number, text_block, wrapped
from engine.definitions.drawing.nodes import SMALL
from engine.definitions.element import Flow

BEND, HEAD = 8, 9


def line(edge: Edge, default: bool, passed: bool) -> str:
    """The line itself. It ends at the foot of its arrow head, so that the tip stays sharp."""
    points = _without_doubles(edge.points)
    if len(points) < 2:
        return ""
    color, width = (palette.PASSED_LINE, 2.2) if passed else (palette.LINE, 1.5)
    tip, before = points[-1], points[-2]
    foot = _towards(tip, before, HEAD - 1)
    path = _rounded([*points[:-1], foot])
    parts = [
        f'<path class="bpmn-line{" is-passed" if passed else ""}" d="{path}" fill="none" stroke="{color}" '
        f'stroke-width="{width}"/>',
        _arrow(tip, before, color),
    ]
    if default:
        parts.append(_slash(points[0], points[1], color))
    return "".join(parts)


def answer(edge: Edge, flow: Flow, language: str) -> str:
    """The name of a flow beside its line, or where the editor put it."""
    label = flow.name_in(language)
    if not label:
        return ""
    lines = wrapped(label, max(edge.label.width, 80) if edge.label else 96, SMALL, 3)
    extra = (
        f' fill="{palette.INK}" font-weight="600" paint-order="stroke" stroke="#ffffff" stroke-width="4" '
        'stroke-linejoin="round"'
    )
    if edge.label:
        return text_block(lines, edge.label.middle[0], edge.label.y, SMALL, kind="bpmn-text bpmn-answer", extra=extra)
    (x, y), (to_x, to_y) = edge.points[0], edge.points[1]
    if abs(to_x - x) >= abs(to_y - y):
        side = 1 if to_x >= x else -1
        return text_block(
            lines,
            x + side * min(34, abs(to_x - x) / 2 + 6),
            y - 5 - SMALL * 1.22 * len(lines),
            SMALL,
            kind="bpmn-text bpmn-answer",
            extra=extra,
        )
    top = y + 8 if to_y > y else y - 8 - SMALL * 1.22 * len(lines)
    return text_block(lines, x + 7, top, SMALL, "left", kind="bpmn-text bpmn-answer", extra=extra)


def _rounded(points: list[tuple[float, float]]) -> str:
    path = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(BEND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        path.append(f"L{_pair(_towards(corner, before, bend))}Q{_pair(corner)} {_pair(_towards(corner, after, bend))}")
    return "".join([*path, f"L{_pair(points[-1])}"])


def _arrow(tip, before, color: str) -> str:
    back = _towards(tip, before, HEAD)
    across_x, across_y = (tip[1] - back[1]) * 0.42, (back[0] - tip[0]) * 0.42
    corners = [tip, (back[0] + across_x, back[1] + across_y), (back[0] - across_x, back[1] - across_y)]
    return f'<polygon class="bpmn-arrow" points="{" ".join(map(_pair, corners))}" fill="{color}"/>'


def _slash(start, after, color: str) -> str:
    x, y = _towards(start, after, 11)
    return (
        f'<path class="bpmn-line" d="M{number(x - 4)},{number(y + 5)}L{number(x + 4)},{number(y - 5)}" '
        f'stroke="{color}" stroke-width="1.6" fill="none"/>'
    )


def _towards(start, aim, distance: float) -> tuple[float, float]:
    """The point that lies `distance` from `start` on the way to `aim`."""
    length = math.dist(start, aim)
    share = min(1, distance / length) if length else 0
    return start[0] + (aim[0] - start[0]) * share, start[1] + (aim[1] - start[1]) * share


def _without_doubles(points) -> list[tuple[float, float]]:
    kept = [points[0]]
    kept += [point for before, point in zip(points, points[1:], strict=False) if math.dist(before, point) > 0.5]
    return kept


def _pair(point) -> str:
    return f"{number(point[0])},{number(point[1])}"
