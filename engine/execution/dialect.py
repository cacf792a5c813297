"""The parser of diagrams: the library's, with our timers, our service task and copies in bounds.

Of Camunda's own spelling only the name of a decision is read. Forms, and values put into messages and collections by
its attributes, are left alone, as the library leaves them alone.
"""

from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent, EndEvent, InclusiveGateway, IntermediateCatchEvent, IntermediateThrowEvent, ParallelGateway, StartEvent,
)
from SpiffWorkflow.spiff.parser import SpiffBpmnParser, event_parsers, task_spec
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs import defaults

from engine.execution import error_ends, events, joins, tasks
from engine.execution.decisions import DecisionTask, DecisionTaskConverter, decisions_of
from engine.execution.messages import CaseMessage, CaseMessageConverter, ReadsMessages
from engine.execution.timers import DueTimer, DueTimerConverter, ReadsTimers

CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"


class _Boundary(ReadsMessages, ReadsTimers, event_parsers.SpiffBoundaryEventParser):
    pass


class _Catch(ReadsMessages, ReadsTimers, event_parsers.SpiffIntermediateCatchEventParser):
    pass


class _Start(ReadsMessages, ReadsTimers, event_parsers.SpiffStartEventParser):
    pass


class _Throw(ReadsMessages, event_parsers.SpiffIntermediateThrowEventParser):
    pass


class _End(ReadsMessages, event_parsers.SpiffEndEventParser):
    pass


class _Send(ReadsMessages, event_parsers.SpiffSendTaskParser):
    pass


class _Receive(ReadsMessages, event_parsers.SpiffReceiveTaskParser):
    pass


class _Rule(task_spec.BusinessRuleTaskParser):
    def create_task(self):
        made = super().create_task()
        made.__class__ = self.spec_class  # the library names its own class there
        return made

    @staticmethod
    def get_decision_ref(node):
        return task_spec.BusinessRuleTaskParser.get_decision_ref(node) or node.get(f"{CAMUNDA}decisionRef")


def _ours(parser):
    """A task parser that makes repeated tasks of our kind; the library keeps that choice on each parser class."""
    if not issubclass(parser, task_spec.SpiffTaskParser):
        return parser
    return type(parser.__name__, (parser,), {
        "PARALLEL_MI_CLASS": tasks.BoundedCopies, "SEQUENTIAL_MI_CLASS": tasks.CopiesInTurn,
        "STANDARD_LOOP_CLASS": tasks.Repetitions})


def _parser_of(kind: str):
    known = {**SpiffBpmnParser.PARSER_CLASSES, **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES}
    return _ours(known[full_tag(kind)][0])


class DiagramParser(SpiffBpmnParser):
    """Reads a family's diagrams and decision tables into specifications."""

    OVERRIDE_PARSER_CLASSES = {
        **{tag: (_ours(parser), made) for tag, (parser, made) in SpiffBpmnParser.OVERRIDE_PARSER_CLASSES.items()},
        full_tag("parallelGateway"): (_parser_of("parallelGateway"), joins.ParallelGateway),
        full_tag("inclusiveGateway"): (_parser_of("inclusiveGateway"), joins.InclusiveGateway),
        full_tag("boundaryEvent"): (_Boundary, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("startEvent"): (_Start, StartEvent),
        full_tag("endEvent"): (_End, error_ends.EndEvent),
        full_tag("intermediateThrowEvent"): (_Throw, IntermediateThrowEvent),
        full_tag("sendTask"): (_ours(_Send), defaults.SendTask),
        full_tag("receiveTask"): (_ours(_Receive), defaults.ReceiveTask),
        full_tag("serviceTask"): (_ours(task_spec.ServiceTaskParser), tasks.RequestTask),
        full_tag("businessRuleTask"): (_ours(_Rule), DecisionTask),
    }

    def get_engine(self, decision_ref, node):
        made = super().get_engine(decision_ref, node)
        parser = self.dmn_parsers[decision_ref]
        said = next((part for part in parser.node.iter() if str(part.tag).endswith("}decisionTable")), None)
        return decisions_of(made.decision_table, "" if said is None else said.get("aggregation", ""), node, parser.filename)


_REPLACED = (defaults.BusinessRuleTask, defaults.ServiceTask, defaults.ParallelMultiInstanceTask,
             defaults.SequentialMultiInstanceTask, defaults.StandardLoopTask, ParallelGateway, InclusiveGateway, EndEvent,
             *events.OURS)
CONFIG = {
    **{kind: converter for kind, converter in SPIFF_CONFIG.items() if kind not in _REPLACED},
    **tasks.CONVERTERS,
    joins.ParallelGateway: SPIFF_CONFIG[ParallelGateway],
    joins.InclusiveGateway: SPIFF_CONFIG[InclusiveGateway],
    error_ends.EndEvent: SPIFF_CONFIG[EndEvent],
    **{ours: SPIFF_CONFIG[theirs] for theirs, ours in events.OURS.items()},
    DecisionTask: DecisionTaskConverter,
    DueTimer: DueTimerConverter,
    CaseMessage: CaseMessageConverter,
}
