"""How grave each problem is, for an agency's family and for the bare engine.

"agency" is strict: what could one day surprise somebody is an error. "engine" refuses only what cannot run, cannot be
read or may never be run; what runs, if perhaps not as its author thinks, is a warning. A code that is missing under a
profile is not looked for there.
"""

from engine.definitions.lint.finding import ERROR, WARNING

#: code: (agency, engine)
SEVERITIES: dict[str, tuple[str, str | None]] = {
    # what a file is
    "unreadable": (ERROR, ERROR),
    "no_diagram": (ERROR, ERROR),
    "not_bpmn": (ERROR, ERROR),
    "no_process": (ERROR, ERROR),
    "file_without_process": (WARNING, WARNING),
    "main_process_missing": (ERROR, None),
    "not_executable": (ERROR, WARNING),
    "none_executable": (ERROR, ERROR),
    "foreign_file": (ERROR, None),
    "id_missing": (ERROR, ERROR),
    "id_twice": (ERROR, ERROR),
    "id_twice_elsewhere": (ERROR, WARNING),
    "id_reserved": (ERROR, ERROR),
    "id_reserved_event": (ERROR, WARNING),
    "id_style": (WARNING, None),
    "process_twice": (ERROR, ERROR),
    "too_many_elements": (ERROR, ERROR),
    "no_layout": (WARNING, None),
    # how it hangs together
    "flow_from_nothing": (ERROR, WARNING),
    "flow_to_nothing": (ERROR, ERROR),
    "flow_across": (ERROR, WARNING),
    "no_start": (ERROR, ERROR),
    "no_start_among_others": (ERROR, WARNING),
    "many_starts": (ERROR, WARNING),
    "no_end": (ERROR, WARNING),
    "start_trigger": (ERROR, WARNING),
    "unreachable": (ERROR, WARNING),
    "dead_end": (ERROR, WARNING),
    "implicit_fork": (ERROR, ERROR),
    "implicit_fork_event": (ERROR, WARNING),
    "flow_into_start": (ERROR, WARNING),
    "flow_out_of_end": (ERROR, WARNING),
    "call_unknown": (ERROR, ERROR),
    "call_recursion": (ERROR, ERROR),
    "call_missing": (ERROR, ERROR),
    "decision_missing": (ERROR, WARNING),
    "decision_unknown": (ERROR, ERROR),
    # gateways
    "no_default": (ERROR, WARNING),
    "default_unknown": (ERROR, WARNING),
    "default_conditioned": (WARNING, WARNING),
    "condition_missing": (ERROR, ERROR),
    "condition_identical": (ERROR, WARNING),
    "condition_ignored": (ERROR, WARNING),
    "condition_constant": (ERROR, WARNING),
    "split_join": (ERROR, WARNING),
    "event_gateway": (ERROR, WARNING),
    "event_gateway_timers": (ERROR, WARNING),
    # loops
    "loop_without_wait": (ERROR, WARNING),
    "loop_without_exit": (ERROR, WARNING),
    "join_in_loop": (ERROR, WARNING),
    "loop_keeps_history": (WARNING, WARNING),
    "repeat_unlimited": (ERROR, ERROR),
    "repeat_without_count": (ERROR, ERROR),
    # events
    "boundary_detached": (ERROR, WARNING),
    "boundary_without_outgoing": (ERROR, WARNING),
    "event_kind_refused": (ERROR, WARNING),
    "element_refused": (ERROR, WARNING),
    "element_unsupported": (ERROR, ERROR),
    "timer_empty": (ERROR, WARNING),
    "timer_cycle": (ERROR, WARNING),
    "timer_not_text": (ERROR, WARNING),
    "message_missing": (ERROR, WARNING),
    "message_unknown": (ERROR, ERROR),
    "event_name_twice": (WARNING, WARNING),
    "data_unresolved": (ERROR, ERROR),
    # expressions
    "expression_refused": (ERROR, ERROR),
    "script_empty": (ERROR, WARNING),
    "function_unknown": (ERROR, WARNING),
    "variable_undefined": (ERROR, None),
    "variable_perhaps_undefined": (WARNING, None),
    "variable_reserved": (ERROR, None),
    # people and services
    "lane_missing": (ERROR, None),
    "lane_unknown": (ERROR, None),
    "role_without_name": (ERROR, None),
    "form_missing": (ERROR, None),
    "form_unknown": (ERROR, None),
    "form_unused": (WARNING, None),
    "form_widget": (ERROR, None),
    "form_condition": (ERROR, None),
    "form_schema": (ERROR, None),
    "form_ui_stranger": (WARNING, None),
    "form_page": (ERROR, None),
    "form_identifier": (ERROR, None),
    "form_id_twice": (ERROR, None),
    "property_unknown": (WARNING, None),
    "status_unknown": (ERROR, None),
    "not_by_unknown": (ERROR, None),
    "due_unknown": (ERROR, None),
    "operator_missing": (ERROR, WARNING),
    "operator_unknown": (ERROR, WARNING),
    "operator_parameter": (ERROR, None),
    "instruction_template": (ERROR, None),
    # words
    "name_missing": (WARNING, None),
    "translation_missing": (WARNING, None),
    "letter_missing": (ERROR, None),
    "letter_placeholder": (ERROR, None),
    "letter_unused": (WARNING, None),
    "letter_file_name": (ERROR, None),
    # time and law
    "deadline_unknown": (ERROR, None),
    "calendar_missing": (ERROR, None),
    "law_receipt": (ERROR, None),
    "law_reply_deadline": (ERROR, None),
    "law_reply_lengthened": (ERROR, None),
    "law_breach": (ERROR, None),
    "law_locked": (ERROR, None),
    "law_withdrawal": (ERROR, None),
    "law_four_eyes": (WARNING, None),
}


def severity(code: str, profile: str) -> str | None:
    """The severity of a code under a profile, or None where it is not looked for.

    "single" is a diagram by itself: as strict as an agency's, without what only its family could answer.
    """
    agency, engine = SEVERITIES[code]
    if profile == "single":
        return None if engine is None else agency
    return engine if profile == "engine" else agency
