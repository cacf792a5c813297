"""Questions without whose answer a letter must not go out: asked, required, with choices the law knows."""

from collections.abc import Iterator

from engine.definitions.element import Element
from engine.definitions.fields import choices_of, is_required, limit, shown_text, ui_of
from engine.definitions.legal_list import Requirement, Step
from engine.definitions.lint.law.steps import Breach, doers, doing, reached_too_early, words
from engine.definitions.lint.subject import Subject


def check_question(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    name = str(requirement.what)
    asked = Step("asks", name)
    tasks = doers(subject, asked)
    if not tasks:
        yield Breach(subject.main, f"no step {words(asked)}",
                     f"Put the question '{name}' into the form of the step that decides.")
        return
    if before := requirement.one("before"):
        yield from reached_too_early(subject, doers(subject, before), (asked,), words(before))
    for task in tasks:
        yield from _of_form(subject, task, name, requirement)


def _of_form(subject: Subject, task: Element, name: str, requirement: Requirement) -> Iterator[Breach]:
    form = subject.forms[task.id]
    question = form.schema["properties"].get(name, {})
    if requirement.more.get("required") and not is_required(form.schema, ui_of(form.ui, name), name):
        yield Breach(task, f"its question '{name}' may be left unanswered", "Make it required (ui:required where it is "
                     "shown only sometimes).")
    if (allowed := requirement.more.get("choices")) is not None:
        given = [shown_text(choice["const"]) for choice in choices_of(question)]
        if not given:
            yield Breach(task, f"its question '{name}' takes any text", f"Offer choices: {', '.join(allowed)}.")
        elif strange := [choice for choice in given if choice not in allowed]:
            yield Breach(task, f"its question '{name}' offers {', '.join(strange)}, which is no ground known to the list",
                         f"Offer only: {', '.join(allowed)}.")
    if missing := set(requirement.more.get("offers", ())) - {shown_text(choice["const"]) for choice in choices_of(question)}:
        yield Breach(task, f"its question '{name}' does not offer {', '.join(sorted(missing))}",
                     "Put the choice back: without it nobody can take that way.")
    least = requirement.more.get("least")
    if least is not None and (limit(question, "minLength") or 0) < least:
        yield Breach(task, f"its question '{name}' takes fewer than {least} signs", f"Give it minLength {least} or more.")
    shown = {key: {shown_text(value) for value in values} for key, values in requirement.more.get("shown", {}).items()}
    for key, values in form.conditions(name).items():
        if not shown.get(key) or not shown[key] <= set(values):
            yield Breach(task, f"its question '{name}' is hidden unless {key} is {' or '.join(values)}",
                         "Ask it " + (" and ".join(f"wherever {key} is {' or '.join(sorted(wanted))}"
                                                   for key, wanted in shown.items()) or "always") + ".")


def askers(subject: Subject, requirement: Requirement) -> list[Element]:
    return [element for element in subject.elements() if doing(subject, Step("asks", str(requirement.what)))(element)]
