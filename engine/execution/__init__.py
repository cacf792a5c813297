"""The only room that knows SpiffWorkflow: definitions become specifications, cases become runs."""

import logging

from engine.execution.run import Run
from engine.execution.shapes import Advance, ArmedTimer, AwaitedMessage, OpenTask, ServiceRequest, ThrownEvent
from engine.execution.specs import Spec, Specs, read_spec
from engine.execution.validation import validate

# The library writes whole case data into its log records unless these loggers have a level of their own.
for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data", "spiff.dmn"):
    logging.getLogger(_name).setLevel(logging.WARNING)

__all__ = [
    "Advance", "ArmedTimer", "AwaitedMessage", "OpenTask", "Run", "ServiceRequest", "Spec", "Specs", "ThrownEvent",
    "read_spec", "validate",
]
