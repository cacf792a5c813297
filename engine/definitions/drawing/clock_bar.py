"""A bar for a clock: what has gone, where it stood still, how far it is overdue, and where it is today."""

from engine.definitions.drawing import palette
from engine.definitions.drawing.lettering import number
from engine.domain.clock_face import ClockFace

STRIPE = 7
WIDTH, HEIGHT, SIDE = 320, 30, 8


def small_clock(face: ClockFace, language: str, statutory: bool) -> str:
    """One clock alone, as wide as its place allows, growing with the reading direction. Words stand beside it, so it is
    hidden from who cannot see it."""
    room = WIDTH - 2 * SIDE
    scale = room / max(face.total + face.late, 1)
    right = SIDE + max(face.total * scale, room * 0.25)
    drawn = bar(SIDE, right, 11, 12, face, scale, WIDTH - SIDE, palette.CLOCK_LEGAL if statutory else palette.CLOCK_INTERNAL)
    turned = f' transform="translate({WIDTH} 0) scale(-1 1)"' if language == "ar" else ""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="clock-bar" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" aria-hidden="true" focusable="false"><g{turned}>{drawn}</g></svg>')


def bar(left: float, right: float, y: float, height: float, face: ClockFace | None, scale: float, edge: float,
        color: str) -> str:
    """From `left` (the start) to `right` (the end of the due day), `scale` units a day; what is overdue goes on beyond, as
    far as `edge`. Without a face an empty bar with its two ends."""
    parts = [_box(left, y, right - left, height, "bpmn-clock-track", palette.CLOCK_TRACK)]
    if face is not None:
        gone = left + min(face.gone * scale, right - left)
        parts.append(_box(left, y, gone - left, height, "bpmn-clock-gone", palette.CLOCK_GONE))
        parts += [_striped(left + start * scale, min(left + end * scale, right), y, height, "bpmn-clock-paused",
                           palette.CLOCK_PAUSED, palette.QUIET) for start, end in face.paused]
        if face.late:
            beyond = max(min(right + face.late * scale, edge), right + 10)
            parts.append(_striped(right, beyond, y, height, "bpmn-clock-late", palette.CLOCK_LATE, "#ffffff"))
            gone = beyond
        parts.append(_now(gone, y, height, face))
    parts.append(f'<rect class="bpmn-clock-frame" x="{number(left)}" y="{number(y)}" width="{number(right - left)}" '
                 f'height="{number(height)}" rx="3" fill="none" stroke="{color}" stroke-width="1.8"/>')
    parts.append(f'<path class="bpmn-clock-stop" d="M{number(right)},{number(y - 3)}V{number(y + height + 5)}" '
                 f'stroke="{color}" stroke-width="4" stroke-linecap="round"/>')
    return "".join(parts)


def _now(x: float, y: float, height: float, face: ClockFace) -> str:
    """Today, or the day on which it stopped, as a pointer from above; a hollow one once it has stopped."""
    color = palette.CLOCK_LATE if face.late else palette.INK
    fill = "#ffffff" if face.stopped else color
    return (f'<path class="bpmn-clock-now" d="M{number(x)},{number(y + height)}V{number(y)}l-6,-8h12l-6,8" fill="{fill}" '
            f'stroke="{color}" stroke-width="1.8" stroke-linejoin="round"/>')


def _box(x: float, y: float, width: float, height: float, kind: str, fill: str) -> str:
    return (f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(height)}" '
            f'fill="{fill}"/>')


def _striped(left: float, right: float, y: float, height: float, kind: str, fill: str, stripe: str) -> str:
    """Slanting stripes, so that the part is told from the others without colour too."""
    lines, x = [], left
    while x + height <= right:
        lines.append(f"M{number(x)},{number(y + height)}l{number(height)},{number(-height)}")
        x += STRIPE * 1.6
    drawn = _box(left, y, right - left, height, kind, fill)
    return drawn + (f'<path class="{kind}-stripes" d="{"".join(lines)}" stroke="{stripe}" stroke-width="1.4" fill="none" '
                    f'stroke-opacity="0.7"/>' if lines else "")
