"""Every path through the diagrams, with the run restored from its snapshot before each step: nothing but the engine."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.acts.legal_dates import timer_functions
from engine.definitions import Definition, read_family
from engine.execution import Run, read_spec

LODGED = datetime(2026, 9, 1, 10, tzinfo=UTC)
ADMIT = ("triage", {"admissible": True})
REFUSE = ("triage", {"admissible": False, "ground": "unclear"})
QUESTION, ANSWERED = ("triage", {"route": "information", "urgency": "normal"}), ("answer_information", {"information_text": "…"})
INFORM, NO_QUESTION = ("confirm_information", {"confirmed": True}), ("confirm_information", {"confirmed": False})
CONFIRM, BACK = ("confirm_inadmissibility", {"confirmed": True}), ("confirm_inadmissibility", {"confirmed": False})
DRAFT, RETURN, VALIDATE = (("draft_reply", {"outcome": "upheld"}), ("validate_reply", {"validated": False}),
                           ("validate_reply", {"validated": True}))
OPINION = ("give_satisfaction", {"satisfied": True})
WITHDRAW, RENEW, COURT, MEDIATOR = MESSAGES = ("withdrawal", "renewal", "court_seized", "mediator_seized")
NOTED, COURT_YES, COURT_NO = (("note_court_seizure", {"ground": "court_seized"}), ("confirm_court_seizure", {"confirmed": True}),
                              ("confirm_court_seizure", {"confirmed": False}))
PROMISE = ("draft_reply", {"outcome": "upheld", "remedy_promised": True})
AGAIN = [("review_renewal", {}), ("draft_renewal_reply", {"outcome": "upheld"})]
AGAIN_RETURNED, AGAIN_VALID = ("validate_renewal_reply", {"validated": False}), ("validate_renewal_reply", {"validated": True})
REMINDERS = ("reminder_30_days", "reminder_15_days", "reminder_5_days")
BREACH = (*REMINDERS, "deadline_reply")
RECEIPT = ["registered", "receipt>complainant"]
BREACHED = ["reminder_30>holder, officer", "reminder_15>holder, officer, supervisor", "reminder_5>unit_head", "deadline_breached",
            "breach>body_head, inspectorate, supervisor"]
SECOND = ["renewal_reply>complainant", "renewal_answered"]
REPLIED = ["reply>complainant", "reply_communicated"]
CLOSED, GONE = ["closing>complainant"], ["withdrawn>complainant"]


def to_the_draft(family):
    visit = [("field_visit", {"repair": "done"})] if family == "commune" else []
    return [ADMIT, ("assign_officer", {}), ("investigate", {}), *visit]


#: name: (steps after lodging, ended as, outcome, what the diagram asked for)
PATHS = {
    "upheld": (lambda before: [*before, DRAFT, VALIDATE, OPINION], "closed", "upheld", [*RECEIPT, *REPLIED, *CLOSED]),
    "silence": (lambda before: [*before, DRAFT, VALIDATE, "satisfaction_expired"], "closed", "upheld",
                [*RECEIPT, *REPLIED, *CLOSED]),
    "withdrawn after the reply": (lambda before: [*before, DRAFT, VALIDATE, WITHDRAW], "closed_withdrawn", "upheld",
                                  [*RECEIPT, *REPLIED, *GONE]),
    "inadmissible": (lambda before: [REFUSE, CONFIRM], "closed_inadmissible", None, [*RECEIPT, "inadmissible>complainant"]),
    "not confirmed, then admitted": (lambda before: [REFUSE, BACK, *before, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                                     [*RECEIPT, *REPLIED, *CLOSED]),
    "not confirmed, refused again": (lambda before: [REFUSE, BACK, REFUSE, CONFIRM], "closed_inadmissible", None,
                                     [*RECEIPT, "inadmissible>complainant"]),
    "only a question": (lambda before: [QUESTION, ANSWERED, INFORM], "closed_information", None,
                        [*RECEIPT, "information>complainant"]),
    "called a question, then handled": (lambda before: [QUESTION, ANSWERED, NO_QUESTION, *before, DRAFT, VALIDATE, OPINION],
                                        "closed", "upheld", [*RECEIPT, *REPLIED, *CLOSED]),
    "returned twice": (lambda before: [*before, DRAFT, RETURN, DRAFT, RETURN, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                       [*RECEIPT, *REPLIED, *CLOSED]),
    "breached, then answered": (lambda before: [*before, *BREACH, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                                [*RECEIPT, *BREACHED, *REPLIED, *CLOSED]),
    "breached, then inadmissible": (lambda before: [*BREACH, REFUSE, CONFIRM], "closed_inadmissible", None,
                                    [*RECEIPT, *BREACHED, "inadmissible>complainant"]),
    "breached, then withdrawn": (lambda before: [*before, *BREACH, WITHDRAW], "closed_withdrawn", "withdrawn",
                                 [*RECEIPT, *BREACHED, *GONE]),
    "triage late": (lambda before: ["deadline_triage", *before, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                    [*RECEIPT, "triage_late", "breach>supervisor", *REPLIED, *CLOSED]),
    "triage late, then withdrawn": (lambda before: ["deadline_triage", WITHDRAW], "closed_withdrawn", "withdrawn",
                                    [*RECEIPT, "triage_late", "breach>supervisor", *GONE]),
    "told of a delay": (lambda before: [*before, "interim_15_days", ("write_interim_reply", {}), DRAFT, VALIDATE, OPINION],
                        "closed", "upheld", [*RECEIPT, *REPLIED, *CLOSED]),
    "before a court": (lambda before: [*before, COURT, NOTED, COURT_YES], "closed_inadmissible", None,
                       [*RECEIPT, "inadmissible>complainant"]),
    "not before a court": (lambda before: [*before, COURT, NOTED, COURT_NO, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                           [*RECEIPT, *REPLIED, *CLOSED]),
    "replied before the court case was checked": (lambda before: [*before, COURT, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                                                  [*RECEIPT, *REPLIED, *CLOSED]),
    "the Mediator is answered last": (
        lambda before: [*before, MEDIATOR, DRAFT, VALIDATE, OPINION, ("answer_mediator", {})], "mediator_answered", "upheld",
        [*RECEIPT, *REPLIED, *CLOSED]),
    "a promise returned is no promise": (lambda before: [*before, PROMISE, RETURN, DRAFT, VALIDATE, OPINION], "closed", "upheld",
                                         [*RECEIPT, *REPLIED, *CLOSED]),
    "promised and carried out": (lambda before: [*before, PROMISE, VALIDATE, OPINION, ("carry_out_remedy", {})], "closed",
                                 "upheld", [*RECEIPT, *REPLIED, *CLOSED]),
    "renewed": (lambda before: [*before, DRAFT, VALIDATE, RENEW, *AGAIN, AGAIN_RETURNED, AGAIN[1], AGAIN_VALID],
                "closed_renewed", "upheld", [*RECEIPT, *REPLIED, *SECOND]),
    "renewed while a promise is open": (lambda before: [*before, PROMISE, VALIDATE, OPINION, RENEW, *AGAIN, AGAIN_VALID],
                                        "closed_renewed", "upheld", [*RECEIPT, *REPLIED, *SECOND]),
    "renewed, then withdrawn": (lambda before: [*before, DRAFT, VALIDATE, RENEW, AGAIN[0], WITHDRAW], "closed_withdrawn",
                                "upheld", [*RECEIPT, *REPLIED, *GONE]),
}


@pytest.fixture(scope="module", params=["national", "commune"])
def family(request):
    return request.param


@pytest.fixture(scope="module")
def walker(family):
    bundle = read_family(family)
    return Walker(read_spec(bundle), timer_functions(Definition.of(bundle), LODGED))


class Walker:
    def __init__(self, spec, functions):
        self.spec, self.functions = spec, functions

    def walk(self, steps):
        """The last Advance, and everything the diagram asked for on the way."""
        now, start = LODGED, {"reference": "X", "kind": "complaint", "language": "ar", "service_type": ""}
        advance = Run.start(self.spec, start, now, self.functions).advance()
        asked = _asked(advance)
        for step in steps:
            now += timedelta(hours=1)
            run = Run.restore(self.spec, advance.snapshot, self.functions)
            if step in MESSAGES:
                assert run.deliver(step, {}, now)
            elif isinstance(step, str):
                timer = next(timer for timer in advance.armed if timer.element_id == step)
                assert run.fire(timer.task_id, timer.element_id, now)
            else:
                task = next(task for task in advance.open_tasks if task.element_id == step[0])
                run.complete(task.task_id, step[1], now)
            advance = run.advance()
            asked += _asked(advance)
        return advance, asked


@pytest.mark.parametrize("name", PATHS)
def test_the_path_ends_where_it_should_and_asks_for_the_right_letters(walker, family, name):
    steps, ended_as, outcome, asked = PATHS[name]
    advance, found = walker.walk(steps(to_the_draft(family)))
    assert (advance.ended, advance.end_event) == (True, ended_as)
    assert advance.variables.get("outcome") == outcome
    assert found == asked
    assert not advance.open_tasks and not advance.armed


@pytest.mark.parametrize("family", ["health", "establishment"])
def test_a_question_is_answered_as_such_in_the_other_families_too(family):
    bundle = read_family(family)
    walker = Walker(read_spec(bundle), timer_functions(Definition.of(bundle), LODGED))
    advance, asked = walker.walk([QUESTION, ANSWERED, INFORM])
    assert (advance.end_event, asked) == ("closed_information", [*RECEIPT, "information>complainant"])


def test_withdrawal_works_at_every_moment_until_the_case_is_closed(walker, family):
    whole = [*to_the_draft(family), DRAFT, VALIDATE]
    for done in range(len(whole) + 1):
        advance, asked = walker.walk([*whole[:done], WITHDRAW])
        assert (advance.ended, advance.end_event) == (True, "closed_withdrawn")
        assert asked[-1:] == GONE


def test_the_dates_of_a_case_lodged_on_1_september_2026_are_those_of_the_law(walker):
    advance, _ = walker.walk([])
    days = {timer.element_id: timer.due_at.isoformat() for timer in advance.armed}
    assert days == {
        "reminder_30_days": "2026-10-02T23:00:00+00:00",
        "reminder_15_days": "2026-10-17T23:00:00+00:00",  # 18 October begins in Casablanca
        "interim_15_days": "2026-10-17T23:00:00+00:00",
        "reminder_5_days": "2026-10-27T23:00:00+00:00",
        "deadline_reply": "2026-11-02T22:59:59+00:00",  # 31 October: Saturday and Unity Day; 1 November: Sunday
        "national_15_days": "2026-11-16T23:00:00+00:00",
        "deadline_triage": "2026-09-16T22:59:59+00:00",
    }


def test_a_breach_opens_no_task_for_anybody(walker, family):
    before, _ = walker.walk(to_the_draft(family))
    after, _ = walker.walk([*to_the_draft(family), *BREACH])
    assert [task.element_id for task in after.open_tasks] == [task.element_id for task in before.open_tasks]


def _asked(advance) -> list[str]:
    """What leaves the case or is recorded; that it looks for cases like it is asked of no one."""
    return [request.parameters["fact"] if request.operator == "record_fact"
            else f"{request.parameters.get('letter') or request.parameters['rung']}>{request.parameters['to']}"
            for request in advance.requests if request.operator in ("record_fact", "send_letter", "escalate")]
