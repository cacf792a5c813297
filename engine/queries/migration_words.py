"""What there is to say about moving a case to another version, in the sentences of the command line."""

from collections.abc import Callable

from engine.execution import Remark

#: Why a case must finish on its version.
REASONS = {
    "event_sub_process": "the process {element} has an event sub-process, which only its own version can carry on",
    "process_gone": "the new version has no process {element}",
    "sub_process_gone": "the case stands inside {element}, which the new version does not have as such",
    "split_gone": "two branches under way came from {element}, which the new version does not have",
    "join_changed": "a branch already waits at {element}, which is reached another way in the new version",
    "branch_passed": "{element} would wait for {other} for ever, which the case has passed",
    "events_changed": "the case waits at {element} for one of several events, and they are others in the new version",
    "stands_elsewhere": "the case would not stand where it stands, at {element}",
}
#: What the one who moves cases should know.
REMARKS = {
    "passed_changed": "{element} was changed; the case has been there already",
    "passed_gone": "{element} was removed; the case has been there already",
    "passed_new": "{element} is new and will not come any more in this case",
    "event_not_armed": "{element} is new and does not come into effect for the open {other}",
    "timer_keeps_date": "{element} was changed; where it is running it keeps its date",
    "timer_ends": "{element} ends, as chosen",
    "lane_changed": "{element} now belongs to {other}",
}


def sentence(remark: Remark, label: Callable[[str], str] = str) -> str:
    """The sentence of a reason or a remark; `label` gives the name of an element."""
    text = {**REASONS, **REMARKS}[remark.code]
    return text.format(element=label(remark.element), other=label(remark.other))
