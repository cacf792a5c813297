"""More ways to break an obligation: in the stages, in what follows the reply, in who may do a step."""

from collections.abc import Callable

from tests.content.obligations.breakage import Breakage, all_of, unread
from tests.content.obligations.drawing import Drawing


def _receipt_beside_the_way(d: Drawing) -> None:
    d.insert("register_complaint", "send_receipt", "both", "parted")
    d.lead("parted", "handling")
    d.insert("parted", "send_receipt", "timer", "later")


def _killed_by(timer: str, last: str, end: str, onward: str) -> Callable[[Drawing], object]:
    """A rung that breaks off the handling and leads on."""
    return all_of(lambda d: d.set(timer, "cancelActivity", "true"), lambda d: d.redirect(last, end, onward))


def _without(choice: str) -> Callable[[dict], None]:
    def change(form: dict) -> None:
        offered = form["properties"]["route"]["oneOf"]
        offered[:] = [one for one in offered if one["const"] != choice]
    return change


def _early(d: Drawing) -> None:
    d.cut("communicate_reply")
    d.service("draft_reply", "validate_reply", "send_letter", letter="reply", to="complainant")


RENEWAL_TIMER = ("deadline_renewal", "record_renewal_late", "tell_body_head", "body_head_told")

STAGES = (
    Breakage("register", "skipped_for_one_kind", lambda d: d.bypass(
        "complaint_lodged", "register_complaint", "send_receipt", "kind == 'observation'"), "triage"),
    Breakage("receipt", "beside_the_way_and_later", _receipt_beside_the_way, "later"),
    Breakage("direction", "nowhere_to_hand_over", lambda d: d.form("triage-schema", _without("elsewhere")), "triage"),
    Breakage("reply", "complaint_merely_noted", lambda d: d.words(
        "kind != 'complaint' and raised == False", "raised == False"), "send_noted"),
    Breakage("reply", "everything_noted", lambda d: d.redirect("is_same_case", "is_feedback", "feedback_stage"), "send_noted"),
    Breakage("reply", "given_up_by_the_last_rung", _killed_by(
        "national_15_days", "tell_national_desk", "national_desk_told", "after_reply"), "closed"),
    Breakage("reply", "alert_unanswered", lambda d: d.cut("communicate_alert_reply"), "closed"),
    Breakage("reply", "sent_before_anybody_validates", _early, "added"),
    Breakage("four_eyes", "sent_before_anybody_validates", _early, "added"),
    Breakage("four_eyes", "refused_by_a_timer", _killed_by(
        "national_15_days", "tell_national_desk", "national_desk_told", "send_inadmissible"), "send_inadmissible"),
    Breakage("four_eyes", "author_after_completion", lambda d: d.property("confirm_inadmissibility", "not_by", "triage"),
             "send_inadmissible"),
    Breakage("four_eyes", "joined_by_the_one_who_sorted_again", lambda d: d.property("confirm_duplicate", "not_by", "triage"),
             "send_joined"),
    Breakage("four_eyes", "own_court_case", lambda d: d.property("confirm_court_seizure", "not_by", "triage"),
             "send_inadmissible"),
    Breakage("four_eyes", "own_alert_reply", lambda d: d.property("validate_alert_reply", "not_by", "investigate_alert"),
             "communicate_alert_reply"),
    Breakage("four_eyes", "own_second_reply", lambda d: d.property(
        "validate_renewal_reply", "not_by", "draft_reply, draft_alert_reply"), "send_renewal_reply"),
    Breakage("recourse", "emptied_after_the_second_look", unread("en", "renewal_reply", "Mediator of the Kingdom"),
             "bpmn/letters/renewal_reply.en.txt"),
    Breakage("reminders", "shortened", lambda d: d.timer("reminder_15_days", "before_deadline('reply', 2)"), "interim_15_days"),
    Breakage("reminders", "last_one_removed", lambda d: d.erase("reminder_5_days", "remind_unit_head", "unit_head_reminded"),
             "complaint"),
    Breakage("reminders", "nobody_is_reminded", lambda d: d.cut("remind_unit_head"), "reminder_5_days"),
    Breakage("reminders", "sent_to_the_complainant", lambda d: d.parameter("remind_unit_head", "to", "complainant"),
             "reminder_5_days"),
    Breakage("reminders", "breaks_off_the_handling", lambda d: d.set("reminder_15_days", "cancelActivity", "true"),
             "reminder_15_days"),
    Breakage("reminders", "national_desk_left_out", lambda d: d.erase(
        "national_15_days", "tell_national_desk", "national_desk_told"), "complaint"),
    Breakage("reminders", "national_desk_told_later", lambda d: d.timer("national_15_days", "after_deadline('reply', 60)"),
             "complaint"),
    Breakage("renewal", "removed", lambda d: d.set("renewal_message", "name", "farewell"), "complaint"),
    Breakage("renewal", "by_the_first_author", lambda d: d.property(
        "review_renewal", "not_by", "validate_reply, draft_alert_reply"), "review_renewal"),
    Breakage("renewal", "by_the_author_in_the_lane", lambda d: d.property(
        "draft_renewal_reply", "not_by", "draft_reply, validate_reply"), "draft_renewal_reply"),
    Breakage("renewal", "beside_the_closing", lambda d: d.set("renewal", "cancelActivity", "false"), "renewal"),
    Breakage("renewal", "closed_at_once", lambda d: d.redirect("handling", "after_reply", "close_case"), "complaint"),
    Breakage("renewal", "received_and_closed", lambda d: d.redirect("renewal", "renewal_stage", "closed_renewed"),
             "closed_renewed"),
    Breakage("renewal", "unanswered", lambda d: d.cut("send_renewal_reply"), "closed_renewed"),
    Breakage("renewal", "answer_not_recorded", lambda d: d.cut("record_renewal_reply"), "send_renewal_reply"),
    Breakage("renewal", "lengthened", lambda d: d.cell("renewal", "days", "90"), "bpmn/deadlines.dmn"),
    Breakage("renewal", "extended", lambda d: d.cell("renewal", "extend_days", "30"), "bpmn/deadlines.dmn"),
    Breakage("renewal", "clock_stopped_by_the_draft", lambda d: d.cell("renewal", "until", '"draft_renewal_reply"'),
             "draft_renewal_reply"),
    Breakage("renewal", "timer_removed", lambda d: d.erase(*RENEWAL_TIMER), "complaint"),
    Breakage("renewal", "delay_not_recorded", lambda d: d.cut("record_renewal_late"), "deadline_renewal"),
    Breakage("renewal", "text_left_out", lambda d: d.text("bpmn/letters/renewal_reply.ar.txt", "{{ reply_text }}", "…"),
             "bpmn/letters/renewal_reply.ar.txt"),
    Breakage("mediator", "removed", lambda d: d.set("mediator_seized_message", "name", "farewell"), "complaint"),
    Breakage("mediator", "not_during_the_handling", lambda d: d.erase("mediator_seized", "mediator_file", "mediator_answered"),
             "triage"),
    Breakage("mediator", "not_during_the_renewal", lambda d: d.erase(
        "mediator_seized_in_renewal", "mediator_file_in_renewal", "mediator_answered_in_renewal"), "review_renewal"),
    Breakage("mediator", "breaks_off_the_handling", lambda d: d.set("mediator_seized", "cancelActivity", "true"),
             "mediator_seized"),
    Breakage("mediator", "unanswered", lambda d: d.redirect("mediator_wrote", "answer_mediator", "mediator_has_answer"),
             "mediator_seized"),
    Breakage("mediator", "lengthened", lambda d: d.cell("mediator", "days", "120"), "bpmn/deadlines.dmn"),
    Breakage("mediator", "in_working_days", lambda d: d.cell("mediator", "unit", '"working"'), "bpmn/deadlines.dmn"),
    Breakage("mediator", "said_to_be_in_the_text", lambda d: d.cell("mediator", "evidence", '"text"'), "bpmn/deadlines.dmn"),
    Breakage("confidence", "unrestricted", lambda d: d.cut("keep_confidential"), "complaint"),
    Breakage("confidence", "restricted_to_the_officers", lambda d: d.parameter("keep_confidential", "to", "officer"),
             "complaint"),
    Breakage("confidence", "read_by_an_officer", lambda d: d.lane("assess_alert", "officer"), "assess_alert"),
    Breakage("confidence", "validated_by_the_supervisor", lambda d: d.lane("validate_alert_reply", "supervisor"),
             "validate_alert_reply"),
    Breakage("confidence", "opened_before_the_investigation", lambda d: d.service(
        "is_confirmed_alert", "investigate_alert", "lift_restriction"), "investigate_alert"),
    Breakage("confidence", "restricted_too_late", all_of(
        lambda d: d.cut("keep_confidential"), lambda d: d.service(
            "is_confirmed_alert", "investigate_alert", "restrict_case", to="inspectorate")), "assess_alert"),
    Breakage("confidence", "nobody_can_choose_it", lambda d: d.form("triage-schema", _without("confidential")), "triage"),
)
