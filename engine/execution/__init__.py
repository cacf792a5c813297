"""The only room that knows SpiffWorkflow: definitions become specifications, cases become runs."""

import logging

from engine.execution.moving import Moved, Mover, mover
from engine.execution.run import Run
from engine.execution.schema import schema_findings
from engine.execution.shapes import (
    CANCEL, CHOICE, MOVES, STAYS, Advance, ArmedTimer, AwaitedMessage, OpenTask, Remark, ServiceRequest, Standing,
    ThrownEvent, Verdict,
)
from engine.execution.specs import Spec, Specs, read_spec
from engine.execution.validation import validate

# The library writes whole case data into its log records unless these loggers have a level of their own.
for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data", "spiff.dmn"):
    logging.getLogger(_name).setLevel(logging.WARNING)

__all__ = [
    "CANCEL", "CHOICE", "MOVES", "STAYS", "Advance", "ArmedTimer", "AwaitedMessage", "Moved", "Mover", "OpenTask",
    "Remark", "Run", "ServiceRequest", "Spec", "Specs", "Standing", "ThrownEvent", "Verdict", "mover", "read_spec",
    "schema_findings", "validate",
]
