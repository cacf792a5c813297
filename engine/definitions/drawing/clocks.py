"""The deadlines above a diagram: a bar from the event that starts a clock to the act that stops it, its rungs as marks.

The bars lie in a band of their own above the pool, so they cover nothing; thin leaders go down to the two shapes, behind
everything, where possible beside what lies between. On a case the bar shows how far its clock has run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from engine.definitions.clock_words import caption, clock_line
from engine.definitions.drawing import palette
from engine.definitions.drawing.clock_bar import bar
from engine.definitions.drawing.layout import Box, Layout
from engine.definitions.drawing.lettering import is_right_to_left, number, text_block, width_of
from engine.definitions.drawing.spans import Span
from engine.definitions.rung_words import rung_mark
from engine.domain.clock_face import ClockFace

TITLE, MARK = 15, 12.5
GAP, BAR, BAR_BELOW, ROW, ROW_WITH_RUNGS = 22, 14, 28, 54, 74
SHORTEST, BADGE, LONGEST_TAIL = 60, 9.5, 0.4
BOLD = 1.12  # names are set in bold, which is wider


@dataclass(frozen=True)
class _Place:
    """Where the bar of a span lies: from `left` to `right`, its name from `text_left` on. `number` is the mark it shares with
    the shape that stops it; `has_way` where nothing stands between the two."""

    span: Span
    number: int
    left: float
    right: float
    has_way: bool
    text_left: float
    text: str
    edge: float

    @property
    def extent(self) -> tuple[float, float]:
        return min(self.left, self.text_left), max(self.edge, self.text_left + _width(self.text))


@dataclass(frozen=True)
class Band:
    """`behind` is drawn before the shapes, `above` after them; `room` is what the picture takes with the band."""

    behind: list[str]
    above: list[str]
    room: Box


def band(spans: list[Span], layout: Layout, room: Box, faces: Mapping[str, ClockFace], passed: frozenset[str],
         language: str) -> Band:
    """Without deadlines that the layout shows both ends of, nothing, and the room as it was."""
    places = [_placed(span, number, layout, room, faces.get(span.rule.code), language)
              for number, span in enumerate(spans, 1) if span.start_shape in layout.shapes and span.stop_shape in layout.shapes]
    if not places:
        return Band([], [], room)
    rows = _rows(places)
    behind, above, bottom = [], [], room.y - GAP
    for row in rows:
        height = ROW_WITH_RUNGS if any(place.span.rungs for place in row) else ROW
        top = bottom - height
        for place in row:
            face = faces.get(place.span.rule.code)
            behind += _leaders(place, layout, top + BAR_BELOW + BAR)
            above.append(_drawn(place, top, face, passed, language, room.right))
            above.append(_badge(place, layout.shapes[place.span.stop_shape].box, layout))
        bottom = top
    return Band(behind, above, Box(room.x, bottom, room.width, room.bottom - bottom))


def _placed(span: Span, number: int, layout: Layout, room: Box, face: ClockFace | None, language: str) -> _Place:
    start, stop = layout.shapes[span.start_shape].box, layout.shapes[span.stop_shape].box
    left = start.x if span.is_one_step else start.middle[0]
    right, has_way = _way_up(stop, span.stop_shape, layout)
    if right - left < SHORTEST:
        right, has_way = left + SHORTEST, False
    text = caption(span.rule, face, language)
    tail = min(right + (right - left) * LONGEST_TAIL, room.right - 4) if face and face.late else right
    return _Place(span, number, left, right, has_way, max(min(left + 7, room.right - _width(text)), room.x), text, tail)


def _rows(places: list[_Place]) -> list[list[_Place]]:
    """The shortest next to the pool; those that do not meet share a row."""
    rows: list[list[_Place]] = []
    for place in sorted(places, key=lambda place: (place.right - place.left, place.left)):
        low, high = place.extent
        row = next((row for row in rows[-1:] if all(high + 30 < other.extent[0] or low > other.extent[1] + 30
                                                    for other in row)), None)
        if row is None:
            rows.append([place])
        else:
            row.append(place)
    return rows


def _width(text: str) -> float:
    return width_of(text, TITLE) * BOLD


def _way_up(stop: Box, stop_id: str, layout: Layout) -> tuple[float, bool]:
    """An x on the upper edge of a shape from which nothing stands in the way up; near its right end where there is none."""
    others = [box for key, shape in layout.shapes.items() if key != stop_id for box in (shape.box, shape.label)
              if box is not None and box.width < 400 and box.bottom <= stop.y]
    steps = [stop.right - 8 - 6 * step for step in range(int(stop.width / 6) - 2)] if stop.width > 60 else [stop.middle[0]]
    free = [x for x in steps if not any(box.x - 4 < x < box.right + 4 for box in others)]
    return (free or steps)[0], bool(free)


def _leaders(place: _Place, layout: Layout, y: float) -> list[str]:
    """Dotted lines down to the two shapes; to one that others hide, none: the number says which it is."""
    start, stop = layout.shapes[place.span.start_shape].box, layout.shapes[place.span.stop_shape].box
    ends = [(place.right, stop)] if place.has_way else []
    if not place.span.is_one_step:
        ends.append((place.left, start))
    return [f'<path class="bpmn-clock-leader" d="M{number(x)},{number(y)}V{number(box.y)}" fill="none" '
            f'stroke="{_color(place.span)}" stroke-width="1.2" stroke-dasharray="1.5 5" stroke-linecap="round"/>'
            for x, box in ends]


def _badge(place: _Place, stop: Box, layout: Layout) -> str:
    """The number of the clock at the shape that stops it, at a corner where no event sits."""
    corners = [(stop.x + 2, stop.bottom - 2), (stop.x - 3, stop.y - 3), (stop.right - 2, stop.bottom - 2)]
    events = [shape.box for shape in layout.shapes.values() if shape.box.width < 60 and shape.box is not stop]
    free = [(x, y) for x, y in corners if not any(box.x - BADGE < x < box.right + BADGE and box.y - BADGE < y < box.bottom + BADGE
                                                  for box in events)]
    return _numbered(place, *(free or corners)[0])


def _numbered(place: _Place, x: float, y: float) -> str:
    return (f'<g class="bpmn-clock-number"><circle cx="{number(x)}" cy="{number(y)}" r="{BADGE}" fill="{_color(place.span)}" '
            f'stroke="#ffffff" stroke-width="1.5"/><text x="{number(x)}" y="{number(y + 4)}" font-size="11.5" font-weight="700" '
            f'text-anchor="middle" fill="#ffffff">{place.number}</text></g>')


def _drawn(place: _Place, top: float, face: ClockFace | None, passed, language: str, edge: float) -> str:
    span, y = place.span, top + BAR_BELOW
    total = face.total if face else span.rule.days
    scale = (place.right - place.left) / max(total, 1)
    words = clock_line(span, face, passed, language)
    state = " is-late" if face and face.late else " is-stopped" if face and face.stopped else ""
    extra = f' font-weight="600" fill="{palette.CLOCK_LATE if face and face.late else _color(span)}"'
    side = "right" if is_right_to_left(place.text) and place.text_left < place.left else "left"
    x = place.text_left + (_width(place.text) if side == "right" else 0)
    parts = [text_block([place.text], x, top, TITLE, side, kind="bpmn-text bpmn-clock-name", extra=extra)]
    beyond = [_mark_x(place, rung.days_before, total, scale, edge) for rung in span.rungs if rung.days_before < 0]
    if beyond:
        parts.append(f'<path class="bpmn-clock-beyond" d="M{number(place.right)},{number(y + BAR / 2)}H{number(max(beyond))}" '
                     f'stroke="{_color(span)}" stroke-width="1.6" stroke-dasharray="6 5" fill="none"/>')
    parts += [bar(place.left, place.right, y, BAR, face, scale, place.edge, _color(span)),
              _numbered(place, place.left, y + BAR / 2)]
    taken = place.left - 99
    for rung in span.rungs:
        mark_x = _mark_x(place, rung.days_before, total, scale, edge)
        text_fits = mark_x - taken > 46
        parts.append(_mark(mark_x, y + BAR / 2, rung, rung.element.id in passed, language, y + BAR + 4 if text_fits else None))
        taken = mark_x if text_fits else taken
    title = ". ".join(part for part in (words.name, words.text, words.standing, *(rung for rung, _ in words.rungs)) if part)
    return (f'<g class="bpmn-clock bpmn-clock-{span.rule.grade}{state}" data-deadline="{escape(span.rule.code)}">'
            f"<title>{escape(title)}</title>{''.join(parts)}</g>")


def _mark_x(place: _Place, days_before: int, total: int, scale: float, edge: float) -> float:
    """The place of a rung by its share of the time; behind the date as far as the picture reaches."""
    return min(max(place.left + (total - days_before) * scale, place.left), edge - 12)


def _mark(x: float, y: float, rung, is_reached: bool, language: str, text_top: float | None) -> str:
    """A rhombus on the bar, filled once its rung was reached, and how many days from the date it lies."""
    fill = palette.INK if is_reached else "#ffffff"
    kind = "bpmn-rung is-reached" if is_reached else "bpmn-rung"
    sign = (f'<path class="{kind}" d="M{number(x)},{number(y - 8)}l6.5,8l-6.5,8l-6.5,-8Z" '
            f'fill="{fill}" stroke="{palette.INK}" stroke-width="1.5"/>')
    if text_top is None:
        return sign
    beside = {"x": x, "anchor": "middle"} if rung.days_before else {"x": x + 7, "anchor": "left"}
    return sign + text_block([rung_mark(rung.days_before, language)], top=text_top, size=MARK, kind="bpmn-text bpmn-rung-name",
                             extra=f' fill="{palette.INK}"', **beside)


def _color(span: Span) -> str:
    return palette.CLOCK_LEGAL if span.rule.is_statutory else palette.CLOCK_INTERNAL
