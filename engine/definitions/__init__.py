"""What agencies do, read from bpmn/ and forms/: bundles, definitions, forms, letters, pictures, and the linter.

    bundle, family_reader       from folders to one immutable set of files, and to the database and back
    definition                  everything a bundle says, as plain data
    diagram_reader, element     BPMN XML as plain data (hardened_xml reads it)
    forms, fields, answers      questions for a template, posted strings to typed answers, messages in three languages
    deadlines_table, calendar_file, letter, family_file
    outline, drawing/           the diagram as a text list and as a picture
    lint/                       what is wrong with a bundle, and what to do about it

This room never imports SpiffWorkflow: whether the library accepts a diagram is asked in engine/execution.
"""

from engine.definitions.bundle import Bundle
from engine.definitions.choice_conditions import inject_choice_conditions
from engine.definitions.definition import Definition
from engine.definitions.element import Element, Flow, Process
from engine.definitions.family_reader import families, read_family, read_files
from engine.definitions.fields import Field, Option
from engine.definitions.forms import Form
from engine.definitions.letter import Letter
from engine.definitions.lint.check import check, check_path
from engine.definitions.lint.finding import Finding
from engine.definitions.outline import OutlineItem

__all__ = [
    "Bundle",
    "Definition",
    "Element",
    "Field",
    "Finding",
    "Flow",
    "Form",
    "Letter",
    "Option",
    "OutlineItem",
    "Process",
    "check",
    "check_path",
    "families",
    "inject_choice_conditions",
    "read_family",
    "read_files",
]
