"""What a letter must say in every language it is sent in."""

import unicodedata
from collections.abc import Iterator

from engine.definitions.legal_list import Requirement
from engine.definitions.letter import letter_file
from engine.definitions.lint.law.steps import Breach
from engine.definitions.lint.subject import Subject


def check_letters(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    for code in requirement.what:
        for language in subject.facts.languages:
            letter = subject.letters.get((code, language))
            if letter is None:
                continue  # letter_missing says so
            body, file = _plain(letter.body), letter_file(code, language)
            for wanted in requirement.more.get("say", {}).get(language, ()):
                if _plain(wanted) not in body:
                    yield Breach(None, f"the letter '{code}' does not say “{wanted}” in its language ({language})",
                                 f"Put the sentence with “{wanted}” back, as in bpmn/national/letters/{code}.{language}.txt.",
                                 file)
            for name in requirement.more.get("hold", ()):
                if name not in letter.placeholders:
                    yield Breach(None, f"the letter '{code}' ({language}) does not hold {{{{ {name} }}}}",
                                 f"Put {{{{ {name} }}}} back where the complainant reads it.", file)


def _plain(text: str) -> str:
    """Without vowel signs, typographic apostrophes, case and line ends."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign) and sign != "ـ")
    return " ".join(kept.replace("’", "'").casefold().split())
