"""Ends that send a signal: the signal is thrown before the end."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, name_of, nodes_of
from engine.definitions.repairs.wiring import put_before

SIGNAL = tag(BPMN, "signalEventDefinition")


def throw_before_end(draft: Draft) -> None:
    for scope in draft.scopes():
        for node in [node for node in nodes_of(scope) if local(node) == "endEvent"]:
            for event in [event for event in events_of(node) if event.tag == SIGNAL]:
                made = put_before(draft, scope, node, "intermediateThrowEvent", f"signal_{node.get('id')}", name_of(node))
                made.append(event)
                draft.note(node, f"the end {called(node)} sends a signal", "a throwing event is drawn before it",
                           "an end event sends no signal here")
