"""The steps of two families beside each other: added, left out, or done otherwise."""

from collections.abc import Iterator

from engine.definitions.bpmn_names import GATEWAYS
from engine.definitions.comparing.words import joined, quoted, sentence
from engine.definitions.definition import Definition
from engine.definitions.element import Element, Process

#: What is compared in sentences of their own, or is only the way a step is told.
TOLD_APART = ("name_", "instructions_", "told_", "due", "not_by")


def step_sentences(own: Definition, base: Definition, language: str) -> Iterator[str]:
    """A sentence for each difference, in the order in which a case comes to the processes."""
    homes, before = _homes(own), _homes(base)
    for key, process in homes.items():
        element = own.elements[key]
        if key not in before:
            if _is_worth_telling(element):
                role = own.role_name(element.lane, language) if element.lane and element.kind.endswith("Task") else ""
                yield sentence("step_added_by" if role else "step_added", language, name=element.label(language),
                               place=_name(process, language), **({"role": role} if role else {}))
        else:
            yield from _changes(own, base, process, before[key], key, language)
    for key, process in before.items():
        if key not in homes and _is_worth_telling(base.elements[key]):
            yield sentence("step_missing", language, name=base.label(key, language), place=_name(process, language))


def _changes(own: Definition, base: Definition, process: Process, was: Process, key: str, language: str) -> Iterator[str]:
    new, old = process.elements[key], was.elements[key]
    name = {"name": new.label(language)}
    if process.id != was.id:
        yield sentence("step_moved", language, new=_name(process, language), old=_name(was, language), **name)
    if new.label(language) != old.label(language):
        yield sentence("step_name", language, new=new.label(language), old=old.label(language))
    if new.lane != old.lane and new.kind.endswith("Task"):
        yield sentence("step_lane", language, new=own.role_name(new.lane, language) if new.lane else "",
                       old=base.role_name(old.lane, language) if old.lane else "", **name)
    dues = [one.properties.get("due", "") for one in (new, old)]
    if dues[0] != dues[1]:
        yield sentence("step_due", language, new=_date(own, dues[0], language), old=_date(base, dues[1], language), **name)
    seconds = [one.properties.get("not_by", "") for one in (new, old)]
    if seconds[0] != seconds[1]:
        yield sentence("step_not_by", language, new=_steps(own, seconds[0], language), old=_steps(base, seconds[1], language),
                       **name)
    if dict(new.instructions) != dict(old.instructions):
        yield sentence("step_told", language, **name)
    does = [_does(one) for one in (new, old)]
    if does[0] != does[1]:
        yield sentence("step_does", language, new=does[0], old=does[1], **name)
    waits = [joined([part.text or part.name for part in one.events], language) for one in (new, old)]
    if waits[0] != waits[1]:
        yield sentence("step_waits", language, new=waits[0], old=waits[1], **name)
    ways = [_ways(one, place, key, language) for one, place in ((own, process), (base, was))]
    if ways[0] != ways[1]:
        yield sentence("step_ways", language, new=ways[0], old=ways[1], **name)
    for what in sorted(new.properties.keys() | old.properties.keys()):
        if not what.startswith(TOLD_APART) and new.properties.get(what) != old.properties.get(what):
            yield sentence("step_other", language, what=what, new=new.properties.get(what), old=old.properties.get(what), **name)


def _homes(definition: Definition) -> dict[str, Process]:
    return {key: process for process in reversed(definition.reached()) for key in process.elements}


def _is_worth_telling(element: Element) -> bool:
    """Not the joins and bare ends that only hold a drawing together."""
    return bool(element.default_name) and not (element.kind in GATEWAYS and not element.names)


def _name(process: Process, language: str) -> str:
    return process.names.get(language) or process.default_name or process.id


def _date(definition: Definition, code: str, language: str) -> str:
    rule = definition.deadlines.get(code)
    return (rule.names.get(language) if rule else "") or code


def _steps(definition: Definition, ids: str, language: str) -> str:
    return joined([definition.label(key, language) for key in ids.replace(",", " ").split()], language)


def _does(element: Element) -> str:
    """What a step does by itself, as the diagram has it."""
    operator = element.operator
    told = [f"{operator.id}({', '.join(f'{key}: {value}' for key, value in operator.parameters.items())})"] if operator else []
    return "; ".join([*told, *(part for part in (element.script.strip(), element.called) if part)])


def _ways(definition: Definition, process: Process, key: str, language: str) -> str:
    """Where flows lead, with their conditions, in the order of their targets' ids."""
    flows = sorted(process.outgoing(key), key=lambda flow: flow.target)
    return joined([quoted(definition.label(flow.target, language), language) + (f" ({flow.condition})" if flow.condition else "")
                   for flow in flows], language)
