"""Letters are written with the step that causes them and leave afterwards, once."""

import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.acts.claim_due import LETTER_LEASE, ClaimDueLetters, RecordSending
from engine.acts.record_posting import RecordPosting
from engine.domain.access import Person
from engine.errors import Conflict, InvalidAnswers, NotFound
from engine.notifications.channels import Smtp, channel_for
from engine.queries.events import events_of
from engine.store.tables import LetterRow
from engine.worker import Worker
from tests.people import FATIMA, INES
from tests.steps import BY_LETTER, case_of, lodge, signed_in


def all_letters(insaf):
    with insaf.reading() as session:
        return session.scalars(select(LetterRow).order_by(LetterRow.created_at, LetterRow.id)).all()


def test_a_receipt_reaches_the_complainant_by_smtp_once(insaf, mailbox):
    receipt = lodge(insaf)
    worker = Worker(insaf, Smtp(mailbox.url, "insaf@example.org"))
    assert (worker.send_due(), worker.send_due()) == (1, 0)
    [message] = mailbox.to("zineb@example.org")
    assert receipt.reference in message["Subject"]
    text = message.get_content()
    assert receipt.follow_up_code in text and "3 juillet 2026" in text
    assert [letter.state for letter in all_letters(insaf)] == ["sent"]


def test_an_arabic_receipt_arrives_in_arabic(insaf, mailbox):
    receipt = lodge(insaf, language="ar")
    Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due()
    [message] = mailbox.messages
    assert message["Content-Language"] == "ar" and receipt.follow_up_code in message.get_content()
    assert "شكاي" in message.get_content()


def test_a_refused_letter_is_tried_again_later_and_fails_in_the_end_where_people_see_it(insaf, mailbox):
    lodge(insaf)
    mailbox.refuse = "451 come back later"
    worker = Worker(insaf, Smtp(mailbox.url, "insaf@example.org"))
    assert worker.send_due() == 1
    assert worker.send_due() == 0  # not before a minute has passed
    for _ in range(7):
        insaf.clock.set(insaf.clock.now() + timedelta(hours=3))
        worker.send_due()
    [letter] = all_letters(insaf)
    assert (letter.state, letter.attempts) == ("failed", 8) and "451" in letter.last_error


def test_a_server_that_is_down_loses_nothing(insaf, mailbox):
    lodge(insaf)
    assert Worker(insaf, Smtp("smtp://127.0.0.1:9", "insaf@example.org")).send_due() == 1
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=2))
    assert Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due() == 1
    assert len(mailbox.messages) == 1


def test_an_address_that_is_none_fails_without_being_quoted_and_holds_up_nobody(insaf, mailbox):
    lodge(insaf)
    with insaf.database.writing() as session:
        session.execute(update(LetterRow).values(recipient="zineb@@example..org"))
    lodge(insaf)
    assert Worker(insaf, Smtp(mailbox.url, "insaf@example.org")).send_due() == 2
    states = {letter.state: letter for letter in all_letters(insaf)}
    assert set(states) == {"due", "sent"} and "zineb" not in states["due"].last_error


def test_the_log_of_a_failure_says_where_and_never_to_whom(insaf, capsys):
    class Broken:
        def deliver(self, message):
            raise RuntimeError(f"cannot write to {message.recipient}")

    lodge(insaf)
    assert Worker(insaf, Broken()).send_due() == 1
    told = "".join(capsys.readouterr())
    assert "letter_failed" in told and "RuntimeError" in told and "zineb" not in told


def test_without_a_mail_server_letters_are_printed_on_the_console(insaf, capsys):
    lodge(insaf)
    Worker(insaf, channel_for(replace(insaf.settings, smtp_url=""))).send_due()
    assert "zineb@example.org" in capsys.readouterr().out


def test_a_complainant_without_email_gets_a_letter_to_print_and_the_day_it_was_posted_is_recorded(insaf):
    receipt = lodge(insaf, **BY_LETTER)
    [letter] = all_letters(insaf)
    assert letter.state == "to_print" and "12 rue des Oliviers" in letter.recipient
    assert Worker(insaf).send_due() == 0
    ines = signed_in(insaf, INES)
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(RecordPosting(letter.id, date(2026, 5, 9)), by=ines)  # in the future
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(RecordPosting(letter.id, date(2026, 5, 1)), by=ines)  # before it was written
    with pytest.raises(NotFound):
        insaf.bus.ask(RecordPosting(letter.id, date(2026, 5, 4)), by=signed_in(insaf, FATIMA))
    insaf.bus.ask(RecordPosting(letter.id, date(2026, 5, 4)), by=ines)
    with pytest.raises(Conflict):
        insaf.bus.ask(RecordPosting(letter.id, date(2026, 5, 4)), by=ines)
    with insaf.reading() as session:
        kinds = [event.kind for event in events_of(session, case_of(insaf, receipt.reference).instance_id)]
    assert kinds[-1] == "letter_posted"


def test_a_letter_to_print_takes_the_longest_name_and_address_that_a_form_does(insaf):
    name, address = "Zi " * 39 + "Zi", "12 rue des Oliviers, Rabat " * 14
    lodge(insaf, **BY_LETTER | {"full_name": name, "address": address.strip()})
    assert [letter.recipient for letter in all_letters(insaf)] == [f"{name}\n{address.strip()}"]


def test_a_worker_that_is_told_to_stop_finishes_the_letter_at_hand_and_leaves_the_others(insaf, monkeypatch):
    monkeypatch.setattr("engine.worker.TICK_SECONDS", 0.05)
    for _ in range(3):
        lodge(insaf)

    class Slow:
        def deliver(self, _message):
            stopper.start()
            time.sleep(0.3)

    worker = Worker(insaf, Slow(), jobs_at_once=1)
    stopper = threading.Thread(target=worker.stop)
    worker.start()
    deadline = time.monotonic() + 10
    while not stopper.ident and time.monotonic() < deadline:
        time.sleep(0.01)
    stopper.join(10)
    assert sorted(letter.state for letter in all_letters(insaf)) == ["due", "due", "sent"]
    assert Worker(insaf).run_once() == (0, 2)


def test_a_letter_that_a_server_took_and_said_goodbye_to_sullenly_is_not_sent_again(insaf, mailbox):
    lodge(insaf)
    mailbox.goodbye = "421 too many of you"
    worker = Worker(insaf, Smtp(mailbox.url, "insaf@example.org"))
    assert worker.send_due() == 1 and [letter.state for letter in all_letters(insaf)] == ["sent"]
    insaf.clock.set(insaf.clock.now() + timedelta(hours=1))
    assert worker.send_due() == 0 and len(mailbox.messages) == 1


def test_what_a_slow_worker_says_after_its_lease_does_not_undo_what_the_next_one_did(insaf):
    """The first worker's mail server took longer than the lease; a second took the letter over."""
    lodge(insaf)
    system = Person.system()
    [letter_id] = insaf.bus.ask(ClaimDueLetters(), by=system).ids
    assert insaf.bus.ask(ClaimDueLetters(), by=system).ids == ()
    insaf.clock.set(insaf.clock.now() + LETTER_LEASE)
    assert insaf.bus.ask(ClaimDueLetters(), by=system).ids == (letter_id,)
    insaf.bus.ask(RecordSending(letter_id, "451 too slow", attempt=1), by=system)
    [letter] = all_letters(insaf)
    assert (letter.state, letter.next_attempt_at) == ("sending", insaf.clock.now() + LETTER_LEASE), "the second is still at it"
    insaf.bus.ask(RecordSending(letter_id, "", attempt=1), by=system)
    left_at = insaf.clock.now()
    insaf.clock.set(left_at + timedelta(minutes=1))
    insaf.bus.ask(RecordSending(letter_id, "451 too slow", attempt=2), by=system)
    insaf.bus.ask(RecordSending(letter_id, "", attempt=2), by=system)
    [letter] = all_letters(insaf)
    assert (letter.state, letter.sent_at) == ("sent", left_at), "that it left counts, whoever says so first"
