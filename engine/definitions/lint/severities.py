"""How grave each problem is, for an agency's family and for the bare engine.

"agency" is strict: what could one day surprise somebody is an error. "engine" refuses what cannot run, and what can
never run as it is drawn: a step that is silently skipped, a wait that never ends, a circle without an end. What runs,
if perhaps not as its author thinks, is a warning there (decision record 0015). A code that is None under a profile is
not looked for there.
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
    "schema": (ERROR, ERROR),
    "schema_harmless": (WARNING, WARNING),
    "foreign_element": (ERROR, ERROR),
    "id_malformed": (ERROR, ERROR),
    "id_missing": (ERROR, ERROR),
    "id_twice": (ERROR, ERROR),
    "id_twice_elsewhere": (ERROR, WARNING),
    "id_reserved": (ERROR, ERROR),
    "id_reserved_end": (ERROR, WARNING),
    "id_style": (WARNING, None),
    "process_twice": (ERROR, ERROR),
    "library_refuses": (ERROR, ERROR),
    "too_many_elements": (ERROR, ERROR),
    "no_layout": (WARNING, None),
    # how it hangs together
    "flow_from_nothing": (ERROR, ERROR),
    "flow_to_nothing": (ERROR, ERROR),
    "flow_across": (ERROR, ERROR),
    "no_start": (ERROR, ERROR),
    "no_start_among_others": (ERROR, WARNING),
    "many_starts": (ERROR, WARNING),
    "no_end": (ERROR, ERROR),
    "many_processes": (WARNING, WARNING),
    "start_trigger": (ERROR, WARNING),
    "unreachable": (ERROR, ERROR),
    "unreachable_sign": (ERROR, WARNING),
    "dead_end": (ERROR, WARNING),
    "implicit_fork": (ERROR, ERROR),
    "implicit_fork_event": (ERROR, WARNING),
    "flow_into_start": (ERROR, WARNING),
    "flow_out_of_end": (ERROR, WARNING),
    "call_unknown": (ERROR, ERROR),
    "call_recursion": (ERROR, ERROR),
    "call_missing": (ERROR, ERROR),
    "decision_missing": (ERROR, ERROR),
    "decision_unknown": (ERROR, ERROR),
    # gateways
    "no_default": (ERROR, WARNING),
    "default_unknown": (ERROR, ERROR),
    "default_conditioned": (WARNING, WARNING),
    "condition_missing": (ERROR, ERROR),
    "condition_identical": (ERROR, ERROR),
    "conditions_overlap": (ERROR, ERROR),
    "conditions_overlap_apart": (WARNING, WARNING),
    "condition_ignored": (ERROR, ERROR),
    "condition_constant": (ERROR, WARNING),
    "split_join": (ERROR, ERROR),
    "event_gateway": (ERROR, ERROR),
    "event_gateway_timers": (ERROR, ERROR),
    # loops
    "loop_without_wait": (ERROR, WARNING),
    "loop_without_exit": (ERROR, ERROR),
    "loop_never_changes": (ERROR, ERROR),
    "join_in_loop": (ERROR, WARNING),
    "loop_keeps_history": (WARNING, WARNING),
    "repeat_unlimited": (ERROR, ERROR),
    "repeat_without_count": (ERROR, ERROR),
    # events
    "boundary_detached": (ERROR, ERROR),
    "boundary_without_outgoing": (ERROR, ERROR),
    "boundary_without_effect": (ERROR, WARNING),
    "event_kind_refused": (ERROR, ERROR),
    "signal_end": (ERROR, WARNING),
    "element_refused": (ERROR, ERROR),
    "event_sub_process": (ERROR, WARNING),
    "element_unsupported": (ERROR, ERROR),
    "timer_empty": (ERROR, ERROR),
    "timer_cycle": (ERROR, ERROR),
    "timer_not_text": (ERROR, ERROR),
    "message_missing": (ERROR, ERROR),
    "message_by_name": (ERROR, WARNING),
    "message_unknown": (ERROR, ERROR),
    "message_without_variable": (WARNING, WARNING),
    "event_name_twice": (ERROR, WARNING),
    "timer_name_twice": (WARNING, WARNING),
    "data_unresolved": (ERROR, ERROR),
    # expressions
    "expression_refused": (ERROR, ERROR),
    "script_empty": (ERROR, ERROR),
    "function_unknown": (ERROR, ERROR),
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
    "operator_missing": (ERROR, ERROR),
    "operator_unknown": (ERROR, ERROR),
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
