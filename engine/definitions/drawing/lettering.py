"""Text in a picture: how wide it is about, where to break it, which way it runs."""

import unicodedata
from html import escape

NARROW, WIDE = frozenset("iljtfrI.,:;'’|!()[]- \u202f"), frozenset("mwMW@%—")
LINE = 1.22


def width_of(text: str, size: float) -> float:
    """About how wide a text is. An estimate is enough: the boxes are generous, and every reader has other fonts."""
    return sum(map(_advance, text)) * size


def _advance(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if sign in NARROW:
        return 0.33
    if sign in WIDE:
        return 0.92
    if unicodedata.bidirectional(sign) == "AL":
        return 0.5
    return 0.7 if sign.isupper() else 0.6


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    strong = next((unicodedata.bidirectional(s) for s in text if unicodedata.bidirectional(s) in ("L", "R", "AL")), "L")
    return strong != "L"


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """The lines of a text; what does not fit in `most` lines ends in an ellipsis (the tooltip has the whole)."""
    lines: list[str] = []
    for piece in text.split():
        for part in _fitting(piece, room, size):
            if lines and width_of(f"{lines[-1]} {part}", size) <= room:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
    if len(lines) > most:
        last = lines[most - 1]
        while last and width_of(last + "…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def _fitting(piece: str, room: float, size: float) -> list[str]:
    """A word, cut with hyphens where it alone is wider than the room. Arabic is never cut: its letters are joined."""
    if width_of(piece, size) <= room or is_right_to_left(piece) or len(piece) < 8:
        return [piece]
    head = next(n for n in range(len(piece), 2, -1) if n == 3 or width_of(piece[:n] + "-", size) <= room)
    return [piece[:head] + "-", *_fitting(piece[head:], room, size)]


def text_block(
    lines: list[str],
    x: float,
    top: float,
    size: float,
    anchor: str = "middle",
    turned: str = "",
    kind: str = "bpmn-text",
    extra: str = "",
) -> str:
    """Lines below one another. `top` is the upper edge; `anchor` is middle, left or right, in physical directions."""
    rtl = is_right_to_left(" ".join(lines))
    side = {"left": "end" if rtl else "start", "right": "start" if rtl else "end"}.get(anchor, "middle")
    way = ' direction="rtl" unicode-bidi="embed" lang="ar"' if rtl else ""
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(top + size * (0.9 + LINE * index))}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    return f'<text class="{kind}" font-size="{number(size)}" text-anchor="{side}"{way}{turned}{extra}>{spans}</text>'


def block_height(lines: list[str], size: float) -> float:
    return len(lines) * size * LINE


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"
