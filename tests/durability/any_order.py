"""People, the worker, the mail server and the process owner do what they like, in any order.

Every rule is something that somebody may try; most tries are refused in the position things are in, and a refusal must
change nothing. `check` compares everything with everything after each.
"""

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from engine.acts.claim_task import ClaimTask, ReleaseTask
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import UploadDefinition
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.record_posting import RecordPosting
from engine.acts.settle_incident import RetryIncident
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions.letter import Letter
from engine.domain.access import Person
from engine.errors import InsafError, LetterIncomplete, NothingSent
from engine.queries.done_tasks import is_of_task
from engine.store.tables import ComplaintCase, Deadline, HumanTask, Incident, LetterRow, ProcessInstance, Submission, Timer
from engine.worker import Worker
from tests.durability.invariants import disagreements
from tests.people import HANANE, INES, KARIM, NADIA, NATIONAL, OMAR
from tests.steps import ANSWERS, BY_LETTER, INADMISSIBLE, said, signed_in

MOST_CASES = 4
VARIANTS = {
    "triage": (ANSWERS["triage"], INADMISSIBLE), "confirm_inadmissibility": ({"confirmed": True}, {"confirmed": False}),
    "validate_reply": ({"validated": True}, {"validated": False, "remarks": "La réponse ne dit rien du retard."}),
    "draft_reply": (ANSWERS["draft_reply"], {**ANSWERS["draft_reply"], "outcome": "not_upheld"}),
    "give_satisfaction": ({"satisfied": True}, {"satisfied": False}),
}
REFUSALS = {"task_not_open", "task_already_claimed", "four_eyes", "forbidden", "not_found", "incident_open",
            "case_already_ended", "message_not_expected", "invalid_answers", "conflict"}
ANY = st.integers(min_value=0, max_value=11)


class Post:
    """The way out; `is_down` turns everything away."""

    def __init__(self):
        self.is_down, self.sent = False, []

    def deliver(self, message):
        if self.is_down:
            raise NothingSent(letter=message.letter_id, reason="the server is down")
        self.sent.append(message.letter_id)


class AnyOrder(RuleBasedStateMachine):
    """A subclass says how to `open` a fresh database and how to `forget` it."""

    open = forget = None

    @initialize()
    def begin(self):
        self.insaf, self.post = self.open(), Post()
        self.worker = Worker(self.insaf, self.post)
        self.people = {one.roles[0]: signed_in(self.insaf, one) for one in (INES, KARIM, OMAR, NADIA, HANANE)}
        self.asked, self.number, self.uploads, self.provoked = [], 0, 0, False
        self.rendered, self.is_broken = Letter.rendered, False
        self.followed, self.due = {}, {}
        self.lodge(False, "fr", "complaint")
        self.lodge(True, "ar", "complaint")

    def teardown(self):
        if hasattr(self, "insaf"):
            Letter.rendered = self.rendered
            self.insaf.close()
            self.forget(self.insaf)

    # what people may try

    @rule(by_letter=st.booleans(), language=st.sampled_from(("fr", "ar")), kind=st.sampled_from(("complaint", "suggestion")))
    def lodge(self, by_letter, language, kind):
        if self._count(ComplaintCase) < MOST_CASES:
            answers = said(**(BY_LETTER if by_letter else {}))
            self._ask(LodgeComplaint(NATIONAL, kind, "web", language, answers), Person.anyone())

    @rule(times=st.lists(st.tuples(ANY, st.sampled_from((0, 0, 0, 1))), min_size=1, max_size=4))
    def complete(self, times):
        """Some tasks, each by somebody of the lane it lies in."""
        for which, variant in times:
            self._complete(which, variant)

    def _complete(self, which: int, variant: int) -> None:
        for task, reference in self._some(which, HumanTask.state == "open"):
            answers = VARIANTS.get(task.element_id, (ANSWERS[task.element_id],) * 2 if task.element_id in ANSWERS else ({}, {}))
            self._ask(CompleteTask(task.id, answers[variant]), self._by(task.role, reference))

    @rule(which=ANY, who=st.sampled_from(("dispatcher", "officer", "supervisor")), act=st.sampled_from((ClaimTask, ReleaseTask)))
    def claim_or_release(self, which, who, act):
        for task, _ in self._some(which, HumanTask.state == "open"):
            self._ask(act(task.id), self.people[who])

    @rule(which=ANY, act=st.sampled_from((ClaimTask, CompleteTask)))
    def come_from_a_stale_page(self, which, act):
        with self.insaf.reading() as session:
            done = session.scalars(select(Submission.id).where(is_of_task()).order_by(Submission.id)).all()
        gone = [task.id for task, _ in self._some(which, HumanTask.state != "open")] + done[which % (len(done) or 1):][:1]
        for task_id in gone:
            assert self._ask(act(task_id), self.people["officer"]) in REFUSALS

    @rule(which=ANY)
    def withdraw(self, which):
        with self.insaf.reading() as session:
            references = session.scalars(select(ComplaintCase.reference).order_by(ComplaintCase.reference)).all()
        for reference in references[which:which + 1]:
            self._ask(WithdrawComplaint(reference, "Je n’attends plus."), Person.complainant(reference))

    @precondition(lambda self: self.asked)
    @rule(which=ANY)
    def send_the_same_again(self, which):
        act, by, key, first = self.asked[which % len(self.asked)]
        before = self._versions()
        again = self.insaf.bus.ask(act, by=by, key=key)
        assert again.repeated and (again.id, again.instance_id, again.follow_up_code) == (
            first.id, first.instance_id, first.follow_up_code)
        assert first.reference in (None, again.reference), "a repeated receipt names the case also where the first did not"
        assert self._versions() == before

    @rule()
    def post_a_printed_letter(self):
        with self.insaf.reading() as session:
            letter = session.scalars(select(LetterRow).where(LetterRow.state == "to_print")).first()
        if letter is not None:
            self._ask(RecordPosting(letter.id, letter.created_at.date()), self.people["dispatcher"])

    @rule()
    def put_a_new_version_in_force(self):
        self.uploads += 1
        kept = self.insaf.shelf.bundle(self._in_force()).files["bpmn/letters/receipt.fr.txt"]
        letter = ("receipt.fr.txt", kept + f"\n{self.uploads}\n".encode())
        self._ask(UploadDefinition("national", (letter,), "another receipt"), self.people["process_owner"])

    # what happens by itself

    @rule(hours=st.sampled_from((1, 30, 24 * 8, 24 * 20, 24 * 70)))
    def let_time_pass(self, hours):
        self.insaf.clock.set(self.insaf.clock.now() + timedelta(hours=hours))

    @rule(is_down=st.booleans())
    def change_the_mail_server(self, is_down):
        self.post.is_down = is_down

    @rule()
    def work(self):
        before = self._versions()
        fired, _ = self.worker.run_once()
        grown = [instance for instance, version in self._versions().items() if version != before[instance]]
        assert len(grown) <= fired and all(self._versions()[one] - before[one] == 1 for one in grown)
        if not self.is_broken:
            with self.insaf.reading() as session:
                late = session.scalar(select(func.count()).select_from(Timer).join(
                    ProcessInstance, ProcessInstance.id == Timer.instance_id).where(
                    Timer.state == "pending", Timer.due_at <= self.insaf.clock.now(), ProcessInstance.state == "running",
                    Timer.lease_until.is_(None)))
            assert late == 0

    @rule()
    def break_or_mend_the_letters(self):
        """The definition's fault: whoever moves a case now provokes an incident."""
        self.is_broken = not self.is_broken
        self.provoked = True

        def lacks_a_word(*_):
            raise LetterIncomplete(letter="receipt", language="fr", missing="due_on")

        Letter.rendered = lacks_a_word if self.is_broken else self.rendered

    @rule()
    def retry_an_incident(self):
        with self.insaf.reading() as session:
            found = session.scalars(select(Incident.id).where(
                Incident.state == "open", Incident.instance_id.is_not(None)).order_by(Incident.id)).first()
        if found:
            self._ask(RetryIncident(found, "La lettre est corrigée."), self.people["supervisor"])

    # what must be true whatever happened

    @invariant()
    def check(self):
        if not hasattr(self, "insaf"):
            return
        assert disagreements(self.insaf) == []
        with self.insaf.reading() as session:
            for row in session.execute(select(ProcessInstance.id, ProcessInstance.definition_hash)):
                assert self.followed.setdefault(row.id, row.definition_hash) == row.definition_hash, "it changed its version"
            for row in session.execute(select(Deadline.instance_id, Deadline.due_at).where(Deadline.code == "reply")):
                assert self.due.setdefault(row.instance_id, row.due_at) == row.due_at, "the legal date moved"
            sent = session.scalars(select(LetterRow.id).where(LetterRow.state == "sent")).all()
            assert Counter(self.post.sent) == Counter(sent), "a letter was lost or sent twice"
            assert session.scalar(select(func.count()).select_from(Incident)) == 0 or self.provoked

    # how it is asked

    def _ask(self, act, by: Person) -> str:
        """`done`, or the code of the refusal; whatever it is, no case but the one concerned has moved, and that by one."""
        self.number += 1
        key, before, outcome = f"key-{self.number:04}", self._versions(), "done"
        try:
            receipt = self.insaf.bus.ask(act, by=by, key=key)
        except InsafError as refused:
            outcome = refused.code
            assert outcome in REFUSALS or (outcome == "execution_failed" and self.is_broken), (act, str(refused))
            assert self._versions() == before, "a refusal changed something"
            return outcome
        self.asked.append((act, by, key, receipt))
        grown = {one: version - before.get(one, 0) for one, version in self._versions().items() if version != before.get(one)}
        assert set(grown) <= {receipt.instance_id} and set(grown.values()) <= {1}, (act, grown)
        return outcome

    def _by(self, role: str | None, reference: str) -> Person:
        return self.people[role] if role in self.people else Person.complainant(reference)

    def _some(self, which: int, condition) -> list:
        """One task (with its reference) that fulfils the condition, or none."""
        with self.insaf.reading() as session:
            rows = session.execute(select(HumanTask, ComplaintCase.reference).join(
                ComplaintCase, ComplaintCase.instance_id == HumanTask.instance_id).where(condition)
                .order_by(ComplaintCase.reference, HumanTask.element_id, HumanTask.created_at)).all()
        return rows[which % len(rows):][:1] if rows else []

    def _versions(self) -> dict[str, int]:
        with self.insaf.reading() as session:
            return dict(session.execute(select(ProcessInstance.id, ProcessInstance.version)).all())

    def _count(self, table) -> int:
        with self.insaf.reading() as session:
            return session.scalar(select(func.count()).select_from(table))

    def _in_force(self) -> str:
        with self.insaf.reading() as session:
            return self.insaf.shelf.in_force(session, "national")[0]
