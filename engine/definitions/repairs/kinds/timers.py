"""Timers: what another tool wrote, read as one date or one span."""

import re

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.lint.event_rules import ISO
from engine.definitions.lint.expression_rules import is_literal_time
from engine.definitions.repairs.draft import Draft, called, events_of, name_of
from engine.definitions.repairs.foreign_expressions import is_foreign, translated
from engine.definitions.repairs.kinds.variables import names_set, reads
from engine.definitions.repairs.wording import duration_in

FORMS = ("timeDate", "timeDuration", "timeCycle")
GUESS = "P1D"


def set_timers(draft: Draft) -> None:
    for node in draft.nodes():
        for event in [event for event in events_of(node) if local(event) == "timerEventDefinition"]:
            _set(draft, node, event)


def _set(draft: Draft, node, event) -> None:
    written = [part for part in event if local(part) in FORMS and "".join(part.itertext()).strip()]
    text = "".join(written[0].itertext()).strip() if written else ""
    form = local(written[0]) if written else ""
    bare = text.strip("\"'")
    if not text:
        meant = duration_in(name_of(node))
        _write(event, "timeDuration", meant or GUESS)
        draft.note(node, f"the timer of {called(node)} does not say when it fires",
                   f"it fires after {meant or GUESS}",
                   "its label says so" if meant else "something has to stand there; correct it before you deploy")
    elif form == "timeCycle" or bare.startswith("R"):
        first = re.match(r"R\d*/(?:[^/P]*/)?(P[^/]+)", bare)
        span = first[1] if first and ISO.fullmatch(first[1]) else duration_in(name_of(node)) or GUESS
        _write(event, "timeDuration", span)
        draft.note(node, f"the timer of {called(node)} repeats ({text[:60]})", f"it fires once, after {span}",
                   "repeating timers pile up after an interruption; draw one timer for each reminder")
    elif is_foreign(text) or not draft.native and not is_literal_time(text) and not _known(draft, text):
        said = translated(text)
        if said is None or not draft.native and not _known(draft, said):
            meant = duration_in(name_of(node)) or GUESS
            _write(event, "timeDuration", meant)
            draft.note(node, f"the time of {called(node)} cannot be said in our language ({text[:60]})",
                       f"it fires after {meant}", "something has to stand there; correct it before you deploy")
        else:
            said = said if said.strip("\"'") == said or not ISO.fullmatch(said.strip("\"'")) else said.strip("\"'")
            _write(event, form, said)
            draft.note(node, f"the timer of {called(node)} is written for another engine ({text[:60]})",
                       f"it says {said[:60]}", "timers are written in our language")
    elif len(written) > 1:
        _write(event, form, text)
        draft.note(node, f"the timer of {called(node)} says two times", f"it fires at {text[:60]}",
                   "a timer has one time")


def _known(draft: Draft, text: str) -> bool:
    """Whether it is in our language and speaks of what something here sets."""
    read = reads(text)
    return read is not None and read <= names_set(draft)


def _write(event, form: str, text: str) -> None:
    for part in [part for part in event if local(part) in FORMS]:
        event.remove(part)
    etree.SubElement(event, tag(BPMN, form)).text = text
