"""Every way in which somebody could break an obligation: what they do to a family's files, and what the check must name.

`run` does it to a drawing; `names` is the element (or the file) that the finding must name. The generated table
docs/reference/obligations.md lists them by their id, `<obligation>-<how>`.
"""

from tests.content.obligations.breakage import Breakage, all_of, unread
from tests.content.obligations.breaking_stages import STAGES
from tests.content.obligations.drawing import SETTINGS

#: Every task that asks for the ground of a non-admission.
ASKERS = ("triage", "resume_triage", "note_court_seizure")


def _required(name: str):
    def change(form: dict) -> None:
        form[name].pop("ui:required", None)
    return change


def _shown(name: str, **conditions):
    return lambda form: form[name].update({"ui:showIf": conditions})


def _choice(form: dict) -> None:
    form["properties"]["ground"]["oneOf"].append({"const": "too_much_work", "title": "No time"})


START = ("complaint_lodged", "register_complaint")
BEFORE_RECEIPT = ("register_complaint", "send_receipt")
HANDLING = ("send_receipt", "handling")
DRAFTING = ("investigation_stage", "reply_stage")

BREAKAGES = (
    *STAGES,
    Breakage("kinds", "complaints_only", lambda d: d.top(SETTINGS, 'kinds = ["complaint"]'), SETTINGS),
    Breakage("kinds", "suggestions_refused", lambda d: d.top(SETTINGS, 'kinds = ["complaint", "observation"]'), SETTINGS),
    Breakage("languages", "arabic_dropped", lambda d: d.top(SETTINGS, 'languages = ["fr", "en"]'), SETTINGS),
    Breakage("languages", "french_dropped", lambda d: d.top(SETTINGS, 'languages = ["ar"]'), SETTINGS),
    Breakage("register", "removed", lambda d: d.cut("register_complaint"), "complaint"),
    Breakage("register", "put_behind_a_task", lambda d: d.insert(*START, "task"), "added"),
    Breakage("register", "put_behind_a_timer", lambda d: d.insert(*START, "timer"), "added"),
    Breakage("register", "bypassed", lambda d: d.bypass(*START, "send_receipt"), "triage"),
    Breakage("register", "another_fact", lambda d: d.parameter("register_complaint", "fact", "triage_late"), "complaint"),
    Breakage("register", "for_each_of_none", lambda d: d.many("register_complaint"), "triage"),
    Breakage("receipt", "removed", lambda d: d.cut("send_receipt"), "complaint"),
    Breakage("receipt", "put_behind_a_task", lambda d: d.insert(*BEFORE_RECEIPT, "task"), "added"),
    Breakage("receipt", "put_behind_a_timer", lambda d: d.insert(*BEFORE_RECEIPT, "timer"), "added"),
    Breakage("receipt", "put_behind_a_message", lambda d: d.insert(*BEFORE_RECEIPT, "message"), "added"),
    Breakage("receipt", "put_behind_a_called_task", all_of(
        lambda d: d.process("elsewhere", "task"), lambda d: d.insert(*BEFORE_RECEIPT, "call")), "elsewhere_1"),
    Breakage("receipt", "bypassed", lambda d: d.bypass(*BEFORE_RECEIPT, "handling"), "triage"),
    Breakage("receipt", "sent_to_the_supervisor", lambda d: d.parameter("send_receipt", "to", "supervisor"), "complaint"),
    Breakage("receipt", "without_its_date", lambda d: d.text("bpmn/letters/receipt.ar.txt", "{{ due_on }}", ""),
             "bpmn/letters/receipt.ar.txt"),
    Breakage("triage", "lengthened", lambda d: d.cell("triage", "days", "30"), "bpmn/deadlines.dmn", "triage_lengthened"),
    Breakage("triage", "in_working_days", lambda d: d.cell("triage", "unit", '"working"'), "bpmn/deadlines.dmn",
             "triage_lengthened"),
    Breakage("triage", "begun_later", lambda d: d.cell("triage", "starts", '"opened"'), "bpmn/deadlines.dmn",
             "triage_lengthened"),
    Breakage("triage", "row_removed", lambda d: d.cell("triage", "deadline", '"sorting"'), "bpmn/deadlines.dmn"),
    Breakage("triage", "timer_removed", lambda d: d.erase(
        "deadline_triage", "record_triage_late", "send_triage_late", "triage_lateness_reported"), "complaint"),
    Breakage("triage", "timer_put_off", lambda d: d.timer("deadline_triage", "days_from_now(15)"), "complaint"),
    Breakage("triage", "timer_ends_the_task", lambda d: d.set("deadline_triage", "cancelActivity", "true"), "deadline_triage"),
    Breakage("triage", "timer_leads_nowhere", lambda d: d.redirect(
        "deadline_triage", "record_triage_late", "triage_lateness_reported"), "deadline_triage"),
    Breakage("triage", "nobody_is_told", lambda d: d.cut("send_triage_late"), "deadline_triage"),
    Breakage("triage", "put_behind_an_unwatched_task", lambda d: d.insert(
        "handling_started", d.after("handling_started"), "task"), "added"),
    Breakage("grounds", "made_optional", lambda d: d.form("triage-uischema", _required("ground")), "triage"),
    Breakage("grounds", "any_text", lambda d: d.form("triage-schema", lambda form: form["properties"]["ground"].pop("oneOf")),
             "triage"),
    Breakage("grounds", "a_ground_of_its_own", lambda d: d.form("triage-schema", _choice), "triage"),
    Breakage("grounds", "hidden", lambda d: d.form("triage-uischema", _shown("ground", urgency=["urgent"])), "triage"),
    Breakage("grounds", "reasons_optional", lambda d: d.form("triage-uischema", _required("grounds")), "triage"),
    Breakage("grounds", "one_word_is_enough", lambda d: d.form(
        "triage-schema", lambda form: form["properties"]["grounds"].update(minLength=1)), "triage"),
    Breakage("grounds", "question_removed", lambda d: [d.form(
        f"{asker}-schema", lambda form: form["properties"].pop("ground")) for asker in ASKERS], "complaint"),
    Breakage("grounds", "reasons_left_out_of_the_letter", lambda d: d.text(
        "bpmn/letters/inadmissible.ar.txt", "{{ grounds }}", "…"), "bpmn/letters/inadmissible.ar.txt"),
    Breakage("grounds", "bypassed", lambda d: d.bypass(
        "admission_started", d.after("admission_started"), "not_admitted"), "send_inadmissible"),
    Breakage("direction", "no_word_of_the_competent_body", lambda d: d.form("triage-uischema", _shown(
        "grounds", admissible=[False], ground=["court_seized", "judicial_police", "unclear"])), "triage"),
    Breakage("direction", "made_optional", lambda d: d.form("triage-uischema", _required("grounds")), "triage"),
    Breakage("direction", "left_out_of_the_letter", lambda d: d.text(
        "bpmn/letters/inadmissible.fr.txt", "{{ grounds }}", "…"), "bpmn/letters/inadmissible.fr.txt"),
    Breakage("reply", "removed", lambda d: d.cut("communicate_reply"), "closed"),
    Breakage("reply", "return_led_around_it", lambda d: d.bypass(
        d.before("communicate_reply"), "communicate_reply", "reply_communicated", "validated == False"), "closed"),
    Breakage("reply", "bypassed", lambda d: d.bypass(*DRAFTING, "reply_communicated"), "closed"),
    Breakage("reply", "ended_at_once", lambda d: d.end(
        d.before("communicate_reply"), "communicate_reply", inner="terminateEventDefinition"), "closed"),
    Breakage("reply", "broken_off_by_a_reminder", all_of(
        lambda d: d.set("reminder_5_days", "cancelActivity", "true"),
        lambda d: d.redirect("remind_unit_head", "unit_head_reminded", "close_case")), "closed"),
    Breakage("reply", "closed_beside_the_handling", lambda d: d.redirect(
        "remind_unit_head", "unit_head_reminded", "close_case"), "closed"),
    Breakage("reply", "everything_broken_off_by_a_reminder", lambda d: d.end(
        "remind_unit_head", "unit_head_reminded", inner="terminateEventDefinition"), "ended_at_once"),
    Breakage("reply", "left_to_an_empty_process", all_of(
        lambda d: d.process("elsewhere"), lambda d: d.insert(d.before("communicate_reply"), "communicate_reply", "call"),
        lambda d: d.redirect("added", "communicate_reply", "reply_communicated")), "closed"),
    Breakage("reply", "for_each_of_none", lambda d: d.many("communicate_reply"), "closed"),
    Breakage("reply", "sent_to_the_supervisor", lambda d: d.parameter("communicate_reply", "to", "supervisor"), "closed"),
    Breakage("reply", "not_recorded", lambda d: d.cut("record_reply"), "communicate_reply"),
    Breakage("reply", "recorded_later", lambda d: d.insert("communicate_reply", "record_reply", "task"), "communicate_reply"),
    Breakage("reply", "recorded_unsent", lambda d: d.bypass(
        d.before("communicate_reply"), "communicate_reply", "record_reply"), "record_reply"),
    Breakage("reply", "text_optional", lambda d: d.form(
        "draft_reply-schema", lambda form: form["required"].remove("reply_text")), "draft_reply"),
    Breakage("reply", "text_left_out", lambda d: d.text("bpmn/letters/reply.en.txt", "{{ reply_text }}", "Yes."),
             "bpmn/letters/reply.en.txt"),
    Breakage("reply", "without_a_draft", lambda d: d.bypass(*DRAFTING, "communicate_reply"), "communicate_reply"),
    Breakage("reply_deadline", "lengthened", lambda d: d.cell("reply", "days", "61"), "bpmn/deadlines.dmn", "reply_lengthened"),
    Breakage("reply_deadline", "in_working_days", lambda d: d.cell("reply", "unit", '"working"'), "bpmn/deadlines.dmn",
             "reply_lengthened"),
    Breakage("reply_deadline", "begun_later", lambda d: d.cell("reply", "starts", '"opened"'), "bpmn/deadlines.dmn",
             "reply_lengthened"),
    Breakage("reply_deadline", "row_removed", lambda d: d.cell("reply", "deadline", '"answer"'), "bpmn/deadlines.dmn"),
    Breakage("reply_deadline", "clock_stopped_by_a_standing", lambda d: d.property("investigate", "status", "answered"),
             "investigate"),
    Breakage("reply_deadline", "clock_stopped_at_triage", lambda d: d.property("triage", "status", "closed"), "triage"),
    Breakage("reply_deadline", "clock_stopped_by_the_draft", lambda d: d.cell("reply", "until", '"draft_reply"'), "draft_reply"),
    Breakage("reply_deadline", "clock_stopped_by_being_looked_at", lambda d: d.cell("reply", "until", '"in_review"'), "triage"),
    Breakage("reply_deadline", "made_internal", lambda d: d.cell("reply", "grade", '"internal"'), "bpmn/deadlines.dmn",
             "reply_lengthened"),
    Breakage("reply_deadline", "said_to_be_in_the_text", lambda d: d.cell("reply", "evidence", '"text"'), "bpmn/deadlines.dmn",
             "reply_lengthened"),
    Breakage("clock", "paused", lambda d: d.cell("reply", "suspend", '"continue"'), "bpmn/deadlines.dmn", "reply_lengthened"),
    Breakage("clock", "begun_afresh", lambda d: d.cell("reply", "suspend", '"reset"'), "bpmn/deadlines.dmn",
             "reply_lengthened"),
    Breakage("clock", "extended", lambda d: d.cell("reply", "extend_days", "30"), "bpmn/deadlines.dmn", "reply_lengthened"),
    Breakage("triage", "paused", lambda d: d.cell("triage", "suspend", '"continue"'), "bpmn/deadlines.dmn",
             "triage_lengthened"),
    Breakage("recourse", "emptied_in_arabic", unread("ar", "reply", "وسيط المملكة"), "bpmn/letters/reply.ar.txt"),
    Breakage("recourse", "emptied_in_french", unread("fr", "reply", "Médiateur du Royaume"), "bpmn/letters/reply.fr.txt"),
    Breakage("recourse", "emptied_in_english", unread("en", "reply", "Mediator of the Kingdom"), "bpmn/letters/reply.en.txt"),
    Breakage("recourse", "emptied_for_the_inadmissible", unread("ar", "inadmissible", "وسيط المملكة"),
             "bpmn/letters/inadmissible.ar.txt"),
    Breakage("recourse", "emptied_for_a_question", unread("fr", "information", "Médiateur du Royaume"),
             "bpmn/letters/information.fr.txt"),
    Breakage("breach", "timer_removed", lambda d: d.erase(
        "deadline_reply", "record_breach", "send_breach_notice", "breach_notified"), "complaint"),
    Breakage("breach", "timer_put_off", lambda d: d.timer("deadline_reply", "days_from_now(90)"), "complaint"),
    Breakage("breach", "timer_breaks_off_the_handling", lambda d: d.set("deadline_reply", "cancelActivity", "true"),
             "deadline_reply"),
    Breakage("breach", "timer_is_a_decoration", lambda d: d.redirect("deadline_reply", "record_breach", "breach_notified"),
             "deadline_reply"),
    Breakage("breach", "timer_where_nothing_waits", lambda d: d.set("deadline_reply", "attachedToRef", "register_complaint"),
             "triage"),
    Breakage("breach", "not_recorded", lambda d: d.cut("record_breach"), "deadline_reply"),
    Breakage("breach", "recorded_after_a_task", lambda d: d.insert("deadline_reply", "record_breach", "task"), "deadline_reply"),
    Breakage("breach", "told_to_the_complainant_alone", lambda d: d.parameter("send_breach_notice", "to", "complainant"),
             "deadline_reply"),
    Breakage("breach", "nobody_is_told", lambda d: d.cut("send_breach_notice"), "deadline_reply"),
    Breakage("breach", "unwatched_task_before_it", lambda d: d.insert(*HANDLING, "task"), "added"),
    Breakage("breach", "unwatched_process_before_it", all_of(
        lambda d: d.process("elsewhere", "task"), lambda d: d.insert(*HANDLING, "call")), "elsewhere_1"),
    Breakage("withdrawal", "removed", lambda d: d.set("withdrawal_message", "name", "farewell"), "complaint"),
    Breakage("withdrawal", "handling_goes_on", lambda d: d.set("withdrawal", "cancelActivity", "false"), "withdrawal"),
    Breakage("withdrawal", "unconfirmed", lambda d: d.redirect("note_withdrawal", "confirm_withdrawal", "closed_withdrawn"),
             "withdrawal"),
    Breakage("withdrawal", "impossible_at_first", lambda d: d.insert(*HANDLING, "task"), "added"),
    Breakage("withdrawal", "by_the_officer", all_of(
        lambda d: d.insert("handling", d.after("handling"), "fork"),
        lambda d: d.lead("added", "confirm_withdrawal", "service_type == ''")), "confirm_withdrawal"),
    Breakage("four_eyes", "own_reply", lambda d: d.property("validate_reply", "not_by", None), "communicate_reply"),
    Breakage("four_eyes", "not_by_another_task", lambda d: d.property("validate_reply", "not_by", "assign_officer"),
             "communicate_reply"),
    Breakage("four_eyes", "bypassed", lambda d: d.bypass("draft_reply", "validate_reply", "reply_validated"),
             "communicate_reply"),
    Breakage("four_eyes", "disagreement_without_effect", lambda d: d.redirect(
        "is_validated", "promise_nothing", "reply_validated"), "communicate_reply"),
    Breakage("four_eyes", "second_draft_unseen", all_of(
        lambda d: d.bypass("draft_reply", "validate_reply", "reply_validated", "validated == False")), "communicate_reply"),
    Breakage("four_eyes", "own_inadmissibility", lambda d: d.property("confirm_inadmissibility", "not_by", None),
             "send_inadmissible"),
    Breakage("four_eyes", "inadmissibility_unconfirmed", lambda d: d.redirect(
        d.before("confirm_inadmissibility"), "confirm_inadmissibility", "not_admitted"), "send_inadmissible"),
    Breakage("four_eyes", "own_information", lambda d: d.property("confirm_information", "not_by", None), "send_information"),
    Breakage("four_eyes", "information_by_the_one_who_sorted", lambda d: d.property(
        "confirm_information", "not_by", "answer_information"), "send_information"),
    Breakage("four_eyes", "information_unconfirmed", lambda d: d.redirect(
        "answer_information", "confirm_information", "answered_as_information"), "send_information"),
    Breakage("four_eyes", "information_refused_and_sent", lambda d: d.redirect(
        "is_information_confirmed", "open_triage", "answered_as_information"), "send_information"),
    Breakage("four_eyes", "own_duplicate", lambda d: d.property("confirm_duplicate", "not_by", None), "send_joined"),
    Breakage("four_eyes", "duplicate_unconfirmed", lambda d: d.redirect(
        "is_same_case", "confirm_duplicate", "link_cases"), "send_joined"),
    Breakage("four_eyes", "duplicate_refused_and_joined", lambda d: d.redirect(
        "is_joined", "open_triage", "link_cases"), "send_joined"),
    Breakage("four_eyes", "refusal_without_effect", lambda d: d.redirect("is_confirmed", "open_triage", "not_admitted"),
             "send_inadmissible"),
)

#: What the program sees to for every family: no file can break it. The tests that would notice if the program stopped.
BY_PROGRAM = {
    "deposit_day": (
        ("tests/unit/domain/test_deadline.py", "test_sixty_days_after_the_deposit_day_rolled_to_a_working_day"),
        ("tests/unit/domain/test_deadline.py", "test_lodged_late_in_the_evening_utc_is_the_next_day_in_casablanca"),
    ),
    "end_of_term": (
        ("tests/unit/domain/test_deadline.py", "test_the_last_day_counts_whole_in_the_agencys_zone"),
        ("tests/unit/domain/test_ledger.py", "test_a_day_that_was_rolled_over_is_named"),
    ),
}
