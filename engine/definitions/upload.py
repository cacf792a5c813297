"""Finds the place of files that a process owner uploads: their names say what they are."""

import re
from collections.abc import Iterable

from engine.definitions.bundle import AGENCY, Bundle
from engine.definitions.deadlines_table import FILE as DEADLINES
from engine.definitions.family_file import family_facts
from engine.definitions.legal_list import FILE as LEGAL
from engine.definitions.legal_list import national_list
from engine.definitions.lint.finding import ERROR, Finding

_LETTER = re.compile(r"^[a-z][a-z0-9_]*\.(ar|fr|en)\.txt$")
_FORM = re.compile(r"^[A-Za-z][\w.-]*-(schema|uischema)\.json$")
_DIAGRAM = re.compile(r"^[A-Za-z][\w.-]*\.(bpmn|dmn)$")
_CONTENT = ("family.toml", "calendar.toml")


def place_upload(bundle: Bundle, files: Iterable[tuple[str, bytes]]) -> tuple[Bundle, list[Finding]]:
    """The bundle with the files laid over it, and a finding for each file whose name says nothing.

    `shared/` in front of a form's name puts it among the shared blocks; any other folder is dropped. A legal.toml is what
    the family adds to the national list, which no upload can touch; a version from before that list is given it.
    """
    placed, findings = {}, []
    if bundle.profile == AGENCY and LEGAL not in bundle.files:
        placed[LEGAL] = national_list()
    for filename, data in files:
        parts = filename.replace("\\", "/").split("/")
        name = parts[-1]
        if _LETTER.match(name):
            placed[f"bpmn/letters/{name}"] = data
        elif _FORM.match(name):
            placed[f"forms/shared/{name}" if parts[-2:-1] == ["shared"] else f"forms/{name}"] = data
        elif name == "legal.toml":
            placed[f"bpmn/extends/{bundle.family}/{name}"] = data
        elif _DIAGRAM.match(name) or name in _CONTENT:
            placed[f"bpmn/{name}"] = data
            if f"bpmn/{name}" == DEADLINES:
                placed |= _inherited(bundle)
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
                    "receipt.ar.txt, family.toml, calendar.toml or legal.toml.",
                )
            )
    return bundle.with_files(placed), findings


def _inherited(bundle: Bundle) -> dict[str, bytes]:
    """The table of the base beside a variant's first own one, so that the two can be compared."""
    base = family_facts(bundle).extends
    kept = any(name.startswith("bpmn/extends/") and name.endswith("/deadlines.dmn") for name in bundle.files)
    if not base or kept or DEADLINES not in bundle.files:
        return {}
    return {f"bpmn/extends/{base}/deadlines.dmn": bundle.files[DEADLINES]}
