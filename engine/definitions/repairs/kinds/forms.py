"""Forms of Camunda: generated ones and those of its form editor become ours; others are named and left out."""

import re

from engine.definitions.bpmn_names import BPMN, CAMUNDA, local, tag
from engine.definitions.form_schema import read_json
from engine.definitions.repairs.draft import Draft, called
from engine.definitions.repairs.forms_beside import ask
from engine.definitions.repairs.kinds.by_hand import ZEEBE
from engine.definitions.repairs.wiring import outgoing, put_behind
from engine.errors import DefinitionUnreadable

KINDS = {"string": {"type": "string"}, "long": {"type": "integer"}, "boolean": {"type": "boolean"},
         "date": {"type": "string", "format": "date"}, "double": {"type": "number"}}
COMPONENTS = {"textfield": {"type": "string"}, "textarea": {"type": "string"}, "number": {"type": "number"},
              "checkbox": {"type": "boolean"}, "datetime": {"type": "string", "format": "date"},
              "select": {"type": "string"}, "radio": {"type": "string"}}
BOUNDS = {"min": "minimum", "max": "maximum", "minlength": "minLength", "maxlength": "maxLength"}
RULES = {"min": "minimum", "max": "maximum", "minLength": "minLength", "maxLength": "maxLength"}


def map_forms(draft: Draft) -> None:
    bodies = {node.get("id"): node.text or "" for node in draft.root.iter(tag(ZEEBE, "userTaskForm"))}
    for node in draft.nodes("userTask", "startEvent"):
        questions = _generated(node)
        if questions:
            _keep(draft, node, questions, "a form of fields in the diagram")
        key = _key(node)
        if not key:
            continue
        own = _embedded(draft, bodies.get(key.rpartition(":")[2], "")) or _beside(draft, key)
        questions = _components(own) if own else []
        _drop_key(node)
        if questions:
            _keep(draft, node, questions, f"the form {key}")
        else:
            draft.note(node, f"{called(node)} shows the form {key}, which cannot be read here",
                       "the reference is taken out", "write its questions as a JSON schema of your own")


def _keep(draft: Draft, node, questions: list, what: str) -> None:
    task = node
    if local(node) == "startEvent":
        scope = node.getparent()
        if not outgoing(scope, node.get("id")):
            return
        task = put_behind(draft, scope, node, "userTask", f"fill_in_{node.get('id')}", node.get("name") or "Fill in")
    conditions = " ".join("".join(node.itertext()) for node in draft.root.iter(tag(BPMN, "conditionExpression")))
    for name, question, needed in questions:
        decides = re.search(rf"\b{name}\b", conditions) is not None
        ask(draft, task, name, question, needed=needed or decides)
    draft.note(node, f"{called(node)} has {what} ({len(questions)} to fill in)",
               "they become a JSON schema and its uiSchema beside the diagram", "forms are files here, and can be translated")


def _generated(node) -> list[tuple[str, dict, bool]]:
    """Name, question and whether it must be answered, of each field; what is only shown is no question."""
    data = node.find(f".//{tag(CAMUNDA, 'formData')}")
    if data is None:
        return []
    found = []
    for field in data.findall(tag(CAMUNDA, "formField")):
        kind, name = field.get("type", "string"), field.get("id", "")
        if not name.isidentifier():
            continue
        question = {"title": field.get("label") or name, **KINDS.get(kind, {"type": "string"})}
        values = [{"const": item.get("id", ""), "title": item.get("name") or item.get("id", "")}
                  for item in field.findall(tag(CAMUNDA, "value"))]
        if values:
            question["oneOf"] = values
        rules = {rule.get("name"): rule for rule in field.iter(tag(CAMUNDA, "constraint"))}
        if "readonly" in rules:
            continue
        for rule in rules.values():
            bound = rule.get("config", "")
            if rule.get("name") in BOUNDS and bound.lstrip("-").isdigit() and len(bound) < 12:
                question[BOUNDS[rule.get("name")]] = int(bound)
        found.append((name, question, "required" in rules))
    data.getparent().remove(data)
    return found


def _key(node) -> str:
    theirs = node.find(f".//{tag(ZEEBE, 'formDefinition')}")
    said = next((theirs.get(name) for name in ("formId", "formKey", "externalReference") if theirs.get(name)), "") \
        if theirs is not None else ""
    return node.get(tag(CAMUNDA, "formKey")) or node.get(tag(CAMUNDA, "formRef")) or said


def _drop_key(node) -> None:
    for name in ("formKey", "formRef", "formRefBinding", "formRefVersion"):
        node.attrib.pop(tag(CAMUNDA, name), None)
    for found in list(node.iter(tag(ZEEBE, "formDefinition"))):
        found.getparent().remove(found)


def _embedded(draft: Draft, text: str) -> dict | None:
    try:
        return read_json(text.encode(), draft.file) if text.strip() else None
    except DefinitionUnreadable:
        return None


def _beside(draft: Draft, key: str) -> dict | None:
    name = key.replace("\\", "/").rpartition("/")[2].rpartition(":")[2]
    forms = draft.folder.foreign_forms
    return forms.get(name) or forms.get(f"{name}.form") or next(
        (form for form in forms.values() if form.get("id") == name), None)


def _components(form: dict) -> list[tuple[str, dict, bool]]:
    found, pending = [], list(form.get("components") or []) if isinstance(form.get("components"), list) else []
    while pending:
        part = pending.pop(0)
        if not isinstance(part, dict):
            continue
        if isinstance(part.get("components"), list):
            pending = part["components"] + pending
        name, kind = str(part.get("key", "")), COMPONENTS.get(str(part.get("type")))
        if kind is None or not name.isidentifier():
            continue
        question = {"title": str(part.get("label") or name), **kind}
        choices = part.get("values") if isinstance(part.get("values"), list) else []
        choices = [item for item in choices if isinstance(item, dict) and "value" in item]
        if choices:
            question["oneOf"] = [{"const": str(item["value"]), "title": str(item.get("label") or item["value"])}
                                 for item in choices]
        rules = part.get("validate") if isinstance(part.get("validate"), dict) else {}
        question |= {RULES[rule]: bound for rule, bound in rules.items() if rule in RULES and type(bound) is int}
        found.append((name, question, rules.get("required") is True))
    return found
