"""What a definition says about messages: which it waits for, which of its processes one of them starts."""

from dataclasses import dataclass
from functools import lru_cache

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.definition import Definition

BUSINESS_KEY = "business_key"
START_ONCE = "start_once"
_CATCHING = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})


@dataclass(frozen=True)
class MessageStart:
    """A process that a message starts. `once` means once for each business key."""

    process_id: str
    element_id: str
    message: str
    once: bool


@lru_cache(maxsize=128)
def message_starts(definition: Definition) -> tuple[MessageStart, ...]:
    """The message start events of the processes themselves; those of sub-processes start no run."""
    return tuple(
        MessageStart(process.id, element.id, part.name, element.properties.get(START_ONCE, "true").strip() != "false")
        for diagram in definition.diagrams for process in diagram.processes.values() if process.executable
        for element in process.scope(None) if element.kind == "startEvent"
        for part in element.events if part.kind == "message" and part.name)


@lru_cache(maxsize=128)
def caught_messages(definition: Definition) -> frozenset[str]:
    """The names of every message that some element waits for."""
    return frozenset(
        part.name for diagram in definition.diagrams for process in diagram.processes.values()
        for element in process.elements.values() if element.kind in _CATCHING
        for part in element.events if part.kind == "message" and part.name)


@lru_cache(maxsize=128)
def waits_under_other_keys(definition: Definition) -> bool:
    """May its runs wait for messages under a key that is not their own?"""
    return any(element.properties.get(BUSINESS_KEY) for diagram in definition.diagrams
               for process in diagram.processes.values() for element in process.elements.values()) or any(
        diagram.root.find(f".//{tag(BPMN, 'correlationProperty')}") is not None for diagram in definition.diagrams)
