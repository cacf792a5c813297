"""Steps that another tool carries out, or that nobody wrote out: here a person does them."""

from engine.definitions.bpmn_names import BPMN, CAMUNDA, SPIFF, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, nodes_of, text_of
from engine.definitions.repairs.foreign_expressions import translated
from engine.definitions.repairs.wiring import become
from engine.errors import ExpressionRefused
from engine.language import compile_script

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
OPERATORS = frozenset({"send_letter", "record_fact", "escalate", "offer_case", "end_offer", "move_case", "restrict_case",
                       "lift_restriction"})
WHY = "only letters and facts of the case are services here"


def make_manual(draft: Draft) -> None:
    """Plain tasks, and service, script, send and rule tasks without an implementation that runs here."""
    for node in draft.nodes("task", "serviceTask", "scriptTask", "sendTask", "businessRuleTask", "globalTask"):
        found, why = _reason(draft, node)
        if found:
            draft.note(node, f"{called(node)} {found}", "a person does it and says so (manual task)", why)
            become(node, "manualTask")


def _reason(draft: Draft, node) -> tuple[str, str]:
    kind = local(node)
    if kind == "task":
        if draft.native:
            return "", ""  # the engine waits for a person there as well
        return "is a task of no kind", "a person then sees at once that it is work to do"
    if kind == "serviceTask":
        return _service(node)
    if kind == "scriptTask":
        return _script(draft, node)
    if kind == "businessRuleTask":
        return _rule(draft, node)
    if node.get("messageRef") or events_of(node):
        return "", ""
    return "sends something that is not described", "nothing could be sent"


def _service(node) -> tuple[str, str]:
    operator = node.find(f".//{tag(SPIFF, 'serviceTaskOperator')}")
    if operator is not None:
        code = operator.get("id", "")
        return ("", "") if code in OPERATORS else (f"calls the service {code or 'without a name'}", WHY)
    for name in ("class", "delegateExpression", "expression", "topic", "type"):
        if node.get(tag(CAMUNDA, name)):
            return f"calls {name} {node.get(tag(CAMUNDA, name))}", WHY
    job = node.find(f".//{tag(ZEEBE, 'taskDefinition')}")
    return (f"calls the worker {job.get('type')}", WHY) if job is not None else ("names no service", WHY)


def _script(draft: Draft, node) -> tuple[str, str]:
    made = node.find(f".//{tag(ZEEBE, 'script')}")
    if made is not None and not text_of(node, "script"):
        said = translated(made.get("expression", ""))
        if said is not None and made.get("resultVariable", "").isidentifier():
            _write_script(node, f"{made.get('resultVariable')} = {said}")
            made.getparent().remove(made)
            draft.note(node, f"{called(node)} computes {made.get('resultVariable')} in FEEL",
                       f"its script is {text_of(node, 'script')!r}", "scripts are written in our language")
            return "", ""
    script = text_of(node, "script")
    if not script:
        return "has no script", "a step that does nothing would be passed unseen"
    try:
        compile_script(script)
    except ExpressionRefused as problem:
        language = node.get("scriptFormat", "")
        if draft.native:
            return "", ""  # the linter says which word of the script is not understood
        return f"has a script in {language or 'another language'}", \
            f"it is not in our language ({problem.fields.get('reason')})"
    return "", ""


def _rule(draft: Draft, node) -> tuple[str, str]:
    own = node.findtext(f".//{tag(SPIFF, 'calledDecisionId')}") or node.get(tag(CAMUNDA, "decisionRef"), "")
    theirs = node.find(f".//{tag(ZEEBE, 'calledDecision')}")
    wanted = (own or (theirs.get("decisionId", "") if theirs is not None else "")).strip()
    if wanted not in draft.folder.decisions:
        return (f"asks the decision {wanted}, which no table here has" if wanted else "names no decision table"), \
            "a person then decides"
    if theirs is not None and not own:
        node.set(tag(CAMUNDA, "decisionRef"), wanted)
        theirs.getparent().remove(theirs)
        draft.note(node, f"{called(node)} names its table {wanted} in another tool's way", "the name is kept in ours",
                   "the table is found by it")
    return "", ""


def _write_script(node, text: str) -> None:
    found = node.find(tag(BPMN, "script"))
    if found is None:
        found = node.makeelement(tag(BPMN, "script"))
        node.append(found)
    found.text = text


def fill_empty_sub_processes(draft: Draft) -> None:
    """A sub-process with nothing in it, and a call of nothing, are steps a person takes care of."""
    known = {process.get("id") for _, process in draft.folder.processes()}
    shared = {node.get("id") for other in draft.folder.drafts for node in other.root
              if local(node).startswith("global")}
    for node in draft.nodes("subProcess", "transaction", "adHocSubProcess"):
        if not nodes_of(node):
            draft.note(node, f"the sub-process {called(node)} is empty", "a person does it and says so (manual task)",
                       "there is nothing in it to carry out")
            become(node, "manualTask")
    for node in draft.nodes("callActivity"):
        theirs = node.find(f".//{tag(ZEEBE, 'calledElement')}")
        if theirs is not None and not node.get("calledElement") and theirs.get("processId", "") in known:
            node.set("calledElement", theirs.get("processId"))
            draft.note(node, f"{called(node)} names its process in another tool's way", "the name is kept in ours",
                       "the process is found by it")
        wanted = node.get("calledElement", "")
        if wanted not in known:
            what = "a task that is defined elsewhere" if wanted in shared else f"the process {wanted or 'without a name'}"
            draft.note(node, f"{called(node)} calls {what}, which is not in the folder",
                       "a person does it and says so (manual task)", "there is no diagram to carry out")
            become(node, "manualTask")
