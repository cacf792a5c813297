"""Finds the place of files that a process owner uploads: their names say what they are."""

import re
from collections.abc import Iterable

from engine.definitions.bundle import Bundle
from engine.definitions.lint.finding import ERROR, Finding

_LETTER = re.compile(r"^[a-z][a-z0-9_]*\.(ar|fr|en)\.txt$")
_FORM = re.compile(r"^[A-Za-z][\w.-]*-(schema|uischema)\.json$")
_DIAGRAM = re.compile(r"^[A-Za-z][\w.-]*\.(bpmn|dmn)$")
_CONTENT = ("family.toml", "calendar.toml")


def place_upload(bundle: Bundle, files: Iterable[tuple[str, bytes]]) -> tuple[Bundle, list[Finding]]:
    """The bundle with the files laid over it, and a finding for each file whose name says nothing.

    `shared/` in front of a form's name puts it among the shared blocks; any other folder is dropped.
    """
    placed, findings = {}, []
    for filename, data in files:
        parts = filename.replace("\\", "/").split("/")
        name = parts[-1]
        if _LETTER.match(name):
            placed[f"bpmn/letters/{name}"] = data
        elif _FORM.match(name):
            placed[f"forms/shared/{name}" if parts[-2:-1] == ["shared"] else f"forms/{name}"] = data
        elif _DIAGRAM.match(name) or name in _CONTENT:
            placed[f"bpmn/{name}"] = data
        else:
            findings.append(
                Finding(
                    "file_without_place",
                    ERROR,
                    name or "—",
                    "",
                    "",
                    "its name does not say what it is",
                    "Name it like complaint.bpmn, deadlines.dmn, triage-schema.json, triage-uischema.json, "
                    "receipt.ar.txt, family.toml or calendar.toml.",
                )
            )
    return bundle.with_files(placed), findings
