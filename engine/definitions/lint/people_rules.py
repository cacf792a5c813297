"""Who does what: lanes, roles, forms, services, and the properties our program gives a meaning to."""

from engine.definitions.definition import form_files
from engine.definitions.element import Element
from engine.definitions.lint.subject import Subject
from engine.definitions.letter import LEFTOVER, PLACEHOLDER
from engine.vocabulary import HOLDER, NATIONAL_DESK, Status

OPERATORS = {"send_letter": ("letter", "to"), "record_fact": ("fact",), "escalate": ("deadline", "rung", "to"),
             "offer_case": ("to",), "end_offer": ("as",), "move_case": (), "restrict_case": ("to",), "lift_restriction": (),
             "find_duplicates": (), "link_case": ("kind", "parent"), "raise_to_complaint": ()}
EXAMPLES = {"to": "complainant", "letter": "receipt", "fact": "registered", "deadline": "reply", "rung": "reminder_15",
            "as": "refused", "kind": "duplicate", "parent": "the variable duplicate_of"}
PROPERTIES = frozenset(
    {
        "name_en",
        "name_fr",
        "name_ar",
        "instructions_fr",
        "instructions_ar",
        "status",
        "not_by",
        "of_agency",
        "due",
        "due_anew",
        "suspends",
        "public",
        "told_en",
        "told_fr",
        "told_ar",
        "of_unit",
        "business_key",
        "start_once",
        "reported_by",
        "tells",
        "formJsonSchemaFilename",
        "formUiSchemaFilename",
    }
)


def check_people(subject: Subject) -> None:
    """Lanes and roles, forms and operators of every element. Left out under the profile "engine", operators apart."""
    lanes: set[str] = set()
    for process in subject.processes:
        lanes |= {name for name in process.lanes.values() if name}
        for element in process.elements.values():
            _operator(subject, element)
            if subject.strict:
                _lane(subject, element)
                _form(subject, element)
                _properties(subject, process, element)
    if not subject.strict:
        return
    for lane in sorted(lanes):
        if lane not in subject.facts.roles:
            subject.say(
                "lane_unknown",
                None,
                f"the lane {lane} is no role of the family",
                f"Name it after one of {', '.join(sorted(subject.facts.roles))}, or add the role to family.toml.",
                next(p.file for p in subject.processes if lane in p.lanes.values()),
            )
    for code, names in subject.facts.roles.items():
        for language in subject.facts.languages:
            if not names.get(language):
                subject.say(
                    "role_without_name",
                    None,
                    f"the role {code} has no name in {language}",
                    f'Add {language} = "…" under [roles.{code}].',
                    "bpmn/family.toml",
                )


def _lane(subject: Subject, element: Element) -> None:
    if element.kind in ("userTask", "manualTask", "task") and not element.lane:
        subject.say(
            "lane_missing",
            element,
            "it lies in no lane, so nobody would be asked to do it",
            "Move it into the lane of the role that does it.",
        )


def _form(subject: Subject, element: Element) -> None:
    named = element.properties.get("formJsonSchemaFilename")
    schema, ui = form_files(element.id, element.properties)
    files = subject.bundle.files
    if named and f"forms/{schema}" not in files:
        subject.say(
            "form_unknown", element, f"its form {schema} is not there", "Add the file to the forms of the family."
        )
    elif element.kind == "userTask" and f"forms/{schema}" not in files:
        subject.say(
            "form_missing",
            element,
            f"it asks a person but has no form {schema}",
            "Add the form, or make it a manual task.",
        )
    if element.properties.get("formUiSchemaFilename") and f"forms/{ui}" not in files:
        subject.say(
            "form_unknown",
            element,
            f"its form description {ui} is not there",
            "Add the file to the forms of the family.",
        )


def _operator(subject: Subject, element: Element) -> None:
    if element.kind != "serviceTask":
        return
    if element.operator is None or not element.operator.id:
        subject.say(
            "operator_missing",
            element,
            "it does not say which service it calls",
            f"Choose one of {', '.join(OPERATORS)}.",
        )
        return
    wanted = OPERATORS.get(element.operator.id)
    if wanted is None:
        subject.say(
            "operator_unknown",
            element,
            f"the service {element.operator.id} does not exist",
            f"Use one of {', '.join(OPERATORS)}.",
        )
        return
    for name in wanted:
        if not element.operator.parameters.get(name):
            subject.say(
                "operator_parameter",
                element,
                f"its parameter {name} is empty",
                f"Write for example {EXAMPLES[name]!r} in quotes.",
            )
    if element.operator.id == "escalate":
        _escalation(subject, element)
    to = literal(element.operator.parameters.get("to", ""))
    if element.operator.id == "send_letter" and to and to not in subject.facts.roles:
        subject.say(
            "operator_parameter",
            element,
            f"it writes to {to}, which is no role of the family",
            f"Use one of {', '.join(sorted(subject.facts.roles))}.",
        )


def _escalation(subject: Subject, element: Element) -> None:
    """A rung tells people who exist of a deadline that exists."""
    known = {*subject.facts.roles, HOLDER, NATIONAL_DESK}
    for role in literal(element.operator.parameters.get("to", "")).replace(",", " ").split():
        if role not in known:
            subject.say(
                "operator_parameter",
                element,
                f"it tells {role}, which is no role of the family",
                f"Use some of {', '.join(sorted(known))}.",
            )
    code = literal(element.operator.parameters.get("deadline", ""))
    if code and subject.deadlines is not None and code not in subject.deadlines:
        subject.say(
            "deadline_unknown",
            element,
            f"its deadline {code} is not in deadlines.dmn",
            f"Use one of {', '.join(sorted(subject.deadlines)) or 'none'}, or add a row.",
        )


def _properties(subject: Subject, process, element: Element) -> None:
    properties = element.properties
    for name in sorted(set(properties) - PROPERTIES):
        subject.say(
            "property_unknown",
            element,
            f"its property {name} means nothing here",
            f"Known are {', '.join(sorted(PROPERTIES))}.",
        )
    status = properties.get("status")
    if status and status not in set(Status):
        subject.say(
            "status_unknown", element, f"its status {status} does not exist", f"Use one of {', '.join(Status)}."
        )
    for other in element.listed("not_by"):
        named = process.elements.get(other) or subject.element(other)
        if named is None or named.kind != "userTask":
            subject.say(
                "not_by_unknown",
                element,
                f"not_by names {other}, which is no user task of the family",
                "Write the ids of the tasks whose authors may not do this one, with commas between them.",
            )
    due = properties.get("due")
    if due and subject.deadlines is not None and due not in subject.deadlines:
        subject.say(
            "due_unknown",
            element,
            f"its deadline {due} is not in deadlines.dmn",
            f"Use one of {', '.join(sorted(subject.deadlines)) or 'none'}, or add a row.",
        )
    for text in element.instructions.values():
        if LEFTOVER.search(PLACEHOLDER.sub("", text)):
            subject.say(
                "instruction_template", element, "its instructions hold template code", "Only {{ name }} is allowed."
            )


def literal(text: str) -> str:
    """The text in quotes, or empty where the parameter is computed."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else ""
