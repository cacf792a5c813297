"""Every expression and script in the specifications of a definition, with the element it stands in."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition

from engine.execution.timers import DueTimer
from engine.language import instants

EXPRESSION, SCRIPT, CELL = "expression", "script", "cell"


def expressions(spec) -> Iterator[tuple[str, str, str]]:
    """(element id, kind, text) of everything that will be evaluated while this process runs."""
    for task in spec.task_specs.values():
        where = task.bpmn_id or task.name
        for kind, text in _of_task(task):
            if text and text.strip():
                yield where, kind, text


def _of_task(task):
    for condition, _ in getattr(task, "cond_task_specs", ()):
        if condition is not None:
            yield EXPRESSION, condition.args[0]
    yield SCRIPT, getattr(task, "script", None)
    yield SCRIPT, getattr(task, "prescript", None)
    yield SCRIPT, getattr(task, "postscript", None)
    yield EXPRESSION, getattr(task, "condition", None)
    yield EXPRESSION, getattr(task, "cardinality", None)
    for parameter in getattr(task, "operation_params", {}).values():
        yield EXPRESSION, parameter["value"]
    definition = getattr(task, "event_definition", None)
    if definition is not None:
        yield from _of_event(definition)
    if hasattr(task, "dmnEngine"):
        yield from _of_table(task.dmnEngine.decision_table)


def _of_event(definition):
    parts = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    for part in parts:
        if isinstance(part, DueTimer):
            if not instants.is_literal(part.expression):
                yield EXPRESSION, part.expression
        elif isinstance(part, ConditionalEventDefinition):
            yield EXPRESSION, part.expression
        else:
            yield EXPRESSION, getattr(part, "expression", None)
            for key in [*getattr(part, "correlation_properties", ()), *getattr(part, "process_correlations", ())]:
                yield EXPRESSION, key.retrieval_expression


def _of_table(table):
    for rule in table.rules:
        for entry in rule.inputEntries:
            yield EXPRESSION, entry.input.expression
            for cell in entry.lhs:
                yield CELL, cell
        for entry in rule.outputEntries:
            yield EXPRESSION, entry.text
