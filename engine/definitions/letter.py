"""Letters: front matter, then text with `{{ name }}` placeholders and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.definitions.toml_reader import text_of
from engine.errors import DefinitionUnreadable, LetterIncomplete

PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}")
PLACEHOLDERS = frozenset(
    {
        "reference",
        "follow_up_code",
        "follow_url",
        "agency",
        "former_agency",
        "complainant",
        "kind",
        "lodged_on",
        "due_on",
        "due_explained",
        "subject",
        "outcome",
        "reply_text",
        "grounds",
        "information_text",
        "missing",
        "complete_on",
        "joined_to",
        "considered",
        "today",
    }
)
#: Letters an act may send without the diagram asking for it; the others are named by send_letter tasks.
RECEIPT = "receipt"
DATE_MOVED = "date_moved"
INTERIM_REPLY = "interim_reply"
AGENCY_MESSAGE = "agency_message"
#: The receipt of an observation or a suggestion, in the place of the other where a family has it.
RECEIPT_OF_FEEDBACK = "receipt_feedback"
BY_ACT = (DATE_MOVED, INTERIM_REPLY, AGENCY_MESSAGE, RECEIPT_OF_FEEDBACK)
#: It is written for many cases at once, by a recalculation, and can be told this alone.
_OF_DATE_MOVED = frozenset({
    "reference", "follow_up_code", "follow_url", "agency", "complainant", "kind", "lodged_on", "due_on", "before_on",
    "reason", "subject", "today"})
#: There is no outcome yet; what the officer gives as the reason, and the day the answer is announced for.
_OF_INTERIM_REPLY = PLACEHOLDERS - {"outcome", "reply_text", "grounds", "information_text"} | {"reason", "until_on"}
#: What an officer wrote in the conversation of the case; it moves nothing, so it knows no date but that of lodging.
_OF_AGENCY_MESSAGE = frozenset({
    "reference", "follow_url", "agency", "complainant", "kind", "lodged_on", "subject", "message_text", "today"})
_OF_ACTS = {DATE_MOVED: _OF_DATE_MOVED, INTERIM_REPLY: _OF_INTERIM_REPLY, AGENCY_MESSAGE: _OF_AGENCY_MESSAGE}


def placeholders_of(code: str) -> frozenset[str]:
    """The names that may stand in the letter of that code."""
    return _OF_ACTS.get(code, PLACEHOLDERS)


@dataclass(frozen=True)
class Letter:
    """One letter in one language. `placeholders` are the names it needs, in subject or body."""

    code: str
    language: str
    subject: str
    body: str
    placeholders: frozenset[str]

    def rendered(self, context: Mapping[str, object]) -> tuple[str, str]:
        """Subject (one line) and body with every placeholder filled. Raises `LetterIncomplete` naming what is
        missing."""
        missing = sorted(name for name in self.placeholders if context.get(name) is None)
        if missing:
            raise LetterIncomplete(letter=self.code, language=self.language, missing=", ".join(missing))
        subject = PLACEHOLDER.sub(lambda found: str(context[found[1]]), self.subject)
        body = PLACEHOLDER.sub(lambda found: str(context[found[1]]), self.body)
        return " ".join(subject.split()), body


def letter_file(code: str, language: str) -> str:
    """The name of a letter inside a bundle."""
    return f"bpmn/letters/{code}.{language}.txt"


def read_letter(data: bytes, file: str, code: str, language: str) -> Letter:
    """The letter in a file. Raises `DefinitionUnreadable` where the front matter, subject or text is missing."""
    text = text_of(data, file).replace("\r\n", "\n")
    found = re.match(r"\s*---\n(.*?)\n---[ \t]*\n(.*)\Z", text, re.DOTALL)
    if not found:
        raise DefinitionUnreadable(
            file,
            "letter_without_head",
            "it does not begin with a head between two lines `---`",
            "Begin with a line ---, a line `subject: …`, a line ---, then the text.",
        )
    subject = next(
        (
            line.partition(":")[2].strip()
            for line in found[1].splitlines()
            if line.partition(":")[0].strip() == "subject"
        ),
        "",
    )
    body = found[2].strip("\n").rstrip() + "\n"
    if not subject or not body.strip():
        part = "text" if subject else "subject"
        raise DefinitionUnreadable(
            file, f"letter_without_{part}", f"it has no {part}", f"Write the {part} of the letter."
        )
    for part in (subject, body):
        rest = LEFTOVER.search(PLACEHOLDER.sub("", part))
        if rest:
            raise DefinitionUnreadable(
                file,
                "letter_template_code",
                f"it holds {rest[0]!r} outside a placeholder",
                "Only {{ name }} is allowed: lower case letters, digits and _.",
            )
    return Letter(code, language, subject, body, frozenset(PLACEHOLDER.findall(subject + body)))
