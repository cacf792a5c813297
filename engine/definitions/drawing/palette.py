"""The colours a picture has when no stylesheet themes it. Every shape also has a class, which CSS may restyle.

Paints are (fill, stroke, width) and become presentation attributes, which any rule of a stylesheet overrides; so a
page with `style-src 'self'` shows and themes the picture without inline styles.
"""

INK, QUIET, LINE = "#1c3038", "#5a6f78", "#587380"
PASSED_LINE = "#2c6e57"
CURRENT, CURRENT_FILL = "#0a5a8c", "#e2f0fa"
PASSED, PASSED_FILL = "#2c6e57", "#f0f7f3"
LANE_LINE, LANE_HEAD, LANE_BODY, LANE_OTHER = "#c5d3d9", "#e8eff1", "#ffffff", "#fafcfc"
FRAME = ("#f6fafb", "#8fa7b1", 1.4)
HUMAN = ("#ffffff", "#3f6d7d", 1.6)
AUTOMATIC = ("#f3f5f6", "#8496a0", 1.4)
CALL = ("#ffffff", "#3f6d7d", 3.6)
GATEWAY = ("#fdf7e7", "#a17a1c", 1.6)
START = ("#eef8f2", "#2f7d5d", 1.8)
MIDDLE = ("#fffdf6", "#8a7030", 1.4)
END = ("#fbf1f0", "#97403a", 3)
CLOCK_LEGAL, CLOCK_INTERNAL, CLOCK_TRACK = "#7a4a00", "#44606d", "#ffffff"
CLOCK_GONE, CLOCK_PAUSED, CLOCK_LATE = "#9fc7bb", "#c9ced1", "#a12f1f"


def paint(of: tuple[str, str, float]) -> str:
    """The attributes of a paint."""
    fill, stroke, width = of
    return f'fill="{fill}" stroke="{stroke}" stroke-width="{width}"'
