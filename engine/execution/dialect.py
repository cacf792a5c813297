"""The parser of diagrams: the library's, with our timers, our service task and copies in bounds."""

from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent, StartEvent
from SpiffWorkflow.spiff.parser import SpiffBpmnParser, event_parsers, task_spec
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.serializer.task_spec import SpiffMultiInstanceConverter
from SpiffWorkflow.spiff.specs import defaults

from engine.execution import tasks
from engine.execution.timers import DueTimer, DueTimerConverter, ReadsTimers


class _Boundary(ReadsTimers, event_parsers.SpiffBoundaryEventParser):
    pass


class _Catch(ReadsTimers, event_parsers.SpiffIntermediateCatchEventParser):
    pass


class _Start(ReadsTimers, event_parsers.SpiffStartEventParser):
    pass


class _Service(task_spec.ServiceTaskParser):
    pass


class DiagramParser(SpiffBpmnParser):
    """Reads a family's diagrams and decision tables into specifications."""

    OVERRIDE_PARSER_CLASSES = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("boundaryEvent"): (_Boundary, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("startEvent"): (_Start, StartEvent),
        full_tag("serviceTask"): (task_spec.ServiceTaskParser, tasks.RequestTask),
    }


def _bounded(parser_class):
    """The same task parser with our multi-instance class; the library keeps the class on each parser."""
    return type(parser_class.__name__, (parser_class,), {"PARALLEL_MI_CLASS": tasks.BoundedCopies})


DiagramParser.OVERRIDE_PARSER_CLASSES = {
    tag: (_bounded(parser) if hasattr(parser, "PARALLEL_MI_CLASS") else parser, made)
    for tag, (parser, made) in DiagramParser.OVERRIDE_PARSER_CLASSES.items()
}

CONFIG = {
    **{kind: converter for kind, converter in SPIFF_CONFIG.items()
       if kind not in (defaults.ServiceTask, defaults.ParallelMultiInstanceTask)},
    **tasks.CONVERTERS,
    tasks.BoundedCopies: SpiffMultiInstanceConverter,
    DueTimer: DueTimerConverter,
}
