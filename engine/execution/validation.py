"""Would this bundle run? What the library refuses, what it would do wrong, and what our language does not know."""

import re
from collections.abc import Iterator

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity

from engine.definitions.bundle import Bundle
from engine.definitions.hardened_xml import parse_xml
from engine.definitions.lint.finding import ERROR, WARNING, Finding
from engine.errors import DefinitionUnreadable, ExpressionRefused
from engine.execution.refusals import refusals
from engine.execution.specs import collected_all, parsed
from engine.execution.tasks import OPERATORS
from engine.execution.written import CELL, SCRIPT, expressions
from engine.language import compile_expression, compile_script
from engine.language.cells import compile_cell


def validate(bundle: Bundle) -> list[Finding]:
    """Every reason why the bundle cannot be run, without errors where it can. Reads only; nothing is executed."""
    findings = []
    try:
        for name in bundle.named(".bpmn", ".xml"):
            for refusal in refusals(parse_xml(bundle.files[name], name), bundle.profile):
                element = refusal.element
                grave = WARNING if refusal.runs else ERROR
                findings.append(Finding(refusal.code, grave, name, element.get("id") or "", element.get("name") or "",
                                        refusal.wrong, refusal.fix))
        parser = parsed(bundle)
        _, specs = collected_all(bundle, parser)
    except DefinitionUnreadable as problem:
        return [Finding(problem.kind, ERROR, problem.file, "", "", problem.wrong, problem.fix)]
    except ValidationException as problem:
        return findings or [_refused_by_library(problem, bundle)]
    findings += _circles(specs)
    for spec in specs.values():
        findings += _unreadable_expressions(spec)
        findings += _unknown_operators(spec)
    return list(dict.fromkeys(findings))


def _refused_by_library(problem: ValidationException, bundle: Bundle) -> Finding:
    message = re.sub(r"\s+", " ", str(problem)).strip().rstrip(".")
    message = re.sub(r"<Element \{[^}]*\}(\w+) at 0x\w+>", r"\1", message)
    file = problem.file_name or next(iter(bundle.named(".bpmn", ".xml")), bundle.family)
    return Finding("library_refuses", ERROR, file, problem.id or "", problem.name or "", message[:300],
                   "Correct the element in the editor and check again.")


def _circles(specs) -> Iterator[Finding]:
    """Processes that call themselves, directly or through others: each call would start the next for ever."""
    calls = {name: {task.spec for task in spec.task_specs.values() if isinstance(task, CallActivity)}
             for name, spec in specs.items()}
    inside = {name: {task.spec for task in spec.task_specs.values() if hasattr(task, "transaction")}
              for name, spec in specs.items()}
    for name, spec in specs.items():
        for task in spec.task_specs.values():
            if isinstance(task, CallActivity) and name in _reached(task.spec, inside) and task.spec in calls:
                yield Finding("call_recursion", ERROR, spec.file or "", task.bpmn_id, task.bpmn_name or "",
                              f"the process {name} calls itself without end", "Draw the repetition as a loop.")


def _reached(start, links) -> set[str]:
    seen, pending = set(), [start]
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += links.get(name, ())
    return seen


def _unreadable_expressions(spec) -> Iterator[Finding]:
    for element_id, kind, text in expressions(spec):
        try:
            if kind == SCRIPT:
                compile_script(text)
            elif kind == CELL:
                compile_cell(text)
            else:
                compile_expression(text)
        except ExpressionRefused as problem:
            yield Finding("expression_refused", ERROR, spec.file or "", element_id, "", str(problem).rstrip("."),
                          "Write it in the language of the diagrams.")


def _unknown_operators(spec) -> Iterator[Finding]:
    for task in spec.task_specs.values():
        operator = getattr(task, "operation_name", None)
        if operator is not None and operator not in OPERATORS:
            yield Finding("operator_unknown", ERROR, spec.file or "", task.bpmn_id, task.bpmn_name or "",
                          f"there is no service {operator}", f"Use one of {', '.join(sorted(OPERATORS))}.")
