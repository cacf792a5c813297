"""Forms beside the diagrams: a JSON schema and a description of its looks for each task that asks."""

from engine.definitions.bpmn_names import BPMN, SPIFF, tag
from engine.definitions.diagram_reader import properties_of
from engine.definitions.definition import form_files
from engine.definitions.repairs.draft import Draft, name_of

from lxml import etree

SCHEMA, UI = "formJsonSchemaFilename", "formUiSchemaFilename"


def form_of(draft: Draft, task) -> tuple[dict, dict]:
    """The schema and the uiSchema of a task, made empty where it has none; changes to them are kept."""
    schema_file, ui_file = form_files(task.get("id"), properties_of(task))
    forms = draft.folder.forms
    if schema_file not in forms:
        forms[schema_file] = {"title": name_of(task) or task.get("id"), "type": "object", "properties": {},
                              "required": []}
        set_property(task, SCHEMA, schema_file)
    if ui_file not in forms:
        forms[ui_file] = {}
        set_property(task, UI, ui_file)
    schema = forms[schema_file]
    if not isinstance(schema.get("properties"), dict):
        schema["properties"] = {}
    return schema, forms[ui_file]


def has_form(draft: Draft, task) -> bool:
    return form_files(task.get("id"), properties_of(task))[0] in draft.folder.forms


def ask(draft: Draft, task, name: str, question: dict, looks: dict | None = None, needed: bool = True) -> None:
    """Add a question to a task's form, an obligatory one unless told otherwise; a question of that name that is there
    already stays as it is."""
    schema, ui = form_of(draft, task)
    if name in schema["properties"]:
        return
    schema["properties"][name] = question
    required = schema.setdefault("required", [])
    if needed and isinstance(required, list) and name not in required and question.get("type") != "boolean":
        required.append(name)
    if looks:
        ui[name] = looks


def set_property(task, name: str, value: str) -> None:
    """A property of the engine's own extensions on an element."""
    home = extension(task, "properties")
    found = next((item for item in home if item.get("name") == name), None)
    if found is None:
        found = etree.SubElement(home, tag(SPIFF, "property"), name=name)
    found.set("value", value)


def extension(task, name: str) -> etree._Element:
    """The extension element of that name, made where it is missing."""
    around = task.find(tag(BPMN, "extensionElements"))
    if around is None:
        around = etree.Element(tag(BPMN, "extensionElements"))
        task.insert(sum(1 for child in task if child.tag == tag(BPMN, "documentation")), around)
    found = around.find(tag(SPIFF, name))
    if found is None:
        found = etree.SubElement(around, tag(SPIFF, name), nsmap={"spiffworkflow": SPIFF})
    return found
