"""Who can be asked before a case comes to a certain place: the people whose steps lead there."""

from engine.definitions.bpmn_names import BPMN, HUMAN_TASKS, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, flows_of
from engine.definitions.repairs.forms_beside import ask
from engine.definitions.repairs.wiring import become, by_id, put_before

#: Steps that tell nothing new; behind everything else a person has to be asked anew.
SILENT = frozenset({"exclusiveGateway", "inclusiveGateway", "serviceTask", "scriptTask", "businessRuleTask", "sendTask",
                    "intermediateThrowEvent"})


def askers_before(scope, node) -> list:
    """The tasks of people that lie on the ways to `node`; empty where some way has none."""
    known, found, seen = by_id(scope), {}, set()
    sources: dict[str, list[str]] = {}
    for flow in flows_of(scope):
        sources.setdefault(flow.get("targetRef"), []).append(flow.get("sourceRef"))
    pending = list(sources.get(node.get("id"), ()))
    if not pending:
        return []
    while pending:
        key = pending.pop()
        if key in seen:
            continue
        seen.add(key)
        other = known.get(key)
        many = other is not None and other.find(tag(BPMN, "multiInstanceLoopCharacteristics")) is not None
        if other is not None and local(other) in HUMAN_TASKS and not many:
            found[key] = other
        elif key == node.get("id"):
            continue
        elif other is not None and (local(other) in SILENT and not many or _splits(sources, other)):
            before = sources.get(key, [])
            if not before or events_of(other) and local(other) != "intermediateThrowEvent":
                return []
            pending += before
        else:
            return []
    return list(found.values())


def ask_before(draft: Draft, scope, node, name: str, question: dict, looks: dict | None = None) -> str:
    """Ask a question of everybody who can answer it before `node`, or of a new user task drawn there. Says where."""
    tasks = askers_before(scope, node)
    if not tasks:
        task = put_before(draft, scope, node, "userTask", f"ask_{name}", question.get("title", ""))
        ask(draft, task, name, question, looks)
        return f"in a new step {called(task)} before it"
    for task in tasks:
        if local(task) != "userTask":
            become(task, "userTask")
        ask(draft, task, name, question, looks)
    return f"in {' and '.join(called(task) for task in tasks[:4])}"


def _splits(sources: dict, node) -> bool:
    """A parallel gateway that only splits; behind a join several people would answer the same question."""
    return local(node) == "parallelGateway" and len(sources.get(node.get("id"), ())) == 1
