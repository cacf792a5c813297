"""Tables of text."""

from collections.abc import Sequence


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence]) -> str:
    """A title and columns, the first one flush left; None is an empty cell, numbers keep three figures."""
    texts = [[cell(value) for value in row] for row in rows]
    widths = [max(len(row[at]) for row in [heads, *texts]) for at in range(len(heads))]
    lines = [title] if title else []
    for row in [heads, *texts]:
        lines.append("  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in
                                                           zip(row[1:], widths[1:], strict=True))]).rstrip())
    return "\n".join(lines)


def rounded(figure: float | None) -> float | int | None:
    """Three figures are what a measurement on a shared machine can carry."""
    if figure is None or isinstance(figure, int):
        return figure
    return round(figure) if abs(figure) >= 100 else float(f"{figure:.3g}")


def cell(value) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        value = rounded(value)
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
