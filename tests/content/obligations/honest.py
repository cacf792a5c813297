"""What agencies rightly do with the national diagram: more steps, more people, fewer days, other words."""

from collections.abc import Callable

from tests.content.obligations.drawing import Drawing


def _consulted_in_parallel(d: Drawing) -> None:
    d.insert("investigate", d.after("investigate"), "both", "consult")
    d.insert("consult", d.after("consult"), "task", "ask_legal")
    d.insert("ask_legal", d.after("ask_legal"), "both", "consulted")
    d.lead("consult", "consulted")
    d.insert("consult", "consulted", "task", "ask_finance")


def _answered_after_a_join(d: Drawing) -> None:
    """Two branches, one of which replies, meet again before the end."""
    d.insert(d.before("communicate_reply"), "communicate_reply", "both", "tell")
    d.insert("record_reply", "reply_communicated", "both", "told")
    d.lead("tell", "told")
    d.insert("tell", "told", "task", "file_it")


def _called_inside(d: Drawing) -> None:
    d.process("elsewhere", "task", "timer")
    d.insert("draft_reply", "validate_reply", "call")


def _second_level(d: Drawing) -> None:
    d.insert(d.before("communicate_reply"), "communicate_reply", "task", "sign")
    d.property("validate_reply", "not_by", "draft_reply, investigate")


def _watched_twice(d: Drawing) -> None:
    """A check before the triage, with the date of the triage on its own border too."""
    d.insert("stages_started", d.after("stages_started"), "task", "first_look")
    for name in ("record_triage_late",):
        d.boundary("first_look", "first_look_late", "deadline('triage')", name)


def _written_otherwise(d: Drawing) -> None:
    d.words("validated == True", "validated and outcome != ''")
    d.words("confirmed == True", "confirmed is True")


HONEST: dict[str, Callable[[Drawing], object]] = {
    "as_it_is": lambda d: None,
    "sooner": lambda d: (d.cell("reply", "days", "30"), d.cell("triage", "days", "5")),
    "not_rolled": lambda d: d.cell("reply", "roll", "false"),
    "one_more_task": lambda d: d.insert("draft_reply", "validate_reply", "task"),
    "a_wait_inside_the_handling": lambda d: d.insert("draft_reply", "validate_reply", "timer"),
    "consulted_in_parallel": _consulted_in_parallel,
    "answered_after_a_join": _answered_after_a_join,
    "called_inside_the_handling": _called_inside,
    "a_second_level": _second_level,
    "a_first_look_with_its_own_date": _watched_twice,
    "conditions_written_otherwise": _written_otherwise,
    "fewer_grounds": lambda d: d.form("triage-schema", lambda form: form["properties"]["ground"]["oneOf"].pop()),
    "longer_reasons": lambda d: d.form(
        "triage-schema", lambda form: form["properties"]["grounds"].update(minLength=80)),
    "always_asked": lambda d: d.form("triage-uischema", lambda form: form["ground"].pop("ui:showIf")),
    "letter_in_other_words": lambda d: d.text(
        "bpmn/letters/reply.fr.txt", "Vous pouvez saisir gratuitement le Médiateur du Royaume",
        "Le médiateur du\nRoyaume peut être saisi"),
    "asked_again_after_the_reply": lambda d: d.insert("give_satisfaction", "is_satisfied", "task"),
    "receipt_before_the_register": lambda d: (
        d.redirect("complaint_lodged", "register_complaint", "send_receipt"),
        d.redirect("send_receipt", "handling", "register_complaint"),
        d.redirect("register_complaint", "send_receipt", "handling")),
    "reminded_of_an_interim_reply": lambda d: d.insert("remind_officer", "officer_reminded", "task"),
}
