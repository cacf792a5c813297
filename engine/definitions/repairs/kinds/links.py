"""Link events: the jump between two places of a page becomes a flow."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, nodes_of
from engine.definitions.repairs.wiring import add_flow

LINK = tag(BPMN, "linkEventDefinition")


def draw_links(draft: Draft) -> None:
    for scope in draft.scopes():
        links = [(node, event) for node in nodes_of(scope) for event in events_of(node) if event.tag == LINK]
        catches = [(_word(node, event), node) for node, event in links if local(node) == "intermediateCatchEvent"]
        words = [word for word, _ in catches]
        thrown = {_word(node, event) for node, event in links if local(node) == "intermediateThrowEvent"}
        catching = {word: node for word, node in catches if words.count(word) == 1 and word in thrown}
        for node, event in links:
            if local(node) != "intermediateThrowEvent" or _word(node, event) not in catching:
                continue
            target = catching[_word(node, event)]
            add_flow(draft, scope, node, target)
            draft.note(node, f"{called(node)} jumps to another place of the page", f"a flow leads to {called(target)}",
                       "the way of a case is drawn as a flow here")
            node.remove(event)
        for target in catching.values():
            for event in [event for event in events_of(target) if event.tag == LINK]:
                target.remove(event)
                draft.note(target, f"{called(target)} is where a jump arrives", "it becomes a plain event",
                           "a flow leads to it now")
            target.tag = tag(BPMN, "intermediateThrowEvent")
            target.attrib.pop("parallelMultiple", None)


def _word(node, event) -> str:
    return " ".join((event.get("name") or node.get("name") or "").split())
