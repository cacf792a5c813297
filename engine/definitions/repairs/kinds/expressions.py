"""Conditions and numbers written for another engine."""

from engine.definitions.bpmn_names import BPMN, local, space, tag
from engine.definitions.repairs.draft import Draft, called
from engine.definitions.repairs.foreign_expressions import is_foreign, translated
from engine.errors import ExpressionRefused
from engine.language import BUILT_IN, TIMER_FUNCTIONS, compile_expression

PLACES = ("conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition")


def translate_expressions(draft: Draft) -> None:
    for name in PLACES:
        for place in list(draft.root.iter(tag(BPMN, name))):
            text = "".join(place.itertext()).strip()
            if not is_foreign(text):
                continue
            owner = next(above for above in place.iterancestors() if above.get("id") and space(above) == BPMN
                         and not local(above).endswith(("Characteristics", "Definition")))
            said = translated(text)
            if said is None:
                continue
            for child in list(place):
                place.remove(child)
            place.text = said
            place.attrib.pop("language", None)
            draft.note(owner, f"{called(owner)} has the condition {text[:80]}", f"it says {said[:80]}",
                       "conditions are written in our language")


def drop_untranslatable(draft: Draft) -> None:
    """A condition of a flow that cannot be said here is taken out; the flow's name is asked instead."""
    for place in list(draft.root.iter(tag(BPMN, "conditionExpression"))):
        text = "".join(place.itertext()).strip()
        flow = place.getparent()
        if text and (draft.native and not is_foreign(text) or _computes(text)):
            continue
        flow.remove(place)
        draft.note(flow, f"the condition {text[:80] or 'without text'} of {called(flow)} cannot be said in our language",
                   "it is taken out, and a person is asked for the way", "the engine could not compute it")


def _computes(text: str) -> bool:
    try:
        return not compile_expression(text).calls - BUILT_IN.keys() - TIMER_FUNCTIONS
    except ExpressionRefused:
        return False
