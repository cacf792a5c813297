"""Words: names of elements in every language, letters with their placeholders."""

from engine.definitions.bpmn_names import GATEWAYS
from engine.definitions.letter import BY_ACT, RECEIPT, placeholders_of
from engine.definitions.lint.people_rules import literal
from engine.definitions.lint.subject import Subject


def check_words(subject: Subject) -> None:
    """Left out under the profile "engine"."""
    if not subject.strict:
        return
    for process in subject.processes:
        for element in process.elements.values():
            quiet = element.kind in GATEWAYS and len(process.outgoing(element.id)) < 2
            _named(subject, element, not quiet and element.kind not in ("parallelGateway", "startEvent"))
        for flow in process.flows.values():
            _named(subject, flow, False)
        _named(subject, process, True)
    for language in subject.facts.languages:
        if not subject.facts.names.get(language):
            subject.say(
                "translation_missing",
                None,
                f"the family has no name in {language}",
                f'Add {language} = "…" under [name].',
                "bpmn/family.toml",
            )
    _letters(subject)


def _named(subject: Subject, thing, needs_name: bool) -> None:
    if not thing.default_name:
        if needs_name:
            subject.say(
                "name_missing", thing, "it has no name that a person could read", "Write what is done, or asked, here."
            )
        return
    for language in subject.facts.languages:
        if language != "en" and not thing.names.get(language):
            subject.say(
                "translation_missing", thing, f"it has no name in {language}", f"Add the property name_{language}."
            )


def _letters(subject: Subject) -> None:
    wanted = {RECEIPT: None}
    for element in subject.elements():
        if element.operator is not None and element.operator.id == "send_letter":
            code = literal(element.operator.parameters.get("letter", ""))
            if code:
                wanted.setdefault(code, element)
    have = {code for code, _ in subject.letters}
    for code in BY_ACT:
        if code in have:  # sent without a step, in the language of whoever it is for
            wanted.setdefault(code, None)
    for code, element in wanted.items():
        for language in subject.facts.languages:
            if (code, language) not in subject.letters and f"bpmn/letters/{code}.{language}.txt" not in subject.unread:
                subject.say(
                    "letter_missing",
                    element,
                    f"the letter {code} does not exist in {language}",
                    f"Add letters/{code}.{language}.txt.",
                    "" if element else f"bpmn/letters/{code}.{language}.txt",
                )
    for code in sorted(have - wanted.keys()):
        subject.say(
            "letter_unused",
            None,
            f"no step of the diagrams sends the letter {code}",
            "Delete it, or send it from a step.",
            f"bpmn/letters/{code}.en.txt",
        )
    for letter in subject.letters.values():
        known = placeholders_of(letter.code)
        unknown = letter.placeholders - known
        if unknown:
            subject.say(
                "letter_placeholder",
                None,
                f"nothing fills {', '.join(sorted(unknown))}",
                f"Use only {', '.join(sorted(known))}.",
                f"bpmn/letters/{letter.code}.{letter.language}.txt",
            )
