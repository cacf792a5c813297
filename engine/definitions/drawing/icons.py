"""Small signs: the type of a task, the trigger of an event, the rule of a gateway. Each is drawn around (0, 0)."""

from engine.definitions.drawing.lettering import number

ENVELOPE = "M-7,-5H7V5H-7Z M-7,-5L0,1L7,-5"
TASK_ICONS = {
    "userTask": "M0,-1.2A3.4,3.4 0 1 1 0.01,-1.2Z M-6.4,7C-6.4,2.4 -3.6,0.6 0,0.6C3.6,0.6 6.4,2.4 6.4,7Z",
    "manualTask": (
        "M-6.5,1V-2.5C-6.5,-4 -4.6,-4 -4.6,-2.5V-5.5C-4.6,-7 -2.6,-7 -2.6,-5.5V-6.5C-2.6,-8 -0.6,-8 -0.6,-6.5V-5.6"
        "C-0.6,-7 1.4,-7 1.4,-5.6V1L3.4,-1.4C4.6,-2.8 6.4,-1.6 5.6,-0.2L2.6,5C1.8,6.6 0.6,7.4 -1.2,7.4H-3"
        "C-5,7.4 -6.5,6 -6.5,4Z"
    ),
    "serviceTask": (
        "M-1.3,-7H1.3L1.7,-4.9L3.4,-4.2L5.1,-5.4L6.9,-3.6L5.7,-1.9L6.3,-0.4L7.4,-0.2V2.2L5.4,2.6L4.7,4.2L5.8,5.9"
        "L4,7.6L2.4,6.4L0.8,7L0.6,7.4H-1.3L-1.7,6.9L-3.3,6.2L-5,7.4L-6.8,5.6L-5.6,3.9L-6.2,2.4L-7.4,2V-0.4L-6.2,-0.8"
        "L-5.5,-2.3L-6.7,-4L-4.9,-5.8L-3.2,-4.6L-1.6,-5.2Z M0,-2.2A2.5,2.5 0 1 0 0.01,-2.2Z"
    ),
    "scriptTask": (
        "M-4,-7H6C3.4,-4.4 3.4,-2.4 4.6,0C5.8,2.4 5.8,4.6 3.4,7H-6.4C-3.8,4.4 -4,2.4 -5.2,0C-6.4,-2.4 -6.2,-5 -4,-7Z "
        "M-3,-3.6H2.2 M-2.6,0H2.6 M-1.6,3.6H3.4"
    ),
    "businessRuleTask": "M-7,-6H7V6H-7Z M-7,-2.6H7 M-7,1.7H7 M-2.6,-2.6V6",
    "sendTask": ENVELOPE,
    "receiveTask": ENVELOPE,
}
EVENT_ICONS = {
    "timer": "M0,-9A9,9 0 1 0 0.01,-9Z M0,-9V-7 M9,0H7 M0,9V7 M-9,0H-7 M0,-5.2V0L3.6,2.2",
    "message": "M-8,-5.5H8V5.5H-8Z M-8,-5.5L0,1.2L8,-5.5",
    "signal": "M0,-8L8,6H-8Z",
    "error": "M-7,7L-2.6,-6.4L1.8,0.4L6.8,-7.4L2.4,6L-2,-0.8Z",
    "escalation": "M0,-8.4L6,8L0,1.8L-6,8Z",
    "conditional": "M-6.5,-8H6.5V8H-6.5Z M-4,-4.6H4 M-4,-1.5H4 M-4,1.6H4 M-4,4.7H4",
    "cancel": "M-7,-4.6L-4.6,-7L0,-2.4L4.6,-7L7,-4.6L2.4,0L7,4.6L4.6,7L0,2.4L-4.6,7L-7,4.6L-2.4,0Z",
    "compensate": "M-1,-6V6L-9,0Z M8,-6V6L0,0Z",
    "link": "M-8,-3.5H2V-7L9,0L2,7V3.5H-8Z",
    "multiple": "M0,-8.6L8.2,-2.6L5.1,7H-5.1L-8.2,-2.6Z",
}
GATEWAY_SIGNS = {
    "exclusiveGateway": ("M-6.5,-7.5L6.5,7.5M6.5,-7.5L-6.5,7.5", 2.6),
    "parallelGateway": ("M0,-10V10M-10,0H10", 2.8),
    "inclusiveGateway": ("M0,-9A9,9 0 1 0 0.01,-9Z", 2.6),
    "eventBasedGateway": ("M0,-11A11,11 0 1 0 0.01,-11Z M0,-7L6.6,-2.2L4.1,5.6H-4.1L-6.6,-2.2Z", 1.3),
    "complexGateway": ("M0,-11V11M-11,0H11M-7.6,-7.6L7.6,7.6M7.6,-7.6L-7.6,7.6", 2.2),
}


def icon(
    path: str,
    x: float,
    y: float,
    scale: float = 1,
    filled: bool = False,
    weight: float = 1.2,
    kind: str = "bpmn-icon",
    color: str = "#44606d",
) -> str:
    """A sign at a place. Filled ones are the throwing kind in BPMN, outlined ones the catching kind."""
    size = f" scale({number(scale)})" if scale != 1 else ""
    return (
        f'<path class="{kind}" d="{path}" transform="translate({number(x)},{number(y)}){size}" '
        f'fill="{color if filled else "none"}" stroke="{"#ffffff" if filled and "M-8,-5.5L" in path else color}" '
        f'stroke-width="{number(weight)}" stroke-linejoin="round" stroke-linecap="round"/>'
    )
