"""What every part of a diagram means here: carried out, only telling people something, or named as ignored."""

from engine.definitions.lint.parts.bpmn_rule import check_bpmn_parts
from engine.definitions.lint.parts.event_places import check_event_places
from engine.definitions.lint.parts.spelling import check_spelling
from engine.definitions.lint.parts.tools_rule import check_tool_parts
from engine.definitions.lint.parts.values import check_values

PARTS_RULES = (check_bpmn_parts, check_event_places, check_spelling, check_values, check_tool_parts)
